import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrangeBlocks } from './blocks.ts';
import { CARD_PAD, PITCH_Y, TILE_GAP, TILE_WIDTH } from './geometry.ts';

test('blocks have room for their pods and title, and stand apart', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 30 }), fc.double({ min: 0.4, max: 3, noNaN: true }), (counts, aspect) => {
      const title = 20;
      const blocks = arrangeBlocks(counts, TILE_WIDTH, aspect, title, 12);
      expect(blocks.length).toBe(counts.length);
      for (const [index, block] of blocks.entries()) {
        const rows = Math.ceil((counts[index] ?? 0) / block.columns);
        expect(title + rows * PITCH_Y).toBeLessThanOrEqual(block.height);
        expect(block.columns * (TILE_WIDTH + TILE_GAP) - TILE_GAP + 2 * CARD_PAD).toBeLessThanOrEqual(block.width + 1e-6);
        for (const other of blocks.slice(index + 1)) {
          const apart =
            block.x + block.width <= other.x + 1e-6 ||
            other.x + other.width <= block.x + 1e-6 ||
            block.y + block.height <= other.y + 1e-6 ||
            other.y + other.height <= block.y + 1e-6;
          expect(apart).toBe(true);
        }
      }
    }),
    { numRuns: 100 },
  );
});
