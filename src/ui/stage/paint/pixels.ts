import { PodLook } from '../../../view/frame.ts';
import { mix, shadeOf } from './palette.ts';
import type { Palette } from './palette.ts';
import { drawTile } from './tile.ts';

/**
 * A canvas that is written pixel by pixel: what takes a browser's own drawing tens of milliseconds for very many marks takes this a few,
 * whatever the graphics card. Colours are numbers as the memory of an ImageData has them.
 */
export interface PixelLayer {
  readonly canvas: HTMLCanvasElement;
  readonly pen: CanvasRenderingContext2D;
  image: ImageData;
  data: Uint32Array;
  /** In its own pixels, of which `ratio` make one of CSS. */
  width: number;
  height: number;
  ratio: number;
  /** Something has been written since it was last wiped. */
  used: boolean;
}

/** Beyond so many pixels they are drawn larger: the time to write them grows with their number. */
const MOST_PIXELS = 3_000_000;

export function createPixelLayer(canvas: HTMLCanvasElement): PixelLayer {
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  return { canvas, pen, image: new ImageData(1, 1), data: new Uint32Array(1), width: 1, height: 1, ratio: 1, used: false };
}

export function sizePixels(layer: PixelLayer, width: number, height: number, ratio: number): void {
  layer.ratio = width * height * ratio * ratio > MOST_PIXELS ? 1 : ratio;
  layer.width = Math.max(1, Math.round(width * layer.ratio));
  layer.height = Math.max(1, Math.round(height * layer.ratio));
  layer.canvas.width = layer.width;
  layer.canvas.height = layer.height;
  // Made when first needed: most clusters are small.
  layer.image = new ImageData(1, 1);
  layer.data = new Uint32Array(1);
  layer.used = false;
}

export function beginPixels(layer: PixelLayer): void {
  if (layer.image.width !== layer.width || layer.image.height !== layer.height) {
    layer.image = new ImageData(layer.width, layer.height);
    layer.data = new Uint32Array(layer.image.data.buffer);
  } else layer.data.fill(0);
}

/** All of it, or a part. */
export function showPixels(layer: PixelLayer, x = 0, y = 0, width = layer.width, height = layer.height): void {
  layer.pen.putImageData(layer.image, 0, 0, x, y, width, height);
  layer.used = true;
}

/** Moves everything by whole pixels; what comes in at the edges is clear. */
export function pushPixels({ data, width, height }: PixelLayer, x: number, y: number): void {
  const into = Math.max(0, x);
  const from = Math.max(0, -x);
  const length = width - Math.abs(x);
  for (let step = 0; step < height; step++) {
    const row = y > 0 ? height - 1 - step : step;
    const source = row - y;
    const start = row * width;
    if (source < 0 || source >= height) {
      data.fill(0, start, start + width);
      continue;
    }
    data.copyWithin(start + into, source * width + from, source * width + from + length);
    if (x > 0) data.fill(0, start, start + x);
    else if (x < 0) data.fill(0, start + width + x, start + width);
  }
}

export function wipePixels(layer: PixelLayer): void {
  if (!layer.used) return;
  layer.pen.clearRect(0, 0, layer.width, layer.height);
  layer.used = false;
}

/** A colour of the tokens, opaque. */
export function pixelOf(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (255 << 24) | ((blue ?? 0) << 16) | ((green ?? 0) << 8) | (red ?? 0);
}

export function fillPixels({ data, width, height }: PixelLayer, x: number, y: number, wide: number, high: number, pixel: number): void {
  const left = Math.max(0, x);
  const right = Math.min(width, x + wide);
  const bottom = Math.min(height, y + high);
  if (right <= left) return;
  for (let row = Math.max(0, y); row < bottom; row++) data.fill(pixel, row * width + left, row * width + right);
}

/** Tiles of one size as pixels, each drawn once by the painter of large tiles and read back. */
export interface Stamps {
  readonly pen: CanvasRenderingContext2D;
  /** By key; a stamp has width × height pixels. */
  readonly byKey: (Uint32Array | undefined)[];
  width: number;
  height: number;
  palette: Palette | undefined;
  /** Of plain tiles, one pixel each by key; 0 for those not asked for yet. */
  readonly plain: Uint32Array;
}

/** Below this width in pixels a tile is one colour. */
const PLAIN_BELOW = 4;
const LEVELS = 4;
/** In the place of a hue: what a search has not found. */
export const DIMMED = 15;
const DIMMED_TO = 0.22;
/** What is well is the paler the smaller it is. */
const QUIET = 0.62;

export function createStamps(): Stamps {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (pen === null) throw new Error('This browser has no 2d canvas.');
  return { pen, byKey: [], width: 0, height: 0, palette: undefined, plain: new Uint32Array(256) };
}

export function tuneStamps(stamps: Stamps, palette: Palette, width: number, height: number): void {
  if (stamps.width === width && stamps.height === height && stamps.palette === palette) return;
  stamps.byKey.length = 0;
  if (stamps.palette !== palette) stamps.plain.fill(0);
  stamps.width = width;
  stamps.height = height;
  stamps.palette = palette;
  stamps.pen.canvas.width = width;
  stamps.pen.canvas.height = height;
}

/** `hue`: as `Hues` keeps it, 0 for none; `level`: how full a starting tile is, 0 to 1. */
export function stampOf(stamps: Stamps, look: number, hue: number, level: number): Uint32Array {
  const step = Math.ceil(level * LEVELS);
  const key = (look * 16 + hue) * 8 + step;
  return (stamps.byKey[key] ??= cut(stamps, look, hue, step / LEVELS));
}

function cut({ pen, width, height, palette }: Stamps, look: number, hue: number, level: number): Uint32Array {
  if (palette === undefined) return new Uint32Array(width * height);
  const shade = shadeOf(palette, look, hue === 0 || hue === DIMMED ? undefined : hue - 2);
  pen.clearRect(0, 0, width, height);
  pen.save();
  if (hue === DIMMED) pen.globalAlpha = DIMMED_TO;
  drawTile(pen, palette, look, shade, { width, height, level });
  pen.restore();
  return new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
}

export function isPlain({ width }: Stamps): boolean {
  return width < PLAIN_BELOW;
}

export function plainPixel(stamps: Stamps, look: number, hue: number): number {
  const key = look * 16 + hue;
  const known = stamps.plain[key] as number;
  if (known !== 0 || stamps.palette === undefined) return known;
  const dimmed = hue === DIMMED;
  const { solid } = shadeOf(stamps.palette, look, hue === 0 || dimmed ? undefined : hue - 2);
  const share = dimmed ? DIMMED_TO : look === PodLook.ready && hue === 0 ? QUIET : 1;
  stamps.plain[key] = pixelOf(share === 1 ? solid : mix(solid, stamps.palette.tokens.surface, share));
  return stamps.plain[key];
}

/** A plain tile with its top left corner at a pixel. */
export function printPlain({ data, width, height }: PixelLayer, pixel: number, wide: number, high: number, x: number, y: number): void {
  if (x < 0 || y < 0 || x + wide > width || y + high > height) return;
  let at = y * width + x;
  for (let row = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) data[at + column] = pixel;
    at += width;
  }
}

/** Puts a stamp with its top left corner at a pixel; what lies outside is left out, and what is clear stays as it was. */
export function printStamp(layer: PixelLayer, stamp: Uint32Array, wide: number, high: number, x: number, y: number): void {
  const { data, width, height } = layer;
  if (x >= 0 && y >= 0 && x + wide <= width && y + high <= height) {
    let from = 0;
    for (let row = 0; row < high; row++) {
      let to = (y + row) * width + x;
      for (let column = 0; column < wide; column++) data[to++] = stamp[from++] as number;
    }
    return;
  }
  for (let row = Math.max(0, -y); row < Math.min(high, height - y); row++) {
    for (let column = Math.max(0, -x); column < Math.min(wide, width - x); column++)
      data[(y + row) * width + x + column] = stamp[row * wide + column] as number;
  }
}
