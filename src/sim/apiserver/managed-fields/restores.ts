/** Whether a write gives something the value again that it had at `base`, and so hides that it was ever changed. */
export function restores(base: unknown, from: unknown, to: unknown): boolean {
  if (from === to || base === undefined || to === undefined) return false;
  if (typeof to !== 'object' || to === null) return base === to;
  if (typeof base !== 'object' || base === null) return false;
  const before: object = typeof from === 'object' && from !== null ? from : {};
  if (Array.isArray(to)) return to.some((item, index) => restores(counterpart(base, item, index), counterpart(before, item, index), item));
  for (const key in to) {
    const value = field(to, key);
    const earlier = field(before, key);
    if (value !== earlier && restores(field(base, key), earlier, value)) return true;
  }
  return false;
}

const NAMES = ['type', 'name', 'ip', 'uid'] as const;

/** The same element in another version of a list. */
function counterpart(list: object, item: unknown, index: number): unknown {
  if (!Array.isArray(list)) return undefined;
  const name = typeof item === 'object' && item !== null ? NAMES.find((key) => typeof field(item, key) === 'string') : undefined;
  if (name === undefined) return list[index];
  const value = field(item as object, name);
  return list.find((other: unknown) => typeof other === 'object' && other !== null && field(other, name) === value);
}

export function field(value: object, key: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[key];
}
