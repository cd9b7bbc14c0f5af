import { expect, it } from 'vitest';
import { shareLatest } from './share-latest.ts';

it('gives the latest of a sort again for one that is equal, and remembers no other', () => {
  const shared = shareLatest<{ readonly at: number }>((a, b) => a.at === b.at);
  const first = { at: 1 };
  expect(shared('a', first)).toBe(first);
  expect(shared('a', { at: 1 })).toBe(first);
  const ofOther = { at: 1 };
  expect(shared('b', ofOther)).toBe(ofOther);
  const second = { at: 2 };
  expect(shared('a', second)).toBe(second);
  const again = { at: 1 };
  expect(shared('a', again)).toBe(again);
});
