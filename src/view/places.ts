import type { Hit } from './hit.ts';
import { podEntity } from './items.ts';
import { CARD_HEADER, TILE_HEIGHT } from './layout/geometry.ts';
import type { Rect } from './layout/geometry.ts';
import { plaqueX, plaqueY } from './layout/quay.ts';
import type { Scene } from './scene/scene.ts';

/** Where something is drawn when at rest, in world units. A node is its header here, since its pods are things of their own. */
export function rectOf(scene: Scene, { on, row }: Hit): Rect | undefined {
  if (on === 'pod') return podRect(scene, podEntity(scene, row));
  if (on === 'service') return plaqueRect(scene, scene.services.indexOf(row));
  const board = on === 'node' ? scene.boards.byRow[row] : undefined;
  return board && { x: board.x, y: board.y, width: scene.plan.field.cardWidth, height: CARD_HEADER };
}

function podRect({ pods, plan }: Scene, entity: number): Rect | undefined {
  if (entity < 0 || pods.hidden[entity] === 1) return undefined;
  return { x: pods.homeX[entity] ?? 0, y: pods.homeY[entity] ?? 0, width: plan.tileWidth, height: TILE_HEIGHT };
}

function plaqueRect({ plan: { quay } }: Scene, index: number): Rect | undefined {
  if (index < 0 || quay.count === 0) return undefined;
  return { x: plaqueX(quay, index), y: plaqueY(quay, index), width: quay.plaqueWidth, height: quay.plaqueHeight };
}
