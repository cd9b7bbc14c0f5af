import { NodeFlag, PodLook } from '../../../view/frame.ts';
import type { Frame } from '../../../view/frame.ts';
import { CARD_GAP, CARD_HEADER, CARD_PAD, PITCH_X, PITCH_Y, TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { slotColumn, slotRow } from '../../../view/layout/slots.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { locate, locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { Motion } from '../../../view/scene/pods.ts';
import { startLevel } from './context.ts';
import type { Painting } from './context.ts';
import { beginPixels, fillPixels, pixelOf, printStamp, showPixels, stampOf, tuneStamps } from './pixels.ts';
import type { PixelLayer, Stamps } from './pixels.ts';

/** Below this width in CSS pixels tiles are written as pixels; above it there are few enough to be drawn. */
export const MARKS_BELOW = 28;
/** Below this width cards have no words, and are written as pixels too. */
export const PLATES_BELOW = 12;

const point: Point = { x: 0, y: 0 };
/** Where the slots of a card lie in it, in pixels from its corner; the same for all, so that all look alike. */
const slotX = new Int32Array(2048);
const slotY = new Int32Array(2048);

/** The whole field at once: cards where they are small, and all pods at rest. Cost grows with what can be seen. */
export function paintMarks(layer: PixelLayer, stamps: Stamps, painting: Painting): void {
  const { scene, view, palette } = painting;
  const { frame } = scene;
  if (frame === undefined) return;
  const scale = view.k * layer.ratio;
  const wide = fitting(scene.plan.tileWidth, scene.plan.tileWidth === 56 ? PITCH_X : 2 * PITCH_X, scale);
  const high = fitting(TILE_HEIGHT, PITCH_Y, scale);
  tuneStamps(stamps, palette, wide, high);
  beginPixels(layer);
  if (scene.plan.tileWidth * view.k < PLATES_BELOW) plates(layer, painting, frame);
  measureSlots(scale);
  for (const board of scene.boards.ordered) boardMarks(layer, stamps, painting, board);
  shoreMarks(layer, stamps, painting);
  showPixels(layer);
}

/** Whole pixels, with room for a gap as soon as there is any. */
function fitting(size: number, pitch: number, scale: number): number {
  return Math.max(1, Math.min(Math.round(size * scale), Math.floor(pitch * scale)));
}

function measureSlots(scale: number): void {
  for (let slot = 0; slot < slotX.length; slot++) {
    slotX[slot] = Math.round((CARD_PAD + slotColumn(slot) * PITCH_X) * scale);
    slotY[slot] = Math.round((CARD_HEADER + slotRow(slot) * PITCH_Y) * scale);
  }
}

function boardMarks(layer: PixelLayer, stamps: Stamps, painting: Painting, board: Board): void {
  const { scene, view } = painting;
  const { cardWidth, cardHeight } = scene.plan.field;
  const scale = view.k * layer.ratio;
  locateBoard(scene, board, painting.time, point);
  const left = Math.round((point.x * view.k + view.x) * layer.ratio);
  const top = Math.round((point.y * view.k + view.y) * layer.ratio);
  if (left >= layer.width || top >= layer.height || left + cardWidth * scale < 0 || top + cardHeight * scale < 0) return;
  const { holders, extent } = board.slots;
  const bare = pixelOf(painting.palette.tokens.surface);
  const crowded = PITCH_X * scale < 1 || PITCH_Y * scale < 1;
  for (let slot = 0; slot < extent; slot++) {
    const entity = holders[slot] as number;
    if (entity < 0 || scene.pods.motion[entity] !== Motion.rest) continue;
    const x = left + (slot < 2048 ? (slotX[slot] as number) : 0);
    const y = top + (slot < 2048 ? (slotY[slot] as number) : 0);
    // Where pods share a pixel, one that is well does not hide one that is not.
    if (crowded && scene.pods.look[entity] === PodLook.ready && layer.data[y * layer.width + x] !== bare) continue;
    markPod(layer, stamps, painting, entity, x, y);
  }
}

function markPod(layer: PixelLayer, stamps: Stamps, painting: Painting, entity: number, x: number, y: number): void {
  const { pods } = painting.scene;
  const look = pods.look[entity] as number;
  const level = look === PodLook.starting ? startLevel(painting, pods.row[entity] ?? 0) : 0;
  printStamp(layer, stampOf(stamps, look, painting.hues.byEntity[entity] as number, level), stamps.width, stamps.height, x, y);
  if (stamps.width >= 12 && (pods.restarts[entity] as number) > 0) notches(layer, painting, entity, x, y, stamps.width);
}

/** One notch per restart, as on larger tiles. */
function notches(layer: PixelLayer, { scene, palette }: Painting, entity: number, x: number, y: number, wide: number): void {
  const most = Math.floor((wide * 0.5) / 3);
  const count = Math.min(most, scene.pods.restarts[entity] ?? 0);
  for (let index = 0; index < count; index++) fillPixels(layer, x + 3 + index * 3, y, 1, 2, pixelOf(palette.tokens.ink2));
}

function shoreMarks(layer: PixelLayer, stamps: Stamps, painting: Painting): void {
  const { scene, view } = painting;
  for (const index of scene.openGroups) {
    const slots = scene.groups.all[index]?.slots;
    if (slots === undefined) continue;
    for (let slot = 0; slot < slots.extent; slot++) {
      const entity = slots.holders[slot] ?? -1;
      if (entity < 0 || scene.pods.motion[entity] !== Motion.rest || scene.pods.hidden[entity] === 1) continue;
      locate(scene, entity, painting.time, point);
      const x = Math.round((point.x * view.k + view.x) * layer.ratio);
      const y = Math.round((point.y * view.k + view.y) * layer.ratio);
      markPod(layer, stamps, painting, entity, x, y);
    }
  }
}

function plates(layer: PixelLayer, painting: Painting, frame: Frame): void {
  const { scene, view, palette, time } = painting;
  const { field } = scene.plan;
  const scale = view.k * layer.ratio;
  const wide = Math.max(
    1,
    Math.floor((field.cardWidth + CARD_GAP) * scale) - (CARD_GAP * scale < 0.5 ? 0 : Math.max(1, Math.round(CARD_GAP * scale))),
  );
  const high = Math.max(1, Math.round(field.cardHeight * scale));
  const plate = pixelOf(palette.tokens.surface);
  const line = pixelOf(palette.tokens.line);
  const broken = pixelOf(palette.tokens.lineStrong);
  const framed = wide >= 12;
  const head = Math.max(1, Math.round(CARD_HEADER * 0.35 * scale));
  for (const board of scene.boards.ordered) {
    locateBoard(scene, board, time, point);
    const x = Math.round((point.x * view.k + view.x) * layer.ratio);
    const y = Math.round((point.y * view.k + view.y) * layer.ratio);
    if (x >= layer.width || y >= layer.height || x + wide < 0 || y + high < 0) continue;
    const flags = frame.nodeFlags[board.row] ?? 0;
    const lost = (flags & (NodeFlag.unknown | NodeFlag.poweredOff)) !== 0;
    if (!lost) fillPixels(layer, x, y, wide, high, plate);
    if (framed || lost) border(layer, x, y, wide, high, lost ? broken : line);
    const sign = signOf(flags);
    if (sign !== undefined) fillPixels(layer, x, y, wide, Math.max(head, 2), pixelOf(palette.tokens[sign]));
  }
}

function border(layer: PixelLayer, x: number, y: number, wide: number, high: number, pixel: number): void {
  fillPixels(layer, x, y, wide, 1, pixel);
  fillPixels(layer, x, y + high - 1, wide, 1, pixel);
  fillPixels(layer, x, y, 1, high, pixel);
  fillPixels(layer, x + wide - 1, y, 1, high, pixel);
}

/** A bar along the upper edge of a node that is not well; a closed one in the colour of warnings. */
function signOf(flags: number): 'ink3' | 'bad' | 'warn' | undefined {
  if ((flags & NodeFlag.poweredOff) !== 0) return 'ink3';
  if ((flags & NodeFlag.unknown) !== 0 || (flags & NodeFlag.ready) === 0) return 'bad';
  return (flags & NodeFlag.cordoned) !== 0 ? 'warn' : undefined;
}
