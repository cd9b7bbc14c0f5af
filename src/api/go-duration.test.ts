import { expect, test } from 'vitest';
import { parseGoDuration } from './go-duration.ts';
import { parseGoInteger } from './go-number.ts';

test.each([
  ['0', 0],
  ['1h15m30.918s', 4_530_918_000_000],
  ['-1.5h', -5_400_000_000_000],
  ['1us', 1000],
  ['1µs', 1000],
  ['.5s', 500_000_000],
])('the duration %s', (text, nanoseconds) => {
  expect(parseGoDuration(text)).toEqual({ nanoseconds });
});

test.each([
  ['', 'time: invalid duration ""'],
  ['3', 'time: missing unit in duration "3"'],
  ['3d', 'time: unknown unit "d" in duration "3d"'],
  ['s', 'time: invalid duration "s"'],
  ['9999999999h', 'time: invalid duration "9999999999h"'],
])('"%s" is no duration: %s', (text, error) => {
  expect(parseGoDuration(text)).toEqual({ error });
});

test.each([
  ['-7', 64, { value: -7 }],
  ['+7', 64, { value: 7 }],
  ['1.0', 64, { error: 'strconv.Atoi: parsing "1.0": invalid syntax' }],
  ['2147483648', 32, { error: 'strconv.Atoi: parsing "2147483648": value out of range' }],
] as const)('the integer %s of %i bits', (text, bits, expected) => {
  expect(parseGoInteger(text, 'Atoi', bits)).toEqual(expected);
});
