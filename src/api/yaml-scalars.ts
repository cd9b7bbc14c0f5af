import type { JsonPrimitive } from './scalars.ts';

/**
 * What a plain YAML scalar means to Kubernetes, that is to go-yaml v2, which sigs.k8s.io/yaml carries on: YAML 1.1
 * booleans and octals, but no sexagesimal numbers; times stay strings.
 */
export type ScalarKind = 'string' | 'null' | 'bool' | 'number' | 'timestamp';

export interface Resolved {
  readonly kind: ScalarKind;
  readonly value: JsonPrimitive;
}

const WORDS: ReadonlyMap<string, Resolved> = new Map([
  ...word(['', '~', 'null', 'Null', 'NULL'], 'null', null),
  ...word(['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'], 'bool', true),
  ...word(['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'], 'bool', false),
  ...word(['.nan', '.NaN', '.NAN'], 'number', Number.NaN),
  ...word(['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'], 'number', Number.POSITIVE_INFINITY),
  ...word(['-.inf', '-.Inf', '-.INF'], 'number', Number.NEGATIVE_INFINITY),
]);

function word(texts: readonly string[], kind: ScalarKind, value: JsonPrimitive): (readonly [string, Resolved])[] {
  return texts.map((text) => [text, { kind, value }] as const);
}

export function resolvePlain(text: string): Resolved {
  const known = WORDS.get(text);
  if (known !== undefined) return known;
  const first = text.charAt(0);
  if (!'+-.0123456789'.includes(first)) return { kind: 'string', value: text };
  if (first !== '.' && isTimestamp(text)) return { kind: 'timestamp', value: text };
  const number = numberOf(text, first === '.');
  return number === undefined ? { kind: 'string', value: text } : { kind: 'number', value: number };
}

/** A number with colons, which older YAML would read in base 60: it must be quoted when written. */
export function isBase60(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text);
}

const TIMESTAMP = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)| \d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?)?$/;

function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text);
}

const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

function numberOf(text: string, isFraction: boolean): number | undefined {
  if (isFraction) return FLOAT.test(text) ? Number(text) : undefined;
  const plain = text.replaceAll('_', '');
  return integerOf(plain) ?? (FLOAT.test(plain) ? Number(plain) : undefined);
}

const BASES: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/^0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^0[bB]([01]+)$/, '0b'],
  [/^0[oO]?([0-7]+)$/, '0o'],
  [/^([1-9][0-9]*|0)$/, ''],
];

/** strconv.ParseInt with base 0. */
function integerOf(text: string): number | undefined {
  const sign = text.startsWith('-') ? -1 : 1;
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  for (const [pattern, prefix] of BASES) {
    const match = pattern.exec(digits)?.[1];
    if (match === undefined) continue;
    const value = Number(prefix + match);
    return value === 0 ? 0 : sign * value;
  }
  return undefined;
}
