import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSlots, freeSlot, gridOf, levelFor, slotAt, slotColumn, slotRow, takeSlot } from './slots.ts';

const slot = fc.integer({ min: 0, max: 3000 });

describe('the nested grid of slots', () => {
  test('every slot has a cell of its own', () => {
    fc.assert(fc.property(slot, (number) => slotAt(slotColumn(number), slotRow(number)) === number));
  });

  test('a slot lies inside every grid that holds it, so a growing card moves no pod', () => {
    fc.assert(
      fc.property(slot, fc.integer({ min: 0, max: 3000 }), (number, more) => {
        const grid = gridOf(levelFor(number + 1 + more), number + 1 + more);
        expect(slotColumn(number)).toBeLessThan(grid.columns);
        expect(slotRow(number)).toBeLessThan(grid.rows);
      }),
    );
  });

  test('the first slots are two cells wide; once there are more, tiles leave the second cell to others', () => {
    expect(Array.from({ length: 15 }, (_, number) => [slotColumn(number), slotRow(number)])).toEqual([
      [0, 0],
      [2, 0],
      [0, 1],
      [2, 1],
      [0, 2],
      [2, 2],
      [0, 3],
      [2, 3],
      [0, 4],
      [2, 4],
      [0, 5],
      [2, 5],
      [1, 0],
      [3, 0],
      [1, 1],
    ]);
  });
});

describe('taking and freeing', () => {
  const steps = fc.array(fc.oneof(fc.constant({ take: true, which: 0 }), fc.record({ take: fc.constant(false), which: fc.nat(50) })), {
    maxLength: 200,
  });

  test('no slot has two holders, holders keep theirs, and the lowest free one is taken', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const table = createSlots();
        const held = new Map<number, number>();
        let next = 0;
        for (const step of plan) {
          if (step.take) {
            const free = lowestFree([...held.values()]);
            held.set(next, takeSlot(table, next));
            expect(held.get(next)).toBe(free);
            next++;
          } else {
            const [holder, own] = [...held][step.which % Math.max(1, held.size)] ?? [-1, -1];
            if (holder < 0) continue;
            freeSlot(table, own);
            held.delete(holder);
          }
          expect(table.used).toBe(held.size);
          expect(table.extent).toBe(Math.max(0, ...[...held.values()].map((own) => own + 1)));
          for (const [holder, own] of held) expect(table.holders[own]).toBe(holder);
        }
      }),
    );
  });
});

function lowestFree(taken: readonly number[]): number {
  let free = 0;
  while (taken.includes(free)) free++;
  return free;
}
