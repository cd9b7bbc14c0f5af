/**
 * A sorted set of strings as plain data: an array of sorted chunks. Inserting or removing costs O(log n + chunk),
 * where a plain sorted array of 150,000 keys would move megabytes and a tree would be a forest of objects.
 */
export type SortedKeys = string[][];

const CHUNK = 512;

export function addKey(keys: SortedKeys, key: string): void {
  const at = chunkFor(keys, key);
  const chunk = keys[at];
  if (chunk === undefined) {
    keys.push([key]);
    return;
  }
  const index = lowerBound(chunk, key);
  if (chunk[index] === key) return;
  chunk.splice(index, 0, key);
  if (chunk.length > CHUNK) keys.splice(at + 1, 0, chunk.splice(CHUNK >> 1));
}

export function removeKey(keys: SortedKeys, key: string): void {
  const at = chunkFor(keys, key);
  const chunk = keys[at];
  if (chunk === undefined) return;
  const index = lowerBound(chunk, key);
  if (chunk[index] !== key) return;
  chunk.splice(index, 1);
  if (chunk.length === 0) keys.splice(at, 1);
}

/** All keys that start with `prefix` and come after `after` (exclusive, '' for the beginning), in order. */
export function* keysFrom(keys: SortedKeys, prefix: string, after = ''): Generator<string> {
  const start = after > prefix ? after : prefix;
  let at = chunkFor(keys, start);
  for (let index = lowerBound(keys[at] ?? [], start); at < keys.length; at += 1, index = 0) {
    const chunk = keys[at] ?? [];
    for (; index < chunk.length; index += 1) {
      const key = chunk[index] as string;
      if (key === after && after !== '') continue;
      if (!key.startsWith(prefix)) return;
      yield key;
    }
  }
}

/** The last chunk whose first key is not after `key` (the first chunk if there is none). */
function chunkFor(keys: SortedKeys, key: string): number {
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((keys[middle]?.[0] ?? '') <= key) low = middle;
    else high = middle - 1;
  }
  return low;
}

function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((chunk[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
