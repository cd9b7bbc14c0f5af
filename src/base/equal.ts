/**
 * Equality of JSON-like data. An absent property and one that is `undefined` are the same, as on the wire.
 * Shared references are equal at once, which makes comparing two revisions of an object cheap.
 */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Number.isNaN(a) && Number.isNaN(b);
  const list = Array.isArray(a);
  if (list !== Array.isArray(b)) return false;
  return list ? equalLists(a as readonly unknown[], b as readonly unknown[]) : equalRecords(a as Fields, b as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!deepEqual(a[i], b[i])) return false;
  return true;
}

function equalRecords(a: Fields, b: Fields): boolean {
  let extra = 0;
  for (const key in a) {
    const value = a[key];
    if (value === undefined) continue;
    extra++;
    const other = b[key];
    if (value !== other && (other === undefined || !deepEqual(value, other))) return false;
  }
  for (const key in b) if (b[key] !== undefined) extra--;
  return extra === 0;
}
