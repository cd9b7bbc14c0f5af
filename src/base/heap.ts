/** A binary min-heap in a plain array, ordered by `at` and then by `seq`: earlier first, equal times in order of insertion. */
export interface Timed {
  readonly at: number;
  readonly seq: number;
}

export function heapPush<T extends Timed>(heap: T[], item: T): void {
  let index = heap.length;
  heap.push(item);
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const above = heap[parent] as T;
    if (!isBefore(item, above)) break;
    heap[index] = above;
    index = parent;
  }
  heap[index] = item;
}

export function heapPop<T extends Timed>(heap: T[]): T | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  sink(heap, last);
  return top;
}

/** Keeps the items for which `isKept` says so. */
export function heapKeep<T extends Timed>(heap: T[], isKept: (item: T) => boolean): void {
  const kept = heap.filter(isKept);
  if (kept.length === heap.length) return;
  heap.length = 0;
  for (const item of kept) heapPush(heap, item);
}

function sink<T extends Timed>(heap: T[], item: T): void {
  const size = heap.length;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= size) break;
    if (child + 1 < size && isBefore(heap[child + 1] as T, heap[child] as T)) child += 1;
    const below = heap[child] as T;
    if (!isBefore(below, item)) break;
    heap[index] = below;
    index = child;
  }
  heap[index] = item;
}

function isBefore(a: Timed, b: Timed): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}
