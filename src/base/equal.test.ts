import { describe, expect, it } from 'vitest';
import { deepEqual } from './equal.ts';
import { deepFreeze } from './freeze.ts';

describe('deepEqual', () => {
  it.each([
    [1, 1, true],
    [1, '1', false],
    [null, undefined, false],
    [null, {}, false],
    [{}, [], false],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: undefined, b: 1 }, { b: 1 }, true],
    [{ a: undefined }, { b: undefined }, true],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, true],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
  ])('%j %j: %s', (a, b, expected) => {
    expect(deepEqual(a, b)).toBe(expected);
    expect(deepEqual(b, a)).toBe(expected);
  });
});

it('deepFreeze freezes all the way down', () => {
  const value = deepFreeze({ a: [{ b: 1 }], c: null });
  expect(Object.isFrozen(value.a[0])).toBe(true);
});
