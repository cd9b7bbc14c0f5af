import { expect, test } from 'vitest';
import { goSorted } from './go-sort.ts';

const byKey = (a: { readonly key: number }, b: { readonly key: number }) => a.key - b.key;
const items = (keys: readonly number[]) => keys.map((key, place) => ({ key, place }));
const places = (keys: readonly number[]) => goSorted(items(keys), byKey).map(({ place }) => place);

test('a few items keep their order', () => {
  expect(places([1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0])).toEqual([1, 3, 4, 7, 8, 9, 11, 0, 2, 5, 6, 10]);
});

test('more of them do not, but always end in the same one', () => {
  // Events of two Nodes that registered in the same second, as kubectl showed them.
  expect(places([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1])).toEqual([9, 12, 2, 3, 4, 5, 8, 7, 1, 0, 10, 11, 6, 13]);
});

test.each([
  { name: 'rising', keyOf: (index: number) => index },
  { name: 'falling', keyOf: (index: number) => -index },
  { name: 'equal', keyOf: () => 0 },
  { name: 'few different', keyOf: (index: number) => index % 3 },
  { name: 'mixed', keyOf: (index: number) => (index * 7919) % 1009 },
  { name: 'an organ pipe', keyOf: (index: number) => Math.min(index, 500 - index) },
])('$name keys end in order', ({ keyOf }) => {
  for (const size of [0, 1, 13, 49, 50, 51, 500]) {
    const keys = Array.from({ length: size }, (_, index) => keyOf(index));
    const sorted = goSorted(items(keys), byKey);
    expect(sorted.map(({ key }) => key)).toEqual(keys.toSorted((a, b) => a - b));
    expect(new Set(sorted.map(({ place }) => place)).size).toBe(size);
  }
});
