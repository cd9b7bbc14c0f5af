import type { Quantity } from './scalars.ts';

/**
 * Resource quantities, after k8s.io/apimachinery/pkg/api/resource: exact to a billionth, in three families of suffixes,
 * each value with one canonical text. Amounts finer than a billionth are rounded away from zero.
 */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/** An exact amount in billionths, and the family of suffixes in which it is written. */
export interface ParsedQuantity {
  readonly nano: bigint;
  readonly format: QuantityFormat;
  /** The text as it came, where Kubernetes keeps it rather than rewriting it. */
  readonly verbatim?: string;
}

const FORMAT_ERROR = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_ERROR = "unable to parse quantity's suffix";
const NANO = 1_000_000_000n;
const MILLI_IN_NANO = 1_000_000n;
const MAX = 2n ** 63n - 1n;

/** Whole units of a quantity, rounded up (memory in bytes, for one). Absent counts as 0, and so may what 64 bits can't hold. */
export function quantityValue(quantity: Quantity | undefined): number {
  return quantity === undefined ? 0 : amounts(quantity).value;
}

/** Thousandths of a quantity, rounded up (cpu). Absent counts as 0. */
export function quantityMilli(quantity: Quantity | undefined): number {
  return quantity === undefined ? 0 : amounts(quantity).milli;
}

export function parseQuantity(text: Quantity | number): ParsedQuantity {
  const parts = split(typeof text === 'number' ? numberText(text) : text);
  const { format, base, exponent } = readSuffix(parts.suffix);
  const nano = nanoOf(parts, base, exponent);
  if (isKept(parts, format, exponent)) return { nano, format, verbatim: parts.text };
  // Binary suffixes on less than one unit would round it.
  return { nano, format: format === 'BinarySI' && !parts.negative && nano > 0n && nano < NANO ? 'DecimalSI' : format };
}

/** The canonical text. */
export function formatQuantity({ nano, format, verbatim }: ParsedQuantity): Quantity {
  if (nano === 0n) return '0';
  if (verbatim !== undefined) return verbatim;
  const small = nano > -1024n * NANO && nano < 1024n * NANO;
  if (format !== 'BinarySI') return decimalText(nano, format);
  return small || nano % NANO !== 0n ? decimalText(nano, 'DecimalSI') : binaryText(nano / NANO);
}

/** The text that the API server would give back for this one. In resource lists amounts are rounded up to thousandths. */
export function canonicalQuantity(text: Quantity | number, inResourceList = false): Quantity {
  const canonicals = inResourceList ? canonicalsInLists : canonicalsElsewhere;
  const hit = canonicals.get(text);
  if (hit !== undefined) return hit;
  const parsed = parseQuantity(text);
  const nano = inResourceList ? roundedUp(parsed.nano, MILLI_IN_NANO) * MILLI_IN_NANO : parsed.nano;
  const fresh = formatQuantity(nano === parsed.nano ? parsed : { nano, format: parsed.format });
  remember(canonicals, text, fresh);
  return fresh;
}

export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const left = parseQuantity(a);
  const right = parseQuantity(b);
  return formatQuantity({ nano: left.nano + right.nano, format: left.nano === 0n ? right.format : left.format });
}

export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  const left = parseQuantity(a);
  const right = parseQuantity(b);
  return formatQuantity({ nano: left.nano - right.nano, format: left.nano === 0n ? right.format : left.format });
}

export function compareQuantities(a: Quantity, b: Quantity): -1 | 0 | 1 {
  if (a === b) return 0;
  const left = parseQuantity(a).nano;
  const right = parseQuantity(b).nano;
  return left < right ? -1 : left > right ? 1 : 0;
}

export function isQuantity(text: unknown): text is Quantity {
  if (typeof text !== 'string') return false;
  if (known.has(text)) return true;
  try {
    parseQuantity(text);
    return true;
  } catch {
    return false;
  }
}

interface Amounts {
  readonly value: number;
  readonly milli: number;
}

/** Few different texts are in use at a time; the bound only guards against hostile input. */
const KNOWN_LIMIT = 10_000;
const known = new Map<string, Amounts>();
const canonicalsInLists = new Map<string | number, Quantity>();
const canonicalsElsewhere = new Map<string | number, Quantity>();

function remember<K, V>(memory: Map<K, V>, key: K, value: V): void {
  if (memory.size >= KNOWN_LIMIT) memory.clear();
  memory.set(key, value);
}

function amounts(text: Quantity): Amounts {
  const hit = known.get(text);
  if (hit !== undefined) return hit;
  const { nano } = parseQuantity(text);
  const toNumber = nano <= MAX && nano >= 0n ? roundedUp : isShort(text) ? fromShort : fromLong;
  const fresh = { value: Number(toNumber(nano, NANO)), milli: Number(toNumber(nano, MILLI_IN_NANO)) };
  remember(known, text, fresh);
  return fresh;
}

/** What Kubernetes keeps in 64 bits and a scale; everything else is a decimal of any length. */
function isShort(text: Quantity): boolean {
  const parts = split(text);
  const { format, exponent } = readSuffix(parts.suffix);
  return fitsShort(parts, format, exponent);
}

/** Overflow gives 0 (int64Amount.AsScaledInt64). */
function fromShort(nano: bigint, unit: bigint): bigint {
  const amount = roundedUp(nano, unit);
  return amount > MAX || amount < -MAX ? 0n : amount;
}

/** Overflow wraps, for negative amounts even before they are divided, and those are rounded towards zero and on (scaledValue). */
function fromLong(nano: bigint, unit: bigint): bigint {
  if (nano === MAX * NANO) return BigInt.asIntN(64, (MAX * NANO) / unit);
  const amount = nano < MAX ? BigInt.asIntN(64, nano) : nano;
  return BigInt.asIntN(64, amount / unit + (amount % unit === 0n ? 0n : 1n));
}

/** Division away from zero. */
function roundedUp(amount: bigint, unit: bigint): bigint {
  const whole = amount / unit;
  if (amount % unit === 0n) return whole;
  return amount < 0n ? whole - 1n : whole + 1n;
}

interface Parts {
  readonly text: string;
  readonly negative: boolean;
  /** Digits before the point, without leading zeros. */
  readonly whole: string;
  readonly decimals: string;
  readonly suffix: string;
}

const GRAMMAR = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const MAX_LENGTH = 1000;

function split(text: string): Parts {
  const match = text.length > MAX_LENGTH ? null : GRAMMAR.exec(text);
  if (match === null || text === '') throw new Error(FORMAT_ERROR);
  const [, sign, whole = '', decimals = '', suffix = ''] = match;
  return { text, negative: sign === '-', whole: whole === '' ? '0' : whole, decimals, suffix };
}

/** A JSON number counts as its text; Go writes large ones without exponent. */
function numberText(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}

interface Suffix {
  readonly format: QuantityFormat;
  readonly base: 2 | 10;
  readonly exponent: number;
}

const DECIMAL_NAMES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const LAST_DECIMAL = 18;
const BINARY_NAMES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const SUFFIXES = new Map<string, Suffix>([
  ...DECIMAL_NAMES.map((name, index) => [name, { format: 'DecimalSI', base: 10, exponent: index * 3 - 9 }] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (name, index) => [name, { format: 'BinarySI', base: 2, exponent: (index + 1) * 10 }] as const,
  ),
]);

function readSuffix(suffix: string): Suffix {
  const known = SUFFIXES.get(suffix);
  if (known !== undefined) return known;
  const exponent = /^[eE]([+-]?[0-9]+)$/.exec(suffix)?.[1];
  if (exponent === undefined) throw new Error(SUFFIX_ERROR);
  return { format: 'DecimalExponent', base: 10, exponent: Number(exponent) };
}

/**
 * Whether Kubernetes remembers the text (the fast path of ParseQuantity): it fits 64 bits and looks canonical enough.
 * So `1.500` stays as it is while `1.5` becomes `1500m`.
 */
function isKept(parts: Parts, format: QuantityFormat, exponent: number): boolean {
  if (!fitsShort(parts, format, exponent)) return false;
  const digits = parts.whole + parts.decimals;
  if (format === 'BinarySI') return BigInt(digits) % 8n !== 0n;
  return (exponent - parts.decimals.length) % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** By the number of digits, as ParseQuantity estimates it. */
function fitsShort({ whole, decimals }: Parts, format: QuantityFormat, exponent: number): boolean {
  if (format === 'BinarySI') return decimals === '' && 15 - whole.length - Math.trunc((exponent * 3) / 10) - 1 >= 0;
  return whole.length + decimals.length <= 18 && exponent - decimals.length >= -9;
}

/** Beyond this every amount is either capped or less than a billionth. */
const EXPONENT_LIMIT = 100;

function nanoOf({ negative, whole, decimals }: Parts, base: 2 | 10, exponent: number): bigint {
  const digits = BigInt(whole + decimals);
  if (digits === 0n) return 0n;
  const size = digits * (base === 2 ? 2n ** BigInt(exponent) : 1n);
  const scale = Math.max(-EXPONENT_LIMIT * 10, Math.min(EXPONENT_LIMIT, base === 2 ? 0 : exponent)) - decimals.length + 9;
  const nano = scale >= 0 ? size * 10n ** BigInt(scale) : roundedUp(size, 10n ** BigInt(-scale));
  // Upstream caps binary amounts alone at 64 bits.
  const capped = base === 2 && nano > MAX * NANO ? MAX * NANO : nano;
  return negative ? -capped : capped;
}

function decimalText(nano: bigint, format: 'DecimalSI' | 'DecimalExponent'): string {
  const last = format === 'DecimalSI' ? LAST_DECIMAL : Number.POSITIVE_INFINITY;
  let mantissa = nano;
  let exponent = -9;
  while (mantissa % 1000n === 0n && exponent < last) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return `${mantissa}${format === 'DecimalSI' ? DECIMAL_NAMES[exponent / 3 + 3] : exponent === 0 ? '' : `e${exponent}`}`;
}

function binaryText(value: bigint): string {
  let mantissa = value;
  let power = 0;
  while (mantissa % 1024n === 0n && power < 6) {
    mantissa /= 1024n;
    power++;
  }
  return `${mantissa}${BINARY_NAMES[power]}`;
}
