import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hasIndex, lowestFree, overlap, readIndexes, total, union, withIndexes, writeIndexes } from './indexes.ts';

const MOST = 40;
const set = fc.uniqueArray(fc.nat(MOST - 1)).map((indexes) => new Set(indexes));
const all = Array.from({ length: MOST }, (_, index) => index);
const intervals = (indexes: ReadonlySet<number>) => withIndexes([], indexes);
const members = (of: ReturnType<typeof intervals>): readonly number[] => all.filter((index) => hasIndex(of, index));

it('intervals hold what was put in, and are read as they are written', () => {
  fc.assert(
    fc.property(set, (indexes) => {
      const held = intervals(indexes);
      expect(members(held)).toEqual(all.filter((index) => indexes.has(index)));
      expect(total(held)).toBe(indexes.size);
      expect(readIndexes(writeIndexes(held), MOST)).toEqual(held);
    }),
  );
});

it('two sets together hold what is in either, and overlap in what is in both', () => {
  fc.assert(
    fc.property(set, set, (a, b) => {
      expect(members(union(intervals(a), intervals(b)))).toEqual(all.filter((index) => a.has(index) || b.has(index)));
      expect(overlap(intervals(a), intervals(b))).toBe(all.filter((index) => a.has(index) && b.has(index)).length);
    }),
  );
});

it('the lowest that are free come next', () => {
  fc.assert(
    fc.property(set, fc.nat(10), (taken, count) => {
      const free = all.filter((index) => !taken.has(index));
      expect(lowestFree(intervals(taken), count, MOST)).toEqual(free.slice(0, count));
    }),
  );
});

it.each([
  ['0,1,2,4,6,7', '0-2,4,6,7'],
  ['3,x,5-', '3'],
  ['1,7-12,14', '1,7,8'],
])('%s is written as %s', (text, expected) => {
  expect(writeIndexes(readIndexes(text, 9))).toBe(expected);
});
