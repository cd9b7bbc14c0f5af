import { describe, expect, it } from 'vitest';
import { canonicalQuantity, parseQuantity } from './quantity.ts';

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
