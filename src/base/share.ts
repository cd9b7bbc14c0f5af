/**
 * `next` with every part that says the same as in `previous` replaced by that very part, so that whoever compares by identity sees
 * what has changed and nothing else. The values are plain JSON, and neither is written into.
 */
export function sharedWith<T>(previous: unknown, next: T): T {
  if (previous === next || !isNode(previous) || !isNode(next) || Array.isArray(previous) !== Array.isArray(next)) return next;
  return (Array.isArray(next) ? sharedList(previous as readonly unknown[], next) : sharedRecord(previous as Fields, next as Fields)) as T;
}

type Fields = { readonly [key: string]: unknown };

function isNode(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function sharedList(previous: readonly unknown[], next: readonly unknown[]): readonly unknown[] {
  const items = next.map((item, index) => sharedWith(previous[index], item));
  if (items.length === previous.length && items.every((item, index) => item === previous[index])) return previous;
  return items.every((item, index) => item === next[index]) ? next : items;
}

function sharedRecord(previous: Fields, next: Fields): Fields {
  const keys = Object.keys(next);
  const shared = Object.fromEntries(keys.map((key) => [key, sharedWith(previous[key], next[key])]));
  const isSame = keys.length === Object.keys(previous).length && keys.every((key) => key in previous && shared[key] === previous[key]);
  if (isSame) return previous;
  return keys.every((key) => shared[key] === next[key]) ? next : shared;
}
