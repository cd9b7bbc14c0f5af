import type { Frame } from '../../../view/frame.ts';
import { PITCH_Y, TILE_GAP, TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import type { Scene } from '../../../view/scene/scene.ts';
import type { Painting } from './context.ts';
import type { Layer, View } from './layer.ts';
import { corner, find, fitting } from './mark-places.ts';
import type { Palette } from './palette.ts';
import {
  beginPixels,
  createPixelLayer,
  createStamps,
  fillPixels,
  pushPixels,
  showPixels,
  sizePixels,
  tuneStamps,
  wipePixels,
} from './pixels.ts';
import type { PixelLayer, Stamps } from './pixels.ts';
import { allPlates, hasPlates, plate } from './plates.ts';
import { boardMarks, flyingMarks, measureSlots, shoreMarks } from './pod-marks.ts';

/** Writes the field into a canvas of its own. */
export interface Marks {
  /** As large as another layer. */
  readonly fit: (other: Layer) => void;
  readonly paint: (painting: Painting, all: boolean) => void;
  readonly wipe: () => void;
}

export function createMarks(canvas: HTMLCanvasElement): Marks {
  const layer = createPixelLayer(canvas);
  const stamps = createStamps();
  return {
    fit: ({ width, height, ratio }) => sizePixels(layer, width, height, ratio),
    paint: (painting, all) => paintMarks(layer, stamps, painting, all),
    wipe: () => wipePixels(layer),
  };
}

/** What the pixels show already. */
interface Written {
  sign: string;
  view: View;
  palette: Palette | undefined;
  hues: number;
}

const written = new WeakMap<PixelLayer, Written>();

/**
 * The whole field at once: cards where they are small, and all pods at rest. While one looks from the same place, only the cards
 * whose pods have changed are written anew; otherwise cost grows with what can be seen.
 */
function paintMarks(layer: PixelLayer, stamps: Stamps, painting: Painting, all: boolean): void {
  const { scene, view, palette } = painting;
  const { frame } = scene;
  if (frame === undefined) return;
  const scale = view.k * layer.ratio;
  tuneStamps(stamps, palette, fitting(scene.plan.tileWidth, pitchOf(scene), scale), fitting(TILE_HEIGHT, PITCH_Y, scale));
  measureSlots(stamps, scale);
  // What starts fills from below: now and then everything is looked at.
  const filling = Math.floor(painting.time / FILLS_EVERY_MS);
  const sign = [view.k, scene.arranged, layer.width, layer.height, frame.nodeCount, filling].join(' ');
  const before = written.get(layer);
  const same = !all && layer.used && before?.sign === sign && before.palette === palette && before.hues === painting.hues.changed;
  const x = (view.x - (before?.view.x ?? 0)) * layer.ratio;
  const y = (view.y - (before?.view.y ?? 0)) * layer.ratio;
  const near = Number.isInteger(x) && Number.isInteger(y) && Math.abs(x) < layer.width / 2 && Math.abs(y) < layer.height / 2;
  if (!same || !near || scene.touched.size >= MOST_APART) everything(layer, stamps, painting, frame);
  else {
    if (x !== 0 || y !== 0) push(layer, stamps, painting, frame, x, y);
    repair(layer, stamps, painting, frame, x === 0 && y === 0);
    if (x !== 0 || y !== 0) showPixels(layer);
  }
  scene.touched.clear();
  written.set(layer, { sign, view, palette, hues: painting.hues.changed });
}

const MOST_APART = 400;
const FILLS_EVERY_MS = 1000;

function pitchOf({ plan }: Scene): number {
  return plan.tileWidth + TILE_GAP;
}

function everything(layer: PixelLayer, stamps: Stamps, painting: Painting, frame: Frame): void {
  beginPixels(layer);
  const plated = hasPlates(painting);
  if (plated && painting.time >= painting.scene.shift.end) allPlates(layer, painting);
  for (const board of painting.scene.boards.ordered) {
    if (!find(layer, painting, board)) continue;
    if (plated) plate(layer, painting, frame, board, board.columns > 0 || painting.time < painting.scene.shift.end);
    if (painting.scene.migration === undefined) boardMarks(layer, stamps, painting, board);
  }
  if (painting.scene.migration !== undefined) flyingMarks(layer, stamps, painting);
  shoreMarks(layer, stamps, painting);
  showPixels(layer);
}

/** One looks from beside: what was written moves, and only what comes into sight is written. */
function push(layer: PixelLayer, stamps: Stamps, painting: Painting, frame: Frame, x: number, y: number): void {
  const { scene, view } = painting;
  const scale = view.k * layer.ratio;
  pushPixels(layer, x, y);
  const left = x > 0 ? x : 0;
  const right = x < 0 ? layer.width + x : layer.width;
  const top = y > 0 ? y : 0;
  const bottom = y < 0 ? layer.height + y : layer.height;
  const plated = hasPlates(painting);
  for (const board of scene.boards.ordered) {
    if (!find(layer, painting, board)) continue;
    const { x: at, y: down } = corner;
    const wide = Math.ceil(board.width * scale);
    const high = Math.ceil(board.height * scale);
    if (at >= left && at + wide <= right && down >= top && down + high <= bottom) continue;
    fillPixels(layer, at, down, wide, high, 0);
    if (plated) plate(layer, painting, frame, board, true);
    boardMarks(layer, stamps, painting, board);
  }
  shoreMarks(layer, stamps, painting);
}

/** Only the cards and the shore that were touched. */
function repair(layer: PixelLayer, stamps: Stamps, painting: Painting, frame: Frame, show: boolean): void {
  const { scene, view } = painting;
  const plated = hasPlates(painting);
  const scale = view.k * layer.ratio;
  let ashore = false;
  for (const place of scene.touched) {
    ashore ||= place < 0;
    const board = place > 0 ? scene.boards.byName.get(place - 1) : undefined;
    if (board === undefined || !find(layer, painting, board)) continue;
    const wide = Math.ceil(board.width * scale);
    const high = Math.ceil(board.height * scale);
    const { x, y } = corner;
    fillPixels(layer, x, y, wide, high, 0);
    if (plated) plate(layer, painting, frame, board, true);
    boardMarks(layer, stamps, painting, board);
    if (show) showPixels(layer, x, y, wide, high);
  }
  if (!ashore) return;
  const { shore } = scene;
  const x = Math.floor((shore.x * view.k + view.x) * layer.ratio) - 1;
  const y = Math.floor((shore.y * view.k + view.y) * layer.ratio) - 1;
  const wide = Math.ceil(shore.width * scale) + 3;
  const high = Math.ceil(shore.height * scale) + 3;
  fillPixels(layer, x, y, wide, high, 0);
  shoreMarks(layer, stamps, painting);
  if (show) showPixels(layer, x, y, wide, high);
}
