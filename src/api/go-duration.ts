import { goQuote } from './go-number.ts';

const UNITS_NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const MAX_NS = 2 ** 63;

export type GoDuration = { readonly nanoseconds: number } | { readonly error: string };

/** Go's time.ParseDuration: `1h15m30.918s`. */
export function parseGoDuration(text: string): GoDuration {
  const invalid = { error: `time: invalid duration ${goQuote(text)}` };
  const [, sign = '', rest = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return { nanoseconds: 0 };
  if (rest === '') return invalid;
  let nanoseconds = 0;
  for (let left = rest; left !== '';) {
    const [part = '', amount = '', unit = ''] = /^([0-9]+(?:\.[0-9]*)?|\.[0-9]+)([^0-9.]*)/.exec(left) ?? [];
    if (part === '') return invalid;
    if (unit === '') return { error: `time: missing unit in duration ${goQuote(text)}` };
    const size = UNITS_NS[unit];
    if (size === undefined) return { error: `time: unknown unit ${goQuote(unit)} in duration ${goQuote(text)}` };
    nanoseconds += Math.trunc(Number(amount) * size);
    if (nanoseconds >= MAX_NS) return invalid;
    left = left.slice(part.length);
  }
  return { nanoseconds: sign === '-' ? -nanoseconds : nanoseconds };
}
