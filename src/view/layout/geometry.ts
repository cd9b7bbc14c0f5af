/** World units: one unit is one CSS pixel at zoom 1. Everything sits on a grid of four. */
export const TILE_WIDTH = 56;
export const TILE_HEIGHT = 32;
export const TILE_GAP = 4;
export const PITCH_X = TILE_WIDTH + TILE_GAP;
export const PITCH_Y = TILE_HEIGHT + TILE_GAP;
/** Where pods are few, a tile takes two cells of its row, and so has room for a name. */
export const WIDE_TILE_WIDTH = 2 * PITCH_X - TILE_GAP;

export const CARD_PAD = 8;
export const CARD_HEADER = 56;
export const CARD_GAP = 16;

/** x, y, width, height. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function cardWidth(columns: number): number {
  return columns * PITCH_X - TILE_GAP + 2 * CARD_PAD;
}

export function cardHeight(rows: number): number {
  return CARD_HEADER + rows * PITCH_Y - TILE_GAP + CARD_PAD;
}

export function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
}

export function union(rects: readonly Rect[]): Rect {
  const left = Math.min(...rects.map((rect) => rect.x));
  const top = Math.min(...rects.map((rect) => rect.y));
  const right = Math.max(...rects.map((rect) => rect.x + rect.width));
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
