/**
 * Go's `sort.Sort`: a pattern-defeating quicksort. It does not keep the order of equals, but gives the same one every time, and
 * that is what a user of a Go program sees. Up to twelve items it is an insertion sort, which does keep it.
 */
export function goSorted<T>(items: readonly T[], compare: (a: T, b: T) => number): T[] {
  const data = [...items];
  quickSort(data, (i, j) => compare(data[i] as T, data[j] as T) < 0, { start: 0, end: data.length }, bitLength(data.length));
  return data;
}

type Less = (i: number, j: number) => boolean;
/** From `start` to before `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const FEW = 12;
const MANY = 50;

function quickSort(data: unknown[], less: Less, range: Range, allowedBad: number): void {
  let { start, end } = range;
  let limit = allowedBad;
  let wasBalanced = true;
  let wasInOrder = true;
  while (end - start > FEW) {
    if (limit === 0) return heapSort(data, less, start, end);
    if (!wasBalanced) {
      breakPatterns(data, start, end);
      limit -= 1;
    }
    let { pivot, hint } = choosePivot(less, start, end);
    if (hint === 'decreasing') {
      reverse(data, start, end);
      pivot = start + end - 1 - pivot;
      hint = 'increasing';
    }
    if (wasBalanced && wasInOrder && hint === 'increasing' && isSoonSorted(data, less, start, end)) return;
    if (start > 0 && !less(start - 1, pivot)) {
      start = splitEquals(data, less, { start, end }, pivot);
      continue;
    }
    const split = partition(data, less, { start, end }, pivot);
    const [left, right] = [split.at - start, end - split.at];
    wasInOrder = split.wasInOrder;
    wasBalanced = Math.min(left, right) >= (end - start) >> 3;
    if (left < right) {
      quickSort(data, less, { start, end: split.at }, limit);
      start = split.at + 1;
    } else {
      quickSort(data, less, { start: split.at + 1, end }, limit);
      end = split.at;
    }
  }
  insertionSort(data, less, start, end);
}

function insertionSort(data: unknown[], less: Less, start: number, end: number): void {
  for (let next = start + 1; next < end; next += 1) for (let at = next; at > start && less(at, at - 1); at -= 1) swap(data, at, at - 1);
}

function heapSort(data: unknown[], less: Less, start: number, end: number): void {
  const size = end - start;
  for (let root = (size - 1) >> 1; root >= 0; root -= 1) siftDown(data, less, root, size, start);
  for (let last = size - 1; last >= 0; last -= 1) {
    swap(data, start, start + last);
    siftDown(data, less, 0, last, start);
  }
}

function siftDown(data: unknown[], less: Less, from: number, size: number, start: number): void {
  for (let root = from; ;) {
    let child = 2 * root + 1;
    if (child >= size) return;
    if (child + 1 < size && less(start + child, start + child + 1)) child += 1;
    if (!less(start + root, start + child)) return;
    swap(data, start + root, start + child);
    root = child;
  }
}

/** Moves three items near the middle to places that only look random (a 64-bit xorshift, seeded with the length). */
function breakPatterns(data: unknown[], start: number, end: number): void {
  const length = end - start;
  const mask = 2 ** bitLength(length) - 1;
  const middle = start + (length >> 2) * 2;
  let state = BigInt(length);
  for (let index = 0; index < 3; index += 1) {
    state ^= BigInt.asUintN(64, state << 13n);
    state ^= state >> 7n;
    state ^= BigInt.asUintN(64, state << 17n);
    const other = Number(BigInt.asUintN(32, state) & BigInt(mask));
    swap(data, middle - 1 + index, start + (other >= length ? other - length : other));
  }
}

interface Choice {
  readonly pivot: number;
  readonly hint: 'increasing' | 'decreasing' | 'unknown';
}

const MOST_SWAPS = 12;

function choosePivot(less: Less, start: number, end: number): Choice {
  const quarter = (end - start) >> 2;
  let swaps = 0;
  const median = (a: number, b: number, c: number): number => {
    let [low, middle, high] = [a, b, c];
    const order = (isWrong: boolean): boolean => {
      if (isWrong) swaps += 1;
      return isWrong;
    };
    if (order(less(middle, low))) [low, middle] = [middle, low];
    if (order(less(high, middle))) [middle, high] = [high, middle];
    if (order(less(middle, low))) [low, middle] = [middle, low];
    return middle;
  };
  let places = [start + quarter, start + quarter * 2, start + quarter * 3] as const;
  if (end - start >= MANY) {
    const around = (at: number) => median(at - 1, at, at + 1);
    places = [around(places[0]), around(places[1]), around(places[2])];
  }
  const pivot = median(...places);
  return { pivot, hint: swaps === 0 ? 'increasing' : swaps === MOST_SWAPS ? 'decreasing' : 'unknown' };
}

const MOST_STEPS = 5;

/** Puts a few items right, and says whether that has put all of them right. */
function isSoonSorted(data: unknown[], less: Less, start: number, end: number): boolean {
  let at = start + 1;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    while (at < end && !less(at, at - 1)) at += 1;
    if (at === end) return true;
    if (end - start < MANY) return false;
    swap(data, at, at - 1);
    if (at - start >= 2) for (let low = at - 1; low >= 1 && less(low, low - 1); low -= 1) swap(data, low, low - 1);
    if (end - at >= 2) for (let high = at + 1; high < end && less(high, high - 1); high += 1) swap(data, high, high - 1);
  }
  return false;
}

/** Everything equal to the pivot first; gives where the rest begins. */
function splitEquals(data: unknown[], less: Less, { start, end }: Range, pivot: number): number {
  swap(data, start, pivot);
  let low = start + 1;
  let high = end - 1;
  for (;;) {
    while (low <= high && !less(start, low)) low += 1;
    while (low <= high && less(start, high)) high -= 1;
    if (low > high) return low;
    swap(data, low, high);
    low += 1;
    high -= 1;
  }
}

/** Everything less than the pivot, the pivot, the rest; gives the pivot's place, and whether they stood so before. */
function partition(
  data: unknown[],
  less: Less,
  { start, end }: Range,
  pivot: number,
): { readonly at: number; readonly wasInOrder: boolean } {
  swap(data, start, pivot);
  let low = start + 1;
  let high = end - 1;
  for (let swaps = 0; ; swaps += 1) {
    while (low <= high && less(low, start)) low += 1;
    while (low <= high && !less(high, start)) high -= 1;
    if (low > high) {
      swap(data, high, start);
      return { at: high, wasInOrder: swaps === 0 };
    }
    swap(data, low, high);
    low += 1;
    high -= 1;
  }
}

function reverse(data: unknown[], start: number, end: number): void {
  for (let low = start, high = end - 1; low < high; low += 1, high -= 1) swap(data, low, high);
}

function swap(data: unknown[], i: number, j: number): void {
  [data[i], data[j]] = [data[j], data[i]];
}

function bitLength(value: number): number {
  return value === 0 ? 0 : 32 - Math.clz32(value);
}
