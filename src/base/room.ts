/**
 * A list of that length, to be filled by place at once. One that grows while it is filled is copied several times, which shows where
 * there are thousands of places and several lists for every pod.
 */
export function roomFor<T>(count: number): T[] {
  // oxlint-disable-next-line unicorn/no-new-array -- `Array.from` would fill it with undefined first
  return new Array<T>(count);
}
