/** Names of fields as CEL can write them (apiserver's cel/escaping.go): `a-b` is `a__dash__b`, `in` is `__in__`. */
const RESERVED: ReadonlySet<string> = new Set([
  ...'true false null in as break const continue else for function if import let'.split(' '),
  ...'loop package namespace return var void while'.split(' '),
]);

const SEQUENCES: readonly (readonly [string, string])[] = [
  ['__', '__underscores__'],
  ['.', '__dot__'],
  ['-', '__dash__'],
  ['/', '__slash__'],
];
const ESCAPED = new Map(SEQUENCES);
const UNESCAPED = new Map(SEQUENCES.map(([plain, escaped]) => [escaped, plain]));

/** Undefined for a name that no expression can write. */
export function escapeField(name: string): string | undefined {
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  if (RESERVED.has(name)) return `__${name}__`;
  return name.replaceAll(/__|[-./]/g, (part) => ESCAPED.get(part) ?? part);
}

export function unescapeField(name: string): string {
  if (!name.includes('__')) return name;
  return name.replaceAll(/__[^_]+__/g, (part) => UNESCAPED.get(part) ?? (RESERVED.has(part.slice(2, -2)) ? part.slice(2, -2) : part));
}
