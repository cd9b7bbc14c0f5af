import { CARD_PAD, PITCH_Y, TILE_GAP } from './geometry.ts';
import type { Rect } from './geometry.ts';

/** A block of pods that have something in common: its title above, its pods in rows. */
export interface Block extends Rect {
  readonly columns: number;
}

/**
 * Blocks of very different sizes side by side, each about as large as its pods take, in a rectangle of an aspect (width over height):
 * a squarified treemap (Bruls, Huizing, van Wijk), grown until everything has room. Blocks come in the order of `counts`.
 */
export function arrangeBlocks(
  counts: readonly number[],
  tileWidth: number,
  aspect: number,
  titleHeight: number,
  gap: number,
): readonly Block[] {
  const pitch = tileWidth + TILE_GAP;
  const areas = counts.map((count) => Math.max(1, count) * pitch * PITCH_Y + titleHeight * titleHeight * 5);
  const total = areas.reduce((sum, area) => sum + area, 0);
  for (let room = 1.1; ; room *= 1.08) {
    const height = Math.sqrt((total * room) / aspect);
    const rects = squarify(areas, { x: 0, y: 0, width: height * aspect, height }, total);
    const blocks = rects.map((rect): Block => {
      const inner = { x: rect.x, y: rect.y, width: rect.width - gap, height: rect.height - gap };
      return { ...inner, columns: Math.max(1, Math.floor((inner.width - 2 * CARD_PAD + TILE_GAP) / pitch)) };
    });
    if (room > MOST_ROOM || blocks.every((block, index) => holds(block, counts[index] ?? 0, pitch, titleHeight))) return blocks;
  }
}

const MOST_ROOM = 40;

function holds({ columns, width, height }: Block, count: number, pitch: number, titleHeight: number): boolean {
  return width >= pitch + 2 * CARD_PAD && titleHeight + Math.ceil(count / columns) * PITCH_Y + CARD_PAD <= height;
}

function squarify(areas: readonly number[], within: Rect, total: number): readonly Rect[] {
  const scale = (within.width * within.height) / Math.max(1, total);
  const order = areas.map((_, index) => index).sort((a, b) => (areas[b] ?? 0) - (areas[a] ?? 0) || a - b);
  const rects: Rect[] = [];
  let left = within;
  let row: number[] = [];
  for (const index of order) {
    const next = [...row, index];
    if (row.length > 0 && worst(next, areas, left, scale) > worst(row, areas, left, scale)) {
      left = layRow(row, areas, left, scale, rects);
      row = [index];
    } else row = next;
  }
  layRow(row, areas, left, scale, rects);
  return rects;
}

function sumOf(row: readonly number[], areas: readonly number[], scale: number): number {
  return row.reduce((sum, index) => sum + (areas[index] ?? 0) * scale, 0);
}

/** The least square of a row along the shorter side. */
function worst(row: readonly number[], areas: readonly number[], { width, height }: Rect, scale: number): number {
  const side = Math.min(width, height);
  const sum = sumOf(row, areas, scale);
  return Math.max(
    ...row.map((index) => {
      const area = (areas[index] ?? 0) * scale;
      return Math.max((side * side * area) / (sum * sum), (sum * sum) / (side * side * area));
    }),
  );
}

/** Places a row and hands back what is left. */
function layRow(row: readonly number[], areas: readonly number[], left: Rect, scale: number, rects: Rect[]): Rect {
  const sum = sumOf(row, areas, scale);
  const beside = left.width >= left.height;
  const thick = sum / Math.max(1e-9, beside ? left.height : left.width);
  let along = 0;
  for (const index of row) {
    const length = ((areas[index] ?? 0) * scale) / Math.max(1e-9, thick);
    rects[index] = beside
      ? { x: left.x, y: left.y + along, width: thick, height: length }
      : { x: left.x + along, y: left.y, width: length, height: thick };
    along += length;
  }
  return beside
    ? { x: left.x + thick, y: left.y, width: left.width - thick, height: left.height }
    : { x: left.x, y: left.y + thick, width: left.width, height: left.height - thick };
}

/** A field without cards, as large as its blocks. */
export function boundsOfBlocks(blocks: readonly Block[]): Rect {
  const width = Math.max(0, ...blocks.map((block) => block.x + block.width));
  const height = Math.max(0, ...blocks.map((block) => block.y + block.height));
  return { x: 0, y: 0, width, height };
}
