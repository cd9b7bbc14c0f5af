import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardAt } from './field.ts';
import { arrange } from './plan.ts';
import type { Plan } from './plan.ts';
import { plaqueAt, plaqueX, plaqueY } from './quay.ts';
import { arrangeShore, shoreHeight } from './shore.ts';
import { gridOf } from './slots.ts';

const NOBODY = { pods: 0, groups: 0 };
const input = fc.record({
  zoneSizes: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
  zonesNamed: fc.boolean(),
  grid: fc.integer({ min: 0, max: 8 }).map((level) => gridOf(level, 1)),
  crowd: fc.record({ pods: fc.constantFrom(0, 1, 8, 64, 4096), groups: fc.integer({ min: 1, max: 6 }) }),
  services: fc.integer({ min: 0, max: 40 }),
  viewport: fc.record({ width: fc.integer({ min: 300, max: 2600 }), height: fc.integer({ min: 300, max: 1600 }) }),
});

describe('a plan', () => {
  test('keeps cards, shore and Services apart, whatever is to be shown', () => {
    fc.assert(
      fc.property(input, (wish) => {
        const plan = arrange(wish);
        const cards = cardsOf(plan);
        const boxes = wish.services > 0 ? [...cards, plan.shore, plan.quay] : [...cards, plan.shore];
        for (const [index, box] of boxes.entries()) {
          for (const other of boxes.slice(index + 1)) expect(overlaps(box, other)).toBe(false);
          expect(isInside(box, plan.bounds)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('finds every card and every Service by a point in it', () => {
    fc.assert(
      fc.property(input, (wish) => {
        const plan = arrange(wish);
        for (const [index, box] of cardsOf(plan).entries())
          expect(cardAt(plan.field, box.x + box.width / 2, box.y + box.height - 1)).toBe(index);
        for (let index = 0; index < wish.services; index++)
          expect(plaqueAt(plan.quay, plaqueX(plan.quay, index) + 1, plaqueY(plan.quay, index) + 1)).toBe(index);
      }),
    );
  });

  test('uses the room: a cluster is wide in a wide viewport, tall in a tall one', () => {
    const wish = { zoneSizes: [100], zonesNamed: false, grid: gridOf(5, 1), crowd: NOBODY, services: 0 };
    const wide = arrange({ ...wish, viewport: { width: 1600, height: 600 } });
    const tall = arrange({ ...wish, viewport: { width: 400, height: 800 } });
    expect(wide.field.bounds.width).toBeGreaterThan(wide.field.bounds.height);
    expect(tall.field.bounds.height).toBeGreaterThan(tall.field.bounds.width);
    expect(tall.shore.y + tall.shore.height).toBeLessThanOrEqual(tall.field.bounds.y);
  });

  test('leaves room to say that there are no nodes', () => {
    const plan = arrange({
      zoneSizes: [],
      zonesNamed: false,
      grid: gridOf(0, 1),
      crowd: NOBODY,
      services: 0,
      viewport: { width: 800, height: 600 },
    });
    expect(plan.bounds.width).toBeGreaterThan(0);
    expect(plan.bounds.height).toBeGreaterThan(0);
  });
});

describe('the shore', () => {
  const area = { x: 0, y: 0, width: 900, height: 2 * 20 + 4 * 36, open: true, titleHeight: 20, tileWidth: 56 };

  test.each([
    { name: 'nobody waits', extents: [], columns: [] },
    { name: 'a group takes what its title and its pods take', extents: [4, 14], columns: [3, 4] },
    { name: 'small groups are shown whole, large ones share what is left', extents: [4, 4000], columns: [3, 11] },
    { name: 'equal crowds share alike', extents: [4000, 4000], columns: [7, 7] },
  ])('$name', ({ extents, columns }) => {
    expect(arrangeShore(area, extents).groups.map((group) => group.columns)).toEqual(columns);
  });

  test('is slim as long as nobody has to stay, and then as tall as the crowd, within limits', () => {
    const field = { x: 0, y: 0, width: 900, height: 400 };
    const heights = [0, 4, 64, 4096].map((pods) => shoreHeight({ pods, groups: 1 }, field, 20, 56));
    expect(heights).toEqual([32, 2 * 20 + 36, 2 * 20 + 5 * 36, 2 * 20 + 5 * 36]);
  });

  test('on the line, pods stand beside the title', () => {
    const slim = { ...area, height: 32, open: false };
    expect(arrangeShore(slim, [3]).groups).toEqual([{ x: 180, y: 0, columns: 12, rows: 1 }]);
  });

  test.each([
    { name: 'narrow', box: { ...area, width: 240, height: 800 } },
    { name: 'wide', box: area },
  ])('a $name shore keeps its groups apart and inside', ({ box }) => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 30 }), (extents) => {
        const groups = arrangeShore(box, extents).groups.filter((group) => group.rows > 0);
        const tiles = groups.map((group) => ({ x: group.x, y: group.y, width: group.columns * 60 - 4, height: group.rows * 36 - 4 }));
        expect(tiles.length).toBeGreaterThan(0);
        for (const [index, tile] of tiles.entries()) {
          expect(isInside(tile, box)).toBe(true);
          for (const other of tiles.slice(index + 1)) expect(overlaps(tile, other)).toBe(false);
        }
      }),
    );
  });
});

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function cardsOf({ field }: Plan): readonly Box[] {
  return Array.from(field.cardX, (x, index) => ({ x, y: field.cardY[index] ?? 0, width: field.cardWidth, height: field.cardHeight }));
}

function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isInside(box: Box, bounds: Box): boolean {
  const slack = 1e-6;
  return (
    box.x >= bounds.x - slack &&
    box.y >= bounds.y - slack &&
    box.x + box.width <= bounds.x + bounds.width + slack &&
    box.y + box.height <= bounds.y + bounds.height + slack
  );
}
