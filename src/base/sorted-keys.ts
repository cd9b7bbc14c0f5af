/**
 * A sorted set of strings as plain data. Writing is cheap: new keys wait unsorted until somebody reads, and removed ones stay
 * until the caller's own map no longer knows them. Reading sorts what is new and merges it in.
 */
export interface SortedKeys {
  sorted: string[];
  /** Added since the last read, in any order. */
  added: string[];
}

export function createKeys(keys: readonly string[] = []): SortedKeys {
  return { sorted: [...keys].sort(), added: [] };
}

/** The caller makes sure that the key is not in the set. */
export function addKey(keys: SortedKeys, key: string): void {
  keys.added.push(key);
}

/** All keys for which `exists` holds that start with `prefix` and come after `after` (exclusive, '' for the beginning), in order. */
export function* keysFrom(keys: SortedKeys, exists: (key: string) => boolean, prefix: string, after = ''): Generator<string> {
  if (keys.added.length > 0) settle(keys, exists);
  const { sorted } = keys;
  for (let index = lowerBound(sorted, after > prefix ? after : prefix); index < sorted.length; index += 1) {
    const key = sorted[index] as string;
    if (!key.startsWith(prefix)) return;
    if ((key !== after || after === '') && exists(key)) yield key;
  }
}

/** Merges the new keys in and drops the dead ones; a key that was removed and added again is kept once. */
function settle(keys: SortedKeys, exists: (key: string) => boolean): void {
  const { sorted, added } = keys;
  added.sort();
  const merged: string[] = [];
  let index = 0;
  const take = (key: string): void => {
    if (merged.at(-1) !== key && exists(key)) merged.push(key);
  };
  for (const key of added) {
    for (; index < sorted.length && (sorted[index] as string) <= key; index += 1) take(sorted[index] as string);
    take(key);
  }
  for (; index < sorted.length; index += 1) take(sorted[index] as string);
  keys.sorted = merged;
  keys.added = [];
}

function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
