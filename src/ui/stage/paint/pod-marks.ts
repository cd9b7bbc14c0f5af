/** Pods that are small, as pixels: those of a card, of a block, on the shore, and on their way. */
import { PodLook } from '../../../view/frame.ts';
import { CARD_HEADER, CARD_PAD, PITCH_X, PITCH_Y } from '../../../view/layout/geometry.ts';
import { slotColumn, slotRow } from '../../../view/layout/slots.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { locate } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { Motion } from '../../../view/scene/pods.ts';
import { startLevel } from './context.ts';
import type { Painting } from './context.ts';
import { GAPS_FROM, corner } from './mark-places.ts';
import { DIMMED, fillPixels, isPlain, pixelOf, plainPixel, printPlain, printStamp, stampOf } from './pixels.ts';
import type { PixelLayer, Stamps } from './pixels.ts';

const point: Point = { x: 0, y: 0 };
/** Where the slots of a card lie in it, in pixels from its corner; the same for all, so that all look alike. */
const slotX = new Int32Array(2048);
const slotY = new Int32Array(2048);
const slotWide = new Int32Array(2048);
const slotHigh = new Int32Array(2048);

/** Without room for gaps a card's pods make one patch. */
export function measureSlots(stamps: Stamps, scale: number): void {
  const wide = PITCH_X * scale < GAPS_FROM ? undefined : stamps.width;
  const high = PITCH_Y * scale < GAPS_FROM ? undefined : stamps.height;
  for (let slot = 0; slot < slotX.length; slot++) {
    const x = CARD_PAD + slotColumn(slot) * PITCH_X;
    const y = CARD_HEADER + slotRow(slot) * PITCH_Y;
    slotX[slot] = Math.round(x * scale);
    slotY[slot] = Math.round(y * scale);
    slotWide[slot] = wide ?? Math.max(1, Math.round((x + PITCH_X) * scale) - Math.round(x * scale));
    slotHigh[slot] = high ?? Math.max(1, Math.round((y + PITCH_Y) * scale) - Math.round(y * scale));
  }
}

export function boardMarks(layer: PixelLayer, stamps: Stamps, painting: Painting, board: Board): void {
  if (board.columns > 0) {
    blockMarks(layer, stamps, painting, board);
    return;
  }
  const { scene, view } = painting;
  const scale = view.k * layer.ratio;
  const left = corner.x;
  const top = corner.y;
  const { holders, extent } = board.slots;
  const { motion, look } = scene.pods;
  const bare = pixelOf(painting.palette.tokens.surface) >>> 0;
  const crowded = PITCH_X * scale < 1 || PITCH_Y * scale < 1;
  const plain = isPlain(stamps);
  const end = Math.min(extent, slotX.length);
  let loud = false;
  for (let slot = 0; slot < end; slot++) {
    const entity = holders[slot] as number;
    if (entity < 0 || motion[entity] !== Motion.rest) continue;
    const x = left + (slotX[slot] as number);
    const y = top + (slotY[slot] as number);
    if (!plain) markPod(layer, stamps, painting, entity, x, y);
    else if (isLoud(look[entity] as number) && hueFor(painting, entity) !== DIMMED) loud = true;
    else if (!crowded || look[entity] !== PodLook.ready || layer.data[y * layer.width + x] === bare) {
      // Where pods share a pixel, one that is well does not hide one that is not.
      const pixel = plainPixel(stamps, look[entity] as number, hueFor(painting, entity));
      printPlain(layer, pixel, slotWide[slot] as number, slotHigh[slot] as number, x, y);
    }
  }
  if (loud) loudMarks(layer, stamps, painting, board, end);
}

/** Pods of a block stand in rows; those that went wrong are written last. */
function blockMarks(layer: PixelLayer, stamps: Stamps, painting: Painting, { slots, columns }: Board): void {
  const { scene, view } = painting;
  const { motion, look } = scene.pods;
  const scale = view.k * layer.ratio;
  const plain = isPlain(stamps);
  const title = scene.plan.field.titleHeight;
  for (const loud of plain ? [false, true] : [false]) {
    for (let slot = 0; slot < slots.extent; slot++) {
      const entity = slots.holders[slot] as number;
      if (entity < 0 || motion[entity] !== Motion.rest) continue;
      const hue = hueFor(painting, entity);
      if (plain && (isLoud(look[entity] as number) && hue !== DIMMED) !== loud) continue;
      const atX = CARD_PAD + (slot % columns) * PITCH_X;
      const atY = title + Math.floor(slot / columns) * PITCH_Y;
      const x = corner.x + Math.round(atX * scale);
      const y = corner.y + Math.round(atY * scale);
      if (!plain) {
        markPod(layer, stamps, painting, entity, x, y);
        continue;
      }
      const wide = PITCH_X * scale < GAPS_FROM ? Math.round((atX + PITCH_X) * scale) - Math.round(atX * scale) : stamps.width;
      const high = PITCH_Y * scale < GAPS_FROM ? Math.round((atY + PITCH_Y) * scale) - Math.round(atY * scale) : stamps.height;
      const least = loud ? 2 : 1;
      printPlain(layer, plainPixel(stamps, look[entity] as number, hue), Math.max(least, wide), Math.max(least, high), x, y);
    }
  }
}

/** All pods on their way from one arrangement to the next. */
export function flyingMarks(layer: PixelLayer, stamps: Stamps, painting: Painting): void {
  const { scene, view } = painting;
  const { pods } = scene;
  for (let entity = 0; entity < pods.extent; entity++) {
    if (pods.alive[entity] === 0 || (pods.place[entity] as number) <= 0) continue;
    locate(scene, entity, painting.time, point);
    const x = Math.round((point.x * view.k + view.x) * layer.ratio);
    const y = Math.round((point.y * view.k + view.y) * layer.ratio);
    printStamp(layer, stampOf(stamps, pods.look[entity] as number, hueFor(painting, entity), 0.5), stamps.width, stamps.height, x, y);
  }
}

/** What went wrong is seen from afar, should it take a pixel of its neighbours. */
function loudMarks(layer: PixelLayer, stamps: Stamps, painting: Painting, { slots }: Board, end: number): void {
  const { motion, look } = painting.scene.pods;
  for (let slot = 0; slot < end; slot++) {
    const entity = slots.holders[slot] as number;
    if (entity < 0 || motion[entity] !== Motion.rest || !isLoud(look[entity] as number)) continue;
    if (hueFor(painting, entity) === DIMMED) continue;
    const pixel = plainPixel(stamps, look[entity] as number, hueFor(painting, entity));
    const wide = Math.max(2, slotWide[slot] as number);
    const high = Math.max(2, slotHigh[slot] as number);
    printPlain(layer, pixel, wide, high, corner.x + (slotX[slot] as number), corner.y + (slotY[slot] as number));
  }
}

function hueFor({ lit, hues }: Painting, entity: number): number {
  return lit !== undefined && lit[entity] !== 1 ? DIMMED : (hues.byEntity[entity] as number);
}

/** What went wrong. */
export function isLoud(look: number): boolean {
  return look === PodLook.failing || look === PodLook.failed || look === PodLook.unknown;
}

function markPod(layer: PixelLayer, stamps: Stamps, painting: Painting, entity: number, x: number, y: number): void {
  const { pods } = painting.scene;
  const look = pods.look[entity] as number;
  const level = look === PodLook.starting ? startLevel(painting, pods.row[entity] ?? 0) : 0;
  printStamp(layer, stampOf(stamps, look, hueFor(painting, entity), level), stamps.width, stamps.height, x, y);
  if (stamps.width >= 12 && (pods.restarts[entity] as number) > 0) notches(layer, painting, entity, x, y, stamps.width);
}

/** One notch per restart, as on larger tiles. */
function notches(layer: PixelLayer, { scene, palette }: Painting, entity: number, x: number, y: number, wide: number): void {
  const most = Math.floor((wide * 0.5) / 3);
  const count = Math.min(most, scene.pods.restarts[entity] ?? 0);
  for (let index = 0; index < count; index++) fillPixels(layer, x + 3 + index * 3, y, 1, 2, pixelOf(palette.tokens.ink2));
}

export function shoreMarks(layer: PixelLayer, stamps: Stamps, painting: Painting): void {
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
