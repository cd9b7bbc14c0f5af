import { describe, expect, test } from 'vitest';
import { between, fitting } from './camera.ts';

describe('fitting everything', () => {
  const room = { x: 24, y: 60, width: 1200, height: 600 };

  test.each([
    { name: 'wide things touch the sides', bounds: { x: -200, y: 0, width: 1000, height: 200 }, k: 14 / 12 },
    { name: 'small things are not blown up', bounds: { x: 0, y: 0, width: 50, height: 50 }, k: 2.25 },
    { name: 'large clusters shrink as far as they must', bounds: { x: 0, y: 0, width: 12_000, height: 3000 }, k: 0.1 },
  ])('$name', ({ bounds, k }) => {
    const view = fitting(bounds, room);
    expect(view.k).toBeCloseTo(k, 5);
    const left = bounds.x * view.k + view.x;
    const top = bounds.y * view.k + view.y;
    expect(left).toBeGreaterThanOrEqual(room.x - 1);
    expect(top).toBeGreaterThanOrEqual(room.y - 1);
    expect(left + bounds.width * view.k).toBeLessThanOrEqual(room.x + room.width + 1);
    expect(top + bounds.height * view.k).toBeLessThanOrEqual(room.y + room.height + 1);
  });
});

describe('gliding between views', () => {
  test('keeps still the point one zooms at', () => {
    const from = { k: 1, x: 0, y: 0 };
    const to = { k: 4, x: -300, y: -600 };
    for (const t of [0, 0.3, 0.7, 1]) {
      const view = between(from, to, t);
      expect(100 * view.k + view.x).toBeCloseTo(100);
      expect(200 * view.k + view.y).toBeCloseTo(200);
    }
  });

  test('moves evenly when the zoom stays', () => {
    expect(between({ k: 2, x: 0, y: 10 }, { k: 2, x: 100, y: 30 }, 0.5)).toEqual({ k: 2, x: 50, y: 20 });
  });
});
