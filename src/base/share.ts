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

/** Every write comes by here, and mostly differs in one field or two: a copy is made only where neither of both is the answer. */
function sharedRecord(previous: Fields, next: Fields): Fields {
  let isPrevious = true;
  let copy: { [key: string]: unknown } | undefined;
  for (const key in next) {
    const part = sharedWith(previous[key], next[key]);
    isPrevious &&= part === previous[key] && key in previous;
    if (part !== next[key]) (copy ??= { ...next })[key] = part;
  }
  return isPrevious && hasAll(next, previous) ? previous : (copy ?? next);
}

function hasAll(fields: Fields, others: Fields): boolean {
  for (const key in others) if (!(key in fields)) return false;
  return true;
}
