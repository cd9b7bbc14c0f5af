/**
 * A sorted set of strings as plain data. Writing is cheap: new keys wait unsorted until somebody reads, and removed ones stay
 * until the caller's own map no longer knows them. Reading sorts what is new and merges it in.
 */
export interface SortedKeys {
  sorted: string[];
  /** Added since the last read, in any order. */
  added: string[];
  /** So many keys are looked through for dead ones: twice as many as were alive the last time. */
  sweepAt: number;
}

export function createKeys(keys: readonly string[] = []): SortedKeys {
  return { sorted: [...keys].sort(), added: [], sweepAt: 0 };
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

/** Merges the new keys in and now and then drops the dead ones; a key that was removed and added again is kept once. */
function settle(keys: SortedKeys, exists: (key: string) => boolean): void {
  const merged = merge(keys.sorted, keys.added.sort());
  keys.added = [];
  // To ask whether a key exists costs far more than to copy it.
  const isDue = merged.length >= keys.sweepAt;
  keys.sorted = isDue ? merged.filter(exists) : merged;
  if (isDue) keys.sweepAt = 2 * keys.sorted.length;
}

function merge(sorted: readonly string[], added: readonly string[]): string[] {
  const merged: string[] = [];
  let index = 0;
  for (const key of added) {
    for (const end = lowerBound(sorted, key, index); index < end; index += 1) merged.push(sorted[index] as string);
    if (sorted[index] !== key && merged.at(-1) !== key) merged.push(key);
  }
  for (; index < sorted.length; index += 1) merged.push(sorted[index] as string);
  return merged;
}

function lowerBound(sorted: readonly string[], key: string, from = 0): number {
  let low = from;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
