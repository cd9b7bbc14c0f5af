import { expect, test } from 'vitest';
import { ownValue } from './own.ts';

test('what a map does not hold itself is not in it', () => {
  expect(ownValue({ a: '1' }, 'a')).toBe('1');
  expect(['constructor', 'toString', '__proto__'].map((key) => ownValue({ a: '1' }, key))).toEqual([undefined, undefined, undefined]);
  expect(ownValue(undefined, 'a')).toBeUndefined();
});
