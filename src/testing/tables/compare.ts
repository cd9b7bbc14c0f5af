/** Equal up to the order of keys and to what Go leaves out: in the tables, absent means null or empty. */
export function same(expected: unknown, got: unknown): boolean {
  return canonical(expected) === canonical(got);
}

export function canonical(value: unknown): string {
  return JSON.stringify(pruned(value)) ?? 'nothing';
}

function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => pruned(item) ?? null);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, pruned(item)] as const)
    .filter(([, item]) => !isEmpty(item))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
