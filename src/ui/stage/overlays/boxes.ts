import { TILE_HEIGHT } from '../../../view/layout/geometry.ts';
import type { Rect } from '../../../view/layout/geometry.ts';
import type { Board } from '../../../view/scene/boards.ts';
import { locate, locateBoard } from '../../../view/scene/motion.ts';
import type { Point } from '../../../view/scene/motion.ts';
import type { Painting } from '../paint/context.ts';
import type { Layer } from '../paint/layer.ts';

const point: Point = { x: 0, y: 0 };

/** Calls back for every card of a node that can be seen, with its box in pixels. */
export function eachCard(layer: Layer, painting: Painting, paint: (board: Board, box: Rect) => void): void {
  let cards = seen.get(painting);
  if (cards === undefined) {
    cards = cardsIn(layer, painting);
    seen.set(painting, cards);
  }
  for (const { board, box } of cards) paint(board, box);
}

interface SeenCard {
  readonly board: Board;
  readonly box: Rect;
}

/** Several overlays look at the same cards in one painting. */
const seen = new WeakMap<Painting, readonly SeenCard[]>();

function cardsIn(layer: Layer, { scene, view, time }: Painting): readonly SeenCard[] {
  const cards: SeenCard[] = [];
  for (const board of scene.boards.ordered) {
    if (board.row < 0) continue;
    locateBoard(scene, board, time, point);
    const box = { x: point.x * view.k + view.x, y: point.y * view.k + view.y, width: board.width * view.k, height: board.height * view.k };
    if (box.x < layer.width && box.y < layer.height && box.x + box.width > 0 && box.y + box.height > 0) cards.push({ board, box });
  }
  return cards;
}

/** Calls back for every pod on a card or block that can be seen, with its box in pixels. */
export function eachPod(layer: Layer, painting: Painting, paint: (row: number, box: Rect) => void): void {
  const { scene, view, time } = painting;
  const width = scene.plan.tileWidth * view.k;
  const height = TILE_HEIGHT * view.k;
  for (const { x, y, width: wide, height: high, slots } of scene.boards.ordered) {
    if (x * view.k + view.x > layer.width || y * view.k + view.y > layer.height) continue;
    if ((x + wide) * view.k + view.x < 0 || (y + high) * view.k + view.y < 0) continue;
    for (let slot = 0; slot < slots.extent; slot++) {
      const entity = slots.holders[slot] ?? -1;
      if (entity < 0) continue;
      locate(scene, entity, time, point);
      paint(scene.pods.row[entity] ?? 0, { x: point.x * view.k + view.x, y: point.y * view.k + view.y, width, height });
    }
  }
}

/** Size of a tile in pixels from which signs on it can be told apart; before that, cards tell of their pods together. */
const SIGNED_FROM = { width: 16, height: 11 };

export function hasSigns({ scene, view }: Painting): boolean {
  return scene.plan.tileWidth * view.k >= SIGNED_FROM.width && TILE_HEIGHT * view.k >= SIGNED_FROM.height;
}

/** Below a card, or along its foot where there is no room: the share of its pods that something is true of. */
export function shareBar(pen: CanvasRenderingContext2D, { x, y, width, height }: Rect, share: number): void {
  const high = Math.max(1.5, Math.min(4, height * 0.06));
  if (share > 0) pen.fillRect(x, y + height - high, Math.max(2, width * share), high);
}

/** The pod that is pointed at, has the keyboard, or is selected; -1 for none. */
export function podInHand({ hovered, focused, selected }: Painting): number {
  const hit = [hovered, focused, selected].find((one) => one?.on === 'pod');
  return hit?.row ?? -1;
}

/** Slanting lines over a box. */
export function hatch(pen: CanvasRenderingContext2D, { x, y, width, height }: Rect, gap: number): void {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.beginPath();
  for (let at = -height; at < width; at += gap) {
    pen.moveTo(x + at, y + height);
    pen.lineTo(x + at + height, y);
  }
  pen.stroke();
  pen.restore();
}
