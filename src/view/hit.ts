import { cardAt } from './layout/field.ts';
import { CARD_HEADER, CARD_PAD, contains, PITCH_X, PITCH_Y, TILE_GAP, TILE_HEIGHT } from './layout/geometry.ts';
import { plaqueAt } from './layout/quay.ts';
import { slotAt } from './layout/slots.ts';
import type { Scene } from './scene/scene.ts';

/** What lies at a point of the picture, by rows of the scene's frame. */
export type Hit =
  | { readonly on: 'pod'; readonly row: number }
  | { readonly on: 'node'; readonly row: number }
  | { readonly on: 'service'; readonly row: number }
  | { readonly on: 'station'; readonly row: number };

/** World coordinates. Cards, slots and plaques stand in grids, so the cell under the point is computed, not searched for. */
export function hitTest(scene: Scene, x: number, y: number): Hit | undefined {
  if (scene.plan.blocks !== undefined && !contains(scene.plan.shore, x, y)) return onBlock(scene, x, y);
  const card = cardAt(scene.plan.field, x, y);
  if (card >= 0) return onCard(scene, card, x, y);
  if (contains(scene.plan.shore, x, y)) return onShore(scene, x, y);
  return onPlaque(scene, x, y);
}

function onCard(scene: Scene, card: number, x: number, y: number): Hit | undefined {
  const board = scene.boards.ordered[card];
  if (board === undefined) return undefined;
  const node: Hit = { on: 'node', row: board.row };
  const { tileWidth } = scene.plan;
  const [column, insideX] = cell(x - board.x - CARD_PAD, tileWidth + TILE_GAP, tileWidth);
  const [row, insideY] = cell(y - board.y - CARD_HEADER, PITCH_Y, TILE_HEIGHT);
  if (!insideX || !insideY) return node;
  return podOf(scene, board.slots.holders[slotAt((column * (tileWidth + TILE_GAP)) / PITCH_X, row)] ?? -1) ?? node;
}

function onBlock(scene: Scene, x: number, y: number): Hit | undefined {
  const board = scene.boards.ordered.find((one) => contains(one, x, y));
  if (board === undefined) return onPlaque(scene, x, y);
  const [column, insideX] = cell(x - board.x - CARD_PAD, scene.plan.tileWidth + TILE_GAP, scene.plan.tileWidth);
  const [row, insideY] = cell(y - board.y - scene.plan.field.titleHeight, PITCH_Y, TILE_HEIGHT);
  if (!insideX || !insideY || column >= board.columns) return undefined;
  return podOf(scene, board.slots.holders[row * board.columns + column] ?? -1);
}

function onPlaque(scene: Scene, x: number, y: number): Hit | undefined {
  const row = scene.services[plaqueAt(scene.plan.quay, x, y)];
  return row === undefined || scene.plan.quay.count === 0 ? undefined : { on: 'service', row };
}

function onShore(scene: Scene, x: number, y: number): Hit | undefined {
  const { tileWidth } = scene.plan;
  for (const [shown, group] of scene.shore.groups.entries()) {
    const [column, insideX] = cell(x - group.x, tileWidth + TILE_GAP, tileWidth);
    const [row, insideY] = cell(y - group.y, PITCH_Y, TILE_HEIGHT);
    if (!insideX || !insideY || column >= group.columns || row >= group.rows) continue;
    const slots = scene.groups.all[scene.openGroups[shown] ?? -1]?.slots;
    return podOf(scene, slots?.holders[row * group.columns + column] ?? -1);
  }
  return undefined;
}

function cell(offset: number, pitch: number, size: number): readonly [index: number, inside: boolean] {
  const index = Math.floor(offset / pitch);
  return [index, index >= 0 && offset - index * pitch < size];
}

function podOf(scene: Scene, entity: number): Hit | undefined {
  return entity < 0 ? undefined : { on: 'pod', row: scene.pods.row[entity] ?? 0 };
}
