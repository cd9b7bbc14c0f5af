import { PodLook } from '../../../view/frame.ts';
import { shadeOf } from './palette.ts';
import type { Palette } from './palette.ts';
import { drawTile } from './tile.ts';

/** Tiles of one size, each drawn once and then stamped. A change of size, theme or device pixels clears it. */
export interface Atlas {
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  readonly cells: Map<number, number>;
  width: number;
  height: number;
  ratio: number;
  palette: Palette | undefined;
}

const COLUMNS = 8;
const ROWS = 12;
/** Steps in which a starting tile fills. */
const LEVELS = 8;

export function createAtlas(): Atlas {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  return { canvas, pen, cells: new Map(), width: 0, height: 0, ratio: 0, palette: undefined };
}

/** Makes the atlas ready for tiles of this size, in whole device pixels. */
export function tune(atlas: Atlas, palette: Palette, width: number, height: number, ratio: number): void {
  if (atlas.width === width && atlas.height === height && atlas.ratio === ratio && atlas.palette === palette) return;
  atlas.width = width;
  atlas.height = height;
  atlas.ratio = ratio;
  atlas.palette = palette;
  atlas.cells.clear();
  atlas.canvas.width = Math.min(8192, COLUMNS * width);
  atlas.canvas.height = Math.min(8192, ROWS * height);
}

/** Stamps a tile with its top left corner at a point in CSS pixels. */
export function stamp(
  pen: CanvasRenderingContext2D,
  atlas: Atlas,
  look: number,
  hue: number | undefined,
  level: number,
  x: number,
  y: number,
): void {
  const { width, height, ratio } = atlas;
  const step = look === PodLook.starting ? Math.min(LEVELS, Math.ceil(level * LEVELS)) : 0;
  const key = (look * 16 + (hue === undefined ? 15 : hue + 1)) * 16 + step;
  const cell = atlas.cells.get(key) ?? engrave(atlas, key, look, hue, step / LEVELS);
  const columns = Math.max(1, Math.floor(atlas.canvas.width / width));
  pen.drawImage(
    atlas.canvas,
    (cell % columns) * width,
    Math.floor(cell / columns) * height,
    width,
    height,
    x,
    y,
    width / ratio,
    height / ratio,
  );
}

function engrave(atlas: Atlas, key: number, look: number, hue: number | undefined, level: number): number {
  const { pen, palette, width, height, ratio } = atlas;
  const columns = Math.max(1, Math.floor(atlas.canvas.width / width));
  const rows = Math.max(1, Math.floor(atlas.canvas.height / height));
  // Full: begin again; what was stamped stays stamped.
  if (atlas.cells.size >= columns * rows) atlas.cells.clear();
  const cell = atlas.cells.size;
  atlas.cells.set(key, cell);
  if (palette === undefined) return cell;
  pen.setTransform(ratio, 0, 0, ratio, (cell % columns) * width, Math.floor(cell / columns) * height);
  pen.clearRect(0, 0, width / ratio, height / ratio);
  pen.save();
  drawTile(pen, palette, look, shadeOf(palette, look, hue), { width: width / ratio, height: height / ratio, level });
  pen.restore();
  return cell;
}
