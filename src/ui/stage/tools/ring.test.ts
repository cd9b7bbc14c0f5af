import { expect, test } from 'vitest';
import { KEPT_MS, type Kept, MOST_FRAMES, pruned } from './ring.ts';

const image = new Blob();
const kept = (...times: readonly number[]): Kept[] => times.map((at) => ({ at, image }));

test('the last picture from before the last seconds stands at their beginning', () => {
  const now = 30_000;
  expect(pruned(kept(1000, 5000, 25_000, 29_000), now).map(({ at }) => at)).toEqual([now - KEPT_MS, 25_000, 29_000]);
});

test('of a picture that stands still there is one frame', () => {
  expect(pruned(kept(1000), 90_000)).toHaveLength(1);
  expect(pruned([], 90_000)).toEqual([]);
});

test('there are never more than so many', () => {
  const many = Array.from({ length: 500 }, (_, index) => 20_000 + index);
  expect(pruned(kept(...many), 20_500)).toHaveLength(MOST_FRAMES);
});
