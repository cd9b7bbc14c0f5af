export type GoInteger = { readonly value: number } | { readonly error: string };

/** Go's strconv.Atoi. */
export function parseGoInteger(text: string, name = 'Atoi', bits: 32 | 64 = 64): GoInteger {
  const problem = (why: string): GoInteger => ({ error: `strconv.${name}: parsing ${goQuote(text)}: ${why}` });
  if (!/^[-+]?[0-9]+$/.test(text)) return problem('invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  const limit = 2n ** BigInt(bits - 1);
  return value < -limit || value >= limit ? problem('value out of range') : { value: Number(value) };
}

/** Go's %q, for texts that hold nothing strange. */
export function goQuote(text: string): string {
  return JSON.stringify(text);
}
