/** Arithmetic with the bounds of 64-bit integers. */
import type { Declarations, Implementation } from '../functions.ts';
import { type UintValue, type Value, evaluationError, noSuchOverload, uintOf } from '../values.ts';

const MIN_INT = -(2n ** 63n);
const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;

export function asInt(value: bigint, overflow = 'integer overflow'): bigint {
  if (value < MIN_INT || value > MAX_INT) throw evaluationError(overflow);
  return value;
}

export function asUint(value: bigint): UintValue {
  if (value < 0n || value > MAX_UINT) throw evaluationError('unsigned integer overflow');
  return uintOf(value);
}

type OnBigints = (a: bigint, b: bigint) => bigint;

const onInts =
  (operate: OnBigints): Implementation =>
  ([a, b]) =>
    asInt(operate(intOf(a), intOf(b)));
const onUints =
  (operate: OnBigints): Implementation =>
  ([a, b]) =>
    asUint(operate(uintValue(a), uintValue(b)));
const onDoubles =
  (operate: (a: number, b: number) => number): Implementation =>
  ([a, b]) =>
    operate(doubleOf(a), doubleOf(b));

export function intOf(value: Value | undefined): bigint {
  if (typeof value === 'bigint') return value;
  throw noSuchOverload();
}

export function doubleOf(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  throw noSuchOverload();
}

function uintValue(value: Value | undefined): bigint {
  return (value as UintValue).value;
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw evaluationError('division by zero');
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw evaluationError('modulus by zero');
  return a % b;
}

function arithmetic(operator: string, exact: OnBigints, rounded?: (a: number, b: number) => number): Declarations {
  return {
    [`_${operator}_(int, int): int`]: onInts(exact),
    [`_${operator}_(uint, uint): uint`]: onUints(exact),
    ...(rounded === undefined ? {} : { [`_${operator}_(double, double): double`]: onDoubles(rounded) }),
  };
}

export const NUMBERS: Declarations = {
  ...arithmetic(
    '+',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  ...arithmetic(
    '-',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  ...arithmetic(
    '*',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  ...arithmetic('/', divide, (a, b) => a / b),
  ...arithmetic('%', remainder),
  '-_(int): int': ([a]) => asInt(-intOf(a)),
  '-_(double): double': ([a]) => -doubleOf(a),
  'int(int): int': ([a]) => intOf(a),
  'int(uint): int': ([a]) => asInt(uintValue(a)),
  'int(double): int': ([a]) => {
    const value = doubleOf(a);
    if (!(value > Number(MIN_INT) && value < Number(MAX_INT))) throw evaluationError('integer overflow');
    return BigInt(Math.trunc(value));
  },
  'uint(uint): uint': ([a]) => a ?? null,
  'uint(int): uint': ([a]) => asUint(intOf(a)),
  'uint(double): uint': ([a]) => {
    const value = doubleOf(a);
    if (!(value >= 0 && value < Number(MAX_UINT))) throw evaluationError('unsigned integer overflow');
    return uintOf(BigInt(Math.trunc(value)));
  },
  'double(double): double': ([a]) => doubleOf(a),
  'double(int): double': ([a]) => Number(intOf(a)),
  'double(uint): double': ([a]) => Number(uintValue(a)),
};

/** Go's %g. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 21) return fixedText(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Without an exponent. */
export function fixedText(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  if (!text.includes('e')) return text;
  const [mantissa = '', exponent = '0'] = text.split('e');
  const digits = mantissa.replace(/[-.]/g, '');
  const sign = value < 0 ? '-' : '';
  return Number(exponent) < 0
    ? `${sign}0.${'0'.repeat(-Number(exponent) - 1)}${digits}`
    : `${sign}${digits.padEnd(Number(exponent) + 1, '0')}`;
}
