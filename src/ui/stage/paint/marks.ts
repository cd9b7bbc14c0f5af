import { NodeFlag, PodLook } from '../../../view/frame.ts';
import type { Frame } from '../../../view/frame.ts';
import { CARD_GAP, CARD_HEADER, CARD_PAD, PITCH_X, PITCH_Y, TILE_GAP, TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { slotColumn, slotRow } from '../../../view/layout/slots.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { locate, locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { Motion } from '../../../view/scene/pods.ts';
import type { Scene } from '../../../view/scene/scene.ts';
import { startLevel } from './context.ts';
import type { Painting } from './context.ts';
import type { View } from './layer.ts';
import type { Layer } from './layer.ts';
import { PLATES_BELOW } from './sizes.ts';
import type { Palette } from './palette.ts';
import {
  DIMMED,
  beginPixels,
  createPixelLayer,
  createStamps,
  fillPixels,
  isPlain,
  pixelOf,
  plainPixel,
  printPlain,
  printStamp,
  pushPixels,
  showPixels,
  sizePixels,
  stampOf,
  tuneStamps,
  wipePixels,
} from './pixels.ts';
import type { PixelLayer, Stamps } from './pixels.ts';

const point: Point = { x: 0, y: 0 };
/** Where the slots of a card lie in it, in pixels from its corner; the same for all, so that all look alike. */
const slotX = new Int32Array(2048);
const slotY = new Int32Array(2048);
const slotWide = new Int32Array(2048);
const slotHigh = new Int32Array(2048);
/** Pitch of marks in pixels from which there is a gap between them. */
const GAPS_FROM = 3;

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

/** Whole pixels, with a gap as soon as there is room for one. */
function fitting(size: number, pitch: number, scale: number): number {
  const room = Math.floor(pitch * scale);
  return Math.max(1, Math.min(Math.round(size * scale), room >= GAPS_FROM ? room - 1 : room));
}

/** Without room for gaps a card's pods make one patch. */
function measureSlots(stamps: Stamps, scale: number): void {
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

function hasPlates({ scene, view }: Painting): boolean {
  return scene.plan.tileWidth * view.k < PLATES_BELOW;
}

/** The pixel at which the card found last begins. */
const corner = { x: 0, y: 0 };

/** Whether any of a card can be seen. */
function find(layer: PixelLayer, { scene, view, time }: Painting, board: Board): boolean {
  const scale = view.k * layer.ratio;
  locateBoard(scene, board, time, point);
  const x = Math.round((point.x * view.k + view.x) * layer.ratio);
  const y = Math.round((point.y * view.k + view.y) * layer.ratio);
  corner.x = x;
  corner.y = y;
  return x < layer.width && y < layer.height && x + board.width * scale >= 0 && y + board.height * scale >= 0;
}

function boardMarks(layer: PixelLayer, stamps: Stamps, painting: Painting, board: Board): void {
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
function flyingMarks(layer: PixelLayer, stamps: Stamps, painting: Painting): void {
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

function isLoud(look: number): boolean {
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

/** Plates of all cards: those of one row are alike, so that one line of pixels makes the next. */
function allPlates(layer: PixelLayer, painting: Painting): void {
  const { scene, view, palette } = painting;
  const { field } = scene.plan;
  const { data, width } = layer;
  const [wide, high] = plateSize(layer, painting, field.cardWidth, field.cardHeight);
  const surface = pixelOf(palette.tokens.surface);
  const line = pixelOf(palette.tokens.line);
  const framed = wide >= FRAMED_FROM;
  const pixelX = (x: number): number => Math.round((x * view.k + view.x) * layer.ratio);
  const pixelY = (y: number): number => Math.round((y * view.k + view.y) * layer.ratio);
  for (const zone of field.zones) {
    const from = Math.max(0, pixelX(zone.x));
    const to = Math.min(width, pixelX(zone.x + zone.width) + 1);
    for (let first = 0; first < zone.count; first += zone.columns) {
      const top = pixelY(field.cardY[zone.first + first] ?? 0);
      if (top >= layer.height || top + high < 0 || to <= from) continue;
      const count = Math.min(zone.columns, zone.count - first);
      const body = Math.max(0, top + (framed ? 1 : 0));
      if (body >= layer.height) continue;
      for (let index = 0; index < count; index++) {
        const x = pixelX(field.cardX[zone.first + first + index] ?? 0);
        fillPixels(layer, x, body, wide, 1, surface);
        if (!framed) continue;
        fillPixels(layer, x, top, wide, 1, line);
        fillPixels(layer, x, top + high - 1, wide, 1, line);
        fillPixels(layer, x, body, 1, 1, line);
        fillPixels(layer, x + wide - 1, body, 1, 1, line);
      }
      const end = Math.min(layer.height, top + high - (framed ? 1 : 0));
      for (let y = body + 1; y < end; y++) data.copyWithin(y * width + from, body * width + from, body * width + to);
    }
  }
}

const FRAMED_FROM = 12;

/** Cards keep a gap of a pixel for as long as they can. */
function plateSize(layer: PixelLayer, { view }: Painting, cardWidth: number, cardHeight: number): readonly [wide: number, high: number] {
  const scale = view.k * layer.ratio;
  return [fitting(cardWidth, cardWidth + CARD_GAP, scale), fitting(cardHeight, cardHeight + CARD_GAP, scale)];
}

/** One card by itself, or only what tells it from the others. */
function plate(layer: PixelLayer, painting: Painting, frame: Frame, board: Board, whole: boolean): void {
  const { tokens } = painting.palette;
  const flags = board.row < 0 ? NodeFlag.ready : (frame.nodeFlags[board.row] ?? 0);
  if (!whole && flags === NodeFlag.ready) return;
  const [wide, high] = plateSize(layer, painting, board.width, board.height);
  const { x, y } = corner;
  const lost = (flags & (NodeFlag.unknown | NodeFlag.poweredOff)) !== 0;
  fillPixels(layer, x, y, wide, high, lost ? 0 : pixelOf(tokens.surface));
  if (wide >= FRAMED_FROM || lost) border(layer, x, y, wide, high, pixelOf(lost ? tokens.lineStrong : tokens.line));
  const sign = signOf(flags);
  const head = Math.max(2, Math.round(CARD_HEADER * 0.35 * painting.view.k * layer.ratio));
  if (sign !== undefined) fillPixels(layer, x, y, wide, head, pixelOf(tokens[sign]));
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
