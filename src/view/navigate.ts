import type { Hit } from './hit.ts';
import { podEntity } from './items.ts';
import type { Rect } from './layout/geometry.ts';
import { rectOf } from './places.ts';
import type { Board } from './scene/boards.ts';
import type { Scene } from './scene/scene.ts';

/**
 * Walking the picture by keyboard. In space: to the neighbour on that side, from pod to pod, through the header of a card to
 * the next card, to the shore and to the Services. In order: the shore, every node followed by its pods, the
 * Services, the control plane.
 */
export type Direction = 'left' | 'right' | 'up' | 'down' | 'next' | 'previous' | 'first' | 'last';

export function navigate(scene: Scene, from: Hit | undefined, direction: Direction): Hit | undefined {
  if (direction === 'last') return inOrder(scene).at(-1);
  if (from === undefined || direction === 'first') return inOrder(scene)[0];
  if (direction === 'next') return beside(scene, from, 1);
  if (direction === 'previous') return beside(scene, from, -1);
  return nearest(scene, from, direction) ?? from;
}

/** Everything in reading order; built on a key press, never per frame. */
function inOrder(scene: Scene): readonly Hit[] {
  const waiting = scene.openGroups.flatMap((index) => podsIn(scene, scene.groups.all[index]?.slots.holders));
  const nodes = scene.boards.ordered.flatMap((board): Hit[] => [
    ...(board.row < 0 ? [] : [headerOf(board)]),
    ...podsIn(scene, board.slots.holders),
  ]);
  return [...waiting, ...nodes, ...services(scene), ...stations(scene)];
}

function beside(scene: Scene, from: Hit, step: 1 | -1): Hit {
  const all = inOrder(scene);
  const at = all.findIndex((hit) => hit.on === from.on && hit.row === from.row);
  return all[at + step] ?? from;
}

/** Among the things of the same card first, then among cards, the shore and the Services. */
function nearest(scene: Scene, from: Hit, side: Side): Hit | undefined {
  if (from.on === 'station') return fromStation(scene, from, side);
  const at = rectOf(scene, from);
  if (at === undefined) return undefined;
  const found = closest(scene, at, around(scene, from, side), side) ?? closest(scene, at, farther(scene, from, side), side);
  return found ?? (side === 'up' ? stations(scene)[0] : undefined);
}

/** The strip is not part of the picture's space: along it, or down into the picture. */
function fromStation(scene: Scene, from: Hit, side: Side): Hit | undefined {
  if (side === 'up' || side === 'down') return side === 'down' ? inOrder(scene)[0] : undefined;
  return stations(scene)[from.row + (side === 'left' ? -1 : 1)];
}

type Side = 'left' | 'right' | 'up' | 'down';

/** What shares the place: pods and header of the same card, pods of the shore, other Services, other headers. */
function around(scene: Scene, from: Hit, side: Side): readonly Hit[] {
  if (from.on === 'service') return services(scene);
  const board = boardOf(scene, from);
  if (board === undefined) return waitingPods(scene);
  const across = side === 'left' || side === 'right';
  // The header lies above all of them, and so beside none.
  if (from.on !== 'node') return [...(across || board.row < 0 ? [] : [headerOf(board)]), ...podsIn(scene, board.slots.holders)];
  return across ? headers(scene) : podsIn(scene, board.slots.holders);
}

function farther(scene: Scene, from: Hit, side: Side): readonly Hit[] {
  if (side === 'up' || side === 'down' || from.on === 'node')
    return [...headers(scene), ...blockPods(scene), ...services(scene), ...waitingPods(scene)];
  const card = neighbourCard(scene, from, side);
  return card === undefined
    ? [...waitingPods(scene), ...headers(scene), ...blockPods(scene)]
    : [headerOf(card), ...podsIn(scene, card.slots.holders)];
}

function neighbourCard(scene: Scene, from: Hit, side: Side): Board | undefined {
  const at = rectOf(scene, from);
  const own = boardOf(scene, from);
  const others = headers(scene).filter((hit) => hit.row !== own?.row);
  const found = at === undefined ? undefined : closest(scene, at, others, side);
  return found === undefined ? undefined : scene.boards.byRow[found.row];
}

/** Pods of all blocks, when there are no cards. */
function blockPods(scene: Scene): readonly Hit[] {
  return scene.plan.blocks === undefined ? [] : scene.boards.ordered.flatMap(({ slots }) => podsIn(scene, slots.holders));
}

function headers(scene: Scene): readonly Hit[] {
  return scene.boards.ordered.filter(({ row }) => row >= 0).map(headerOf);
}

function headerOf(board: Board): Hit {
  return { on: 'node', row: board.row };
}

/** The candidate on that side with the least way to go, ways off the straight line counting double. */
function closest(scene: Scene, from: Rect, candidates: readonly Hit[], side: Side): Hit | undefined {
  let best: Hit | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const rect = rectOf(scene, candidate);
    if (rect === undefined) continue;
    const [along, aside] = way(from, rect, side);
    if (along <= 1 || along + 2 * aside >= least) continue;
    best = candidate;
    least = along + 2 * aside;
  }
  return best;
}

function way(from: Rect, to: Rect, side: Side): readonly [along: number, aside: number] {
  const dx = to.x + to.width / 2 - from.x - from.width / 2;
  const dy = to.y + to.height / 2 - from.y - from.height / 2;
  if (side === 'left' || side === 'right') {
    const apart = Math.max(0, Math.max(from.y, to.y) - Math.min(from.y + from.height, to.y + to.height));
    return [side === 'left' ? -dx : dx, apart + Math.abs(dy) / 8];
  }
  const apart = Math.max(0, Math.max(from.x, to.x) - Math.min(from.x + from.width, to.x + to.width));
  return [side === 'up' ? -dy : dy, apart + Math.abs(dx) / 8];
}

function boardOf(scene: Scene, hit: Hit): Board | undefined {
  if (hit.on === 'node') return scene.boards.byRow[hit.row];
  if (hit.on !== 'pod') return undefined;
  return scene.boards.byName.get((scene.pods.place[podEntity(scene, hit.row)] ?? 0) - 1);
}

function stations(scene: Scene): readonly Hit[] {
  return Array.from({ length: scene.frame?.stationCount ?? 0 }, (_, row): Hit => ({ on: 'station', row }));
}

function services(scene: Scene): readonly Hit[] {
  return scene.plan.quay.count === 0 ? [] : scene.services.map((row): Hit => ({ on: 'service', row }));
}

function waitingPods(scene: Scene): readonly Hit[] {
  return scene.openGroups.flatMap((index) => podsIn(scene, scene.groups.all[index]?.slots.holders));
}

function podsIn(scene: Scene, holders: Int32Array | undefined): readonly Hit[] {
  const hits: Hit[] = [];
  for (const entity of holders ?? []) {
    if (entity >= 0 && scene.pods.hidden[entity] === 0) hits.push({ on: 'pod', row: scene.pods.row[entity] ?? 0 });
  }
  return hits;
}
