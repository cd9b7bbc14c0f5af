import { PodLook } from '../../../view/frame.ts';
import type { Hit } from '../../../view/hit.ts';
import { podEntity } from '../../../view/items.ts';
import { CARD_HEADER, TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import { rectOf } from '../../../view/places.ts';
import { locate, opacity } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import { progress } from '../../../view/tween.ts';
import type { Painting } from './context.ts';
import type { Layer } from './layer.ts';
import { PLATES_BELOW } from './sizes.ts';
import { epitaph, paintPod, paintShape, prepare, tileSize } from './tiles.ts';

const point: Point = { x: 0, y: 0 };

/** Everything that moves or follows the pointer; painted anew whenever something does. */
export function paintLife(layer: Layer, painting: Painting, packets: () => void): void {
  prepare(layer, painting, tileSize(layer, painting));
  flows(layer, painting);
  ghosts(layer, painting);
  moving(layer, painting);
  pulses(layer, painting);
  packets();
  outline(layer, painting, painting.selected, painting.palette.tokens.accent, 2.5, 1);
  if (!same(painting.hovered, painting.selected)) outline(layer, painting, painting.hovered, painting.palette.tokens.ink2, 1.5, 1);
  outline(layer, painting, painting.focused, painting.palette.tokens.ink, 2, 5);
}

function moving(layer: Layer, painting: Painting): void {
  const { scene, view } = painting;
  const { frame } = scene;
  if (frame === undefined) return;
  const size = tileSize(layer, painting);
  for (const entity of scene.moving) {
    if (scene.pods.alive[entity] === 0 || scene.pods.hidden[entity] === 1) continue;
    locate(scene, entity, painting.time, point);
    layer.pen.globalAlpha = opacity(scene, entity, painting.time);
    paintPod(layer, painting, frame, scene.pods.row[entity] ?? 0, point.x * view.k + view.x, point.y * view.k + view.y, size);
  }
  layer.pen.globalAlpha = 1;
}

function ghosts(layer: Layer, painting: Painting): void {
  const { scene, source, view, words } = painting;
  const size = tileSize(layer, painting);
  for (const ghost of scene.ghosts) {
    const [x, y] = [ghost.x * view.k + view.x, ghost.y * view.k + view.y];
    // Long enough in full to be read.
    layer.pen.globalAlpha = Math.min(0.9, 1.8 * (1 - progress(ghost, painting.time)));
    paintShape(layer, painting, PodLook.terminating, undefined, 0, x, y, size);
    const [why = ''] = source.string(ghost.why).split(':', 1);
    epitaph(layer.pen, painting, source.string(ghost.name), why || words.looks.terminating, x, y, size);
  }
  layer.pen.globalAlpha = 1;
}

/** One ring that widens and fades: something changed here. */
function pulses(layer: Layer, painting: Painting): void {
  const { scene, palette, view } = painting;
  const { pen } = layer;
  const far = scene.plan.tileWidth * view.k < PLATES_BELOW;
  for (const mark of scene.pulses) {
    const done = progress(mark, painting.time);
    locate(scene, mark.entity, painting.time, point);
    const grow = 1 + done * (mark.of === 'restart' ? 7 : 4);
    pen.globalAlpha = 1 - done;
    pen.lineWidth = mark.of === 'restart' ? 2 : 1.5;
    pen.strokeStyle = mark.of === 'restart' ? palette.tokens.warnFill : (palette.looks[mark.look]?.edge ?? palette.tokens.ink3);
    if (far) spot(pen, painting, point, grow);
    else ring(layer, painting, point.x, point.y, painting.scene.plan.tileWidth, TILE_HEIGHT, grow);
  }
  pen.globalAlpha = 1;
}

/** Among very small marks a square says as much as a ring, at a fraction of its cost. */
function spot(pen: CanvasRenderingContext2D, { view, scene }: Painting, { x, y }: Point, grow: number): void {
  pen.fillStyle = pen.strokeStyle;
  const size = Math.round(4 - grow / 3);
  const left = Math.round((x + scene.plan.tileWidth / 2) * view.k + view.x - size / 2);
  pen.fillRect(left, Math.round((y + TILE_HEIGHT / 2) * view.k + view.y - size / 2), size, size);
}

/** Too many or too fast to be followed one by one: a streak per card, wider the more came. */
function flows(layer: Layer, painting: Painting): void {
  const { scene, view, palette } = painting;
  const { pen } = layer;
  pen.lineCap = 'round';
  pen.strokeStyle = palette.tokens.infoFill;
  for (const streak of scene.flows) {
    const done = progress(streak, painting.time);
    const tail = Math.max(0, done * 1.4 - 0.4);
    const head = Math.min(1, done * 1.4);
    pen.globalAlpha = 0.55 * (1 - done);
    pen.lineWidth = Math.min(8, 1.5 + Math.log2(streak.count));
    pen.beginPath();
    pen.moveTo(mixed(streak.fromX, streak.toX, tail) * view.k + view.x, mixed(streak.fromY, streak.toY, tail) * view.k + view.y);
    pen.lineTo(mixed(streak.fromX, streak.toX, head) * view.k + view.x, mixed(streak.fromY, streak.toY, head) * view.k + view.y);
    pen.stroke();
  }
  pen.lineCap = 'butt';
  pen.globalAlpha = 1;
}

function mixed(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function same(a: Hit | undefined, b: Hit | undefined): boolean {
  return a?.on === b?.on && a?.row === b?.row;
}

function outline(layer: Layer, painting: Painting, hit: Hit | undefined, colour: string, width: number, gap: number): void {
  if (hit === undefined) return;
  const rect = rectOf(painting.scene, hit);
  if (rect === undefined) return;
  const { scene } = painting;
  layer.pen.lineWidth = width;
  layer.pen.strokeStyle = colour;
  if (hit.on === 'pod') {
    locate(scene, podEntity(scene, hit.row), painting.time, point);
    ring(layer, painting, point.x, point.y, painting.scene.plan.tileWidth, TILE_HEIGHT, gap);
    return;
  }
  const height = hit.on === 'node' ? rect.height - CARD_HEADER + scene.plan.field.cardHeight : rect.height;
  ring(layer, painting, rect.x, rect.y, rect.width, height, gap);
}

/** An outline around a box of world units, a gap of pixels away from it. */
export function ring(layer: Layer, { view }: Painting, x: number, y: number, width: number, height: number, gap: number): void {
  const { pen } = layer;
  const half = pen.lineWidth / 2;
  const out = gap + half;
  const high = height * view.k;
  pen.beginPath();
  pen.roundRect(
    x * view.k + view.x - out,
    y * view.k + view.y - out,
    width * view.k + 2 * out,
    high + 2 * out,
    Math.min(8, high * 0.24) + out,
  );
  pen.stroke();
}
