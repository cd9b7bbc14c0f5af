import { describe, expect, test } from 'vitest';
import { detailAt } from './detail.ts';
import { flightMs, progress } from './tween.ts';

describe('a flight', () => {
  test.each([
    { distance: 0, speed: 1, expected: 250 },
    { distance: 600, speed: 1, expected: 350 },
    { distance: 5000, speed: 1, expected: 450 },
    { distance: 5000, speed: 0.1, expected: 450 },
    { distance: 5000, speed: 4, expected: 225 },
    { distance: 5000, speed: 10, expected: 142 },
    { distance: 5000, speed: 11, expected: 0 },
  ])('of $distance at $speed× takes $expected ms', ({ distance, speed, expected }) => {
    expect(Math.round(flightMs(distance, speed))).toBe(expected);
  });
});

test('progress runs from 0 to 1 and is 1 for a span without length', () => {
  expect([progress({ start: 10, end: 20 }, 5), progress({ start: 10, end: 20 }, 15), progress({ start: 10, end: 20 }, 25)]).toEqual([
    0, 0.5, 1,
  ]);
  expect(progress({ start: 10, end: 10 }, 10)).toBe(1);
});

test.each([
  [0.04, 56, 'mark'],
  [0.3, 56, 'tile'],
  [1, 56, 'tile'],
  [1, 116, 'named'],
  [1.5, 56, 'named'],
  [1.5, 116, 'named'],
  [3, 56, 'capsule'],
])('at zoom %d a pod %d wide is a %s', (zoom, width, detail) => {
  expect(detailAt(zoom, width)).toBe(detail);
});
