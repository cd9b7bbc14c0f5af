/** Sets of completion indexes as sorted intervals that don't touch (pkg/controller/job/indexed_job_utils.go). */
export interface Interval {
  readonly first: number;
  readonly last: number;
}

export type Intervals = readonly Interval[];

/** `1,3-5`. What can't be read is passed over, and what is not below `completions` is cut off. */
export function readIndexes(text: string, completions: number): Intervals {
  const result: Interval[] = [];
  for (const part of text === '' ? [] : text.split(',')) {
    const [first, last] = part.split('-').map(readInteger);
    if (first === undefined) continue;
    if (first >= completions) break;
    if (part.includes('-') && last === undefined) continue;
    append(result, { first, last: Math.min(last ?? first, completions - 1) });
  }
  return result;
}

/** Three in a row or more are written as a range. */
export function writeIndexes(indexes: Intervals): string {
  return indexes.map(({ first, last }) => (first === last ? `${first}` : `${first}${last === first + 1 ? ',' : '-'}${last}`)).join(',');
}

export function union(a: Intervals, b: Intervals): Intervals {
  const result: Interval[] = [];
  for (const interval of [...a, ...b].sort((one, other) => one.first - other.first)) append(result, interval);
  return result;
}

export function withIndexes(intervals: Intervals, indexes: Iterable<number>): Intervals {
  const added = [...indexes].map((index) => ({ first: index, last: index }));
  return added.length === 0 ? intervals : union(intervals, added);
}

export function total(intervals: Intervals): number {
  return intervals.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

export function hasIndex(intervals: Intervals, index: number): boolean {
  return intervals.some(({ first, last }) => first <= index && index <= last);
}

/** How many indexes stand in both. */
export function overlap(a: Intervals, b: Intervals): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const [one, other] = [a[i], b[j]];
    if (one === undefined || other === undefined) break;
    count += Math.max(0, Math.min(one.last, other.last) - Math.max(one.first, other.first) + 1);
    if (one.last <= other.last) i += 1;
    if (other.last <= one.last) j += 1;
  }
  return count;
}

/** The `count` lowest indexes below `completions` that are not taken. */
export function lowestFree(taken: Intervals, count: number, completions: number): readonly number[] {
  const result: number[] = [];
  let candidate = 0;
  for (const { first, last } of [...taken, { first: completions, last: completions }]) {
    for (; candidate < Math.min(first, completions) && result.length < count; candidate += 1) result.push(candidate);
    candidate = Math.max(candidate, last + 1);
  }
  return result;
}

function append(intervals: Interval[], next: Interval): void {
  const previous = intervals.at(-1);
  if (previous === undefined || next.first > previous.last + 1) intervals.push(next);
  else intervals[intervals.length - 1] = { first: previous.first, last: Math.max(previous.last, next.last) };
}

function readInteger(text: string): number | undefined {
  return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}
