import { detailAt, NAMED_FROM } from '../../../view/detail.ts';
import { PodLook } from '../../../view/frame.ts';
import type { Frame } from '../../../view/frame.ts';
import { TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { hueAt } from '../../../view/scene/hues.ts';
import { locate, locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { Motion } from '../../../view/scene/pods.ts';
import type { SlotTable } from '../../../view/layout/slots.ts';
import { age } from '../../../view/text.ts';
import { stamp, tune } from './atlas.ts';
import type { Painting } from './context.ts';
import { startLevel } from './context.ts';
import { isVisible } from './layer.ts';
import type { Layer } from './layer.ts';
import { setFont, widthOf, write, writeWords } from './lettering.ts';
import type { Size } from './lettering.ts';
import { shadeOf } from './palette.ts';
import type { Shade } from './palette.ts';
import { drawTile } from './tile.ts';

/** Above this width in device pixels tiles are few, and too large to keep copies of. */
const STAMP_UP_TO = 320;
const point: Point = { x: 0, y: 0 };

/** Size of tiles at a zoom: whole device pixels, so that edges are crisp. */
export interface TileSize {
  readonly width: number;
  readonly height: number;
}

export function tileSize({ ratio }: Layer, { view: { k }, scene: { plan } }: Painting): TileSize {
  return {
    width: Math.max(1, Math.round(plan.tileWidth * k * ratio)) / ratio,
    height: Math.max(1, Math.round(TILE_HEIGHT * k * ratio)) / ratio,
  };
}

/** All pods at rest. Those on the move are painted above, every frame anew. */
export function paintTiles(layer: Layer, painting: Painting): void {
  const { scene, view } = painting;
  const { frame } = scene;
  if (frame === undefined) return;
  const size = tileSize(layer, painting);
  prepare(layer, painting, size);
  for (const index of scene.openGroups) {
    const group = scene.groups.all[index];
    if (group !== undefined) paintSlots(layer, painting, frame, group.slots, size);
  }
  for (const board of scene.boards.ordered) {
    locateBoard(scene, board, painting.time, point);
    const seen = isVisible(layer, point.x * view.k + view.x, point.y * view.k + view.y, board.width * view.k, board.height * view.k);
    if (seen || scene.migration !== undefined) paintSlots(layer, painting, frame, board.slots, size);
  }
}

function paintSlots(layer: Layer, painting: Painting, frame: Frame, { holders, extent }: SlotTable, size: TileSize): void {
  const { scene, view } = painting;
  const { pods } = scene;
  for (let slot = 0; slot < extent; slot++) {
    const entity = holders[slot] ?? -1;
    if (entity < 0 || pods.motion[entity] !== Motion.rest || pods.hidden[entity] === 1) continue;
    locate(scene, entity, painting.time, point);
    const x = snap(point.x * view.k + view.x, layer.ratio);
    const y = snap(point.y * view.k + view.y, layer.ratio);
    if (isVisible(layer, x, y, size.width, size.height)) paintPod(layer, painting, frame, pods.row[entity] ?? 0, x, y, size);
  }
}

export function prepare(layer: Layer, painting: Painting, size: TileSize): void {
  const width = Math.round(size.width * layer.ratio);
  const height = Math.round(size.height * layer.ratio);
  if (width <= STAMP_UP_TO && painting.atlas !== undefined) tune(painting.atlas, painting.palette, width, height, layer.ratio);
}

export function paintPod(layer: Layer, painting: Painting, frame: Frame, row: number, x: number, y: number, size: TileSize): void {
  const look = frame.podLook[row] ?? 0;
  const hue = hueAt(painting.hues, painting.scene.rowEntity[row] ?? 0);
  const level = look === PodLook.starting ? startLevel(painting, row) : 0;
  const alpha = layer.pen.globalAlpha;
  const dimmed = painting.lit !== undefined && painting.lit[painting.scene.rowEntity[row] ?? 0] !== 1;
  if (dimmed) layer.pen.globalAlpha = alpha * 0.25;
  if (look === PodLook.terminating) layer.pen.globalAlpha *= fading(frame, row);
  paintShape(layer, painting, look, hue, level, x, y, size);
  const restarts = frame.podRestarts[row] ?? 0;
  if (restarts > 0 && size.width >= 12) notches(layer.pen, painting, restarts, x, y, size);
  if (!dimmed) layer.pen.globalAlpha = alpha;
  if (size.width >= NAMED_FROM) caption(layer.pen, painting, frame, row, x, y, size);
  layer.pen.globalAlpha = alpha;
}

/** A terminating pod fades over the usual grace period, but never out of sight while it is there. */
function fading(frame: Frame, row: number): number {
  return 1 - 0.5 * Math.min(1, Math.max(0, frame.now - (frame.podSince[row] ?? 0)) / 30_000);
}

export function paintShape(
  layer: Layer,
  painting: Painting,
  look: number,
  hue: number | undefined,
  level: number,
  x: number,
  y: number,
  size: TileSize,
): void {
  const { pen, ratio } = layer;
  if (painting.atlas !== undefined && Math.round(size.width * ratio) <= STAMP_UP_TO) {
    stamp(pen, painting.atlas, look, hue, level, x, y);
    return;
  }
  const shade: Shade = shadeOf(painting.palette, look, hue);
  pen.save();
  pen.translate(x, y);
  drawTile(pen, painting.palette, look, shade, { ...size, level });
  pen.restore();
}

/** One notch per restart, cut into the upper edge from the left, above the name. */
function notches(pen: CanvasRenderingContext2D, painting: Painting, restarts: number, x: number, y: number, size: TileSize): void {
  const named = size.width >= NAMED_FROM;
  const wide = named ? 3 : size.width < 28 ? 1 : 2;
  const deep = named && size.height < 48 ? 4 : Math.max(2, Math.min(6, size.height * 0.18));
  const step = wide + (size.width < 28 ? 2 : 3);
  const most = Math.max(1, Math.floor((size.width * 0.5) / step));
  pen.fillStyle = painting.palette.tokens.ink2;
  for (let index = 0; index < Math.min(restarts, most); index++) pen.fillRect(x + step + index * step, y, wide, deep);
}

interface Lines {
  readonly x: number;
  readonly width: number;
  readonly size: Size;
  readonly leading: number;
  /** How many there is room for, and where the first stands. */
  readonly count: number;
  readonly top: number;
}

/** Two lines may stand this close, in pixels. */
const LEAST_LEADING = 13;

function linesIn(x: number, y: number, size: TileSize, capsule: boolean): Lines {
  const type: Size = size.height >= 150 ? 15 : size.height >= 48 ? 13 : 12;
  const count = Math.min(capsule ? 4 : 2, Math.floor((size.height - 4) / (capsule ? type * 1.35 : LEAST_LEADING)));
  const leading = Math.min(Math.round(type * 1.35), Math.floor((size.height - 2) / Math.max(1, count)));
  const pad = capsule ? Math.round(type * 0.9) : 6;
  const top = Math.round(y + (size.height - count * leading) / 2 + leading * 0.76);
  return { x: x + pad, width: size.width - pad * 2, size: type, leading, count, top };
}

/** What is written on the tile of a pod that is gone: its name, and why. */
export function epitaph(
  pen: CanvasRenderingContext2D,
  { palette, lettering }: Painting,
  name: string,
  why: string,
  x: number,
  y: number,
  size: TileSize,
): void {
  if (size.width < NAMED_FROM) return;
  const lines = linesIn(x, y, size, false);
  setFont(pen, lettering, lines.size);
  pen.fillStyle = palette.tokens.ink;
  write(pen, lettering, name, lines.x, lines.top, lines.width);
  if (lines.count > 1) writeWords(pen, lettering, why, lines.x, lines.top + lines.leading, lines.width);
}

/** What is written on a tile: its name, then status and age, then containers and address, then the image, as far as there is room. */
function caption(pen: CanvasRenderingContext2D, painting: Painting, frame: Frame, row: number, x: number, y: number, size: TileSize): void {
  const { palette, lettering, source } = painting;
  const capsule = detailAt(painting.view.k, painting.scene.plan.tileWidth) === 'capsule';
  const lines = linesIn(x, y, size, capsule);
  const { count, leading, top } = lines;
  const look = frame.podLook[row] ?? 0;
  pen.fillStyle = palette.tokens.ink;
  setFont(pen, lettering, lines.size, capsule);
  write(pen, lettering, source.string(frame.podName[row] ?? 0), lines.x, top, lines.width - (SIGNED.has(look) ? 14 : 0));
  if (count > 1) status(pen, painting, frame, row, lines, top + leading);
  if (count > 2) peas(pen, painting, frame, row, lines, top + 2 * leading);
  if (count <= 3) return;
  pen.fillStyle = palette.tokens.ink2;
  setFont(pen, lettering, lines.size);
  write(pen, lettering, source.string(frame.podImage[row] ?? 0), lines.x, top + 3 * leading, lines.width);
}

/** Looks with a sign in the corner. */
const SIGNED: ReadonlySet<number> = new Set([PodLook.failing, PodLook.failed, PodLook.succeeded, PodLook.unknown]);

function status(pen: CanvasRenderingContext2D, painting: Painting, frame: Frame, row: number, { x, width, size }: Lines, y: number): void {
  const { palette, lettering, source } = painting;
  const word = source.string(frame.podReason[row] ?? 0);
  const old = age(frame.now - (frame.podCreated[row] ?? 0));
  setFont(pen, lettering, size);
  pen.fillStyle = wordColour(painting, frame.podLook[row] ?? 0);
  writeWords(pen, lettering, word, x, y, width);
  const oldWidth = widthOf(pen, lettering, old);
  if (widthOf(pen, lettering, word) + oldWidth + 8 > width) return;
  pen.fillStyle = palette.tokens.ink2;
  pen.fillText(old, x + width - oldWidth, y);
}

/** Words are coloured like the tile; where its colour tells something else, only what needs attention is. */
function wordColour({ palette, overlays }: Painting, look: number): string {
  const loud = look === PodLook.failing || look === PodLook.failed;
  return overlays.colour.by === 'state' || loud ? (palette.words[look] ?? palette.tokens.ink2) : palette.tokens.ink2;
}

/** A pea per container, full when it is ready; then the pod's address. */
function peas(pen: CanvasRenderingContext2D, painting: Painting, frame: Frame, row: number, { x, width, size }: Lines, y: number): void {
  const { palette, lettering, source } = painting;
  const shade = shadeOf(palette, frame.podLook[row] ?? 0, undefined);
  const containers = Math.min(8, frame.podContainers[row] ?? 0);
  const ready = frame.podReadyContainers[row] ?? 0;
  const radius = size * 0.31;
  pen.lineWidth = 1.5;
  pen.strokeStyle = shade.edge;
  pen.fillStyle = shade.edge;
  for (let index = 0; index < containers; index++) {
    pen.beginPath();
    pen.arc(x + radius + 0.75 + index * size, y - size * 0.34, radius, 0, Math.PI * 2);
    if (index < ready) pen.fill();
    pen.stroke();
  }
  const used = containers * size + 4;
  pen.fillStyle = palette.tokens.ink2;
  setFont(pen, lettering, size);
  write(pen, lettering, source.string(frame.podAddress[row] ?? 0), x + used, y, width - used);
}

export function snap(value: number, ratio: number): number {
  return Math.round(value * ratio) / ratio;
}
