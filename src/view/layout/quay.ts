import type { Rect } from './geometry.ts';

/** Services stand in rows below the field, each on a plaque of the same size. */
export interface Quay extends Rect {
  readonly columns: number;
  readonly plaqueWidth: number;
  readonly plaqueHeight: number;
  readonly gap: number;
  readonly count: number;
}

const WIDTH = 152;
const HEIGHT = 40;
const GAP = 16;

/** `unit` is the size of furniture: how many world units one pixel has when everything fits the viewport. */
export function arrangeQuay(field: Rect, count: number, unit: number): Quay {
  const shrink =
    [1, 0.75, 0.5, 0.35].find((scale) => rowsOf(field.width, count, unit * scale) * (HEIGHT + GAP) * unit * scale < field.height * 0.3) ??
    0.25;
  const scale = unit * shrink;
  const columns = Math.max(1, Math.min(count, Math.floor((field.width + GAP * scale) / ((WIDTH + GAP) * scale))));
  const rows = Math.ceil(count / columns);
  const gap = GAP * scale;
  const width = columns * (WIDTH * scale + gap) - gap;
  return {
    x: field.x + Math.max(0, (field.width - width) / 2),
    y: field.y + field.height + gap * 2,
    width,
    height: Math.max(0, rows * (HEIGHT * scale + gap) - gap),
    columns,
    plaqueWidth: WIDTH * scale,
    plaqueHeight: HEIGHT * scale,
    gap,
    count,
  };
}

function rowsOf(width: number, count: number, unit: number): number {
  return Math.ceil(count / Math.max(1, Math.floor((width + GAP * unit) / ((WIDTH + GAP) * unit))));
}

export function plaqueX(quay: Quay, index: number): number {
  return quay.x + (index % quay.columns) * (quay.plaqueWidth + quay.gap);
}

export function plaqueY(quay: Quay, index: number): number {
  return quay.y + Math.floor(index / quay.columns) * (quay.plaqueHeight + quay.gap);
}

/** Index of the plaque at a point, or -1. */
export function plaqueAt(quay: Quay, x: number, y: number): number {
  const column = Math.floor((x - quay.x) / (quay.plaqueWidth + quay.gap));
  const row = Math.floor((y - quay.y) / (quay.plaqueHeight + quay.gap));
  const index = row * quay.columns + column;
  if (column < 0 || row < 0 || column >= quay.columns || index >= quay.count) return -1;
  return x < plaqueX(quay, index) + quay.plaqueWidth && y < plaqueY(quay, index) + quay.plaqueHeight ? index : -1;
}
