import { describe, expect, it } from 'vitest';
import arithmetic from '../testing/data/tables/quantity-arithmetic.json' with { type: 'json' };
import parse from '../testing/data/tables/quantity-parse.json' with { type: 'json' };
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  isQuantity,
  parseQuantity,
  quantityMilli,
  quantityValue,
  subtractQuantities,
} from './quantity.ts';

interface ParseCase {
  readonly name: string;
  readonly in: { readonly value: string };
  readonly out: {
    readonly error?: string;
    readonly canonical?: string;
    readonly format?: string;
    readonly value?: string;
    readonly milliValue?: string;
  };
}

describe('parsing', () => {
  it.each(parse.cases as readonly ParseCase[])('$name $in.value', ({ in: { value }, out }) => {
    if (out.error !== undefined) {
      expect(isQuantity(value)).toBe(false);
      expect(() => parseQuantity(value)).toThrow(new Error(out.error));
      return;
    }
    expect(canonicalQuantity(value)).toBe(out.canonical);
    expect(parseQuantity(value).format).toBe(out.format);
    expect(quantityValue(value)).toBe(Number(out.value));
    expect(quantityMilli(value)).toBe(Number(out.milliValue));
  });
});

describe('arithmetic', () => {
  it.each(arithmetic.cases)('$name $in.a $in.b', ({ in: { a, b }, out }) => {
    expect(addQuantities(a, b)).toBe(out.sum);
    expect(subtractQuantities(a, b)).toBe(out.difference);
    expect(compareQuantities(a, b)).toBe(out.compare);
  });
});

describe('resource lists', () => {
  it.each([
    ['100u', '1m'],
    ['1.500', '1.500'],
    ['0.0001', '1m'],
    ['1Gi', '1Gi'],
    ['-1.5u', '-1m'],
  ])('%s is kept as %s', (given, expected) => {
    expect(canonicalQuantity(given, true)).toBe(expected);
  });
});

it('refuses absurd input quickly', () => {
  expect(() => parseQuantity('9'.repeat(1_000_000))).toThrow('quantities must match');
  expect(canonicalQuantity('9e999999999')).toMatch(/e/);
  expect(canonicalQuantity('1e-999999999')).toBe('1e-9');
});
