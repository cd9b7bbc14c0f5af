import { CARD_HEADER, CARD_PAD, PITCH_X, PITCH_Y, TILE_GAP, TILE_HEIGHT } from '../layout/geometry.ts';
import { arrangeShore, cradleColumns, cradleX, cradleY } from '../layout/shore.ts';
import type { ShoreGroup } from '../layout/shore.ts';
import { slotColumn, slotRow } from '../layout/slots.ts';
import type { SlotTable } from '../layout/slots.ts';
import { flightMs } from '../tween.ts';
import { appear, flow, fly, haunt, locate, locateBoard, pulse } from './motion.ts';
import type { Point } from './motion.ts';
import { Motion } from './pods.ts';
import type { Changes, Step } from './read-pods.ts';
import type { Scene } from './scene.ts';

const YOUNG_MS = 3000;
const point: Point = { x: 0, y: 0 };

/** Gives every pod on a card its home; only those that changed, unless the cards themselves did. */
export function settleBoards(scene: Scene, changes: Changes, replanned: boolean, step: Step): void {
  if (replanned) {
    placeBoards(scene, step);
    homeAll(scene);
  }
  const flows = new Map<number, number>();
  for (const [index, entity] of changes.entities.entries()) {
    const place = scene.pods.place[entity] ?? 0;
    if (place <= 0) continue;
    homeOnBoard(scene, entity);
    if (step.before === undefined) continue;
    if (!travel(scene, entity, changes.fromX[index] ?? Number.NaN, changes.fromY[index] ?? Number.NaN, step))
      flows.set(place, (flows.get(place) ?? 0) + 1);
  }
  if (flows.size > 0) streak(scene, flows, step);
}

/** Gives every card its new place; when nodes came or went the cards glide there, otherwise (a new viewport) they are there at once. */
function placeBoards(scene: Scene, step: Step): void {
  const { field, blocks } = scene.plan;
  for (const board of scene.boards.ordered) {
    const block = blocks?.[board.order];
    const x = block?.x ?? field.cardX[board.order] ?? 0;
    const y = block?.y ?? field.cardY[board.order] ?? 0;
    board.width = block?.width ?? field.cardWidth;
    board.height = block?.height ?? field.cardHeight;
    board.columns = block?.columns ?? 0;
    locateBoard(scene, board, step.time, point);
    board.fromX = Number.isNaN(board.x) ? x : point.x;
    board.fromY = Number.isNaN(board.x) ? y : point.y;
    board.x = x;
    board.y = y;
  }
  const glide = step.before !== undefined && step.before !== scene.frame;
  scene.shift = { start: step.time, end: step.time + (glide && !step.reducedMotion ? flightMs(0, step.speed) : 0) };
}

function homeAll(scene: Scene): void {
  const { pods, frame } = scene;
  for (let row = 0; row < (frame?.podCount ?? 0); row++) {
    const entity = scene.rowEntity[row] ?? 0;
    if ((pods.place[entity] ?? 0) > 0) homeOnBoard(scene, entity);
  }
}

function homeOnBoard(scene: Scene, entity: number): void {
  const { pods } = scene;
  const board = scene.boards.byName.get((pods.place[entity] ?? 0) - 1);
  if (board === undefined) return;
  const slot = pods.slot[entity] ?? 0;
  if (board.columns > 0) {
    pods.homeX[entity] = board.x + CARD_PAD + (slot % board.columns) * PITCH_X;
    pods.homeY[entity] = board.y + scene.plan.field.titleHeight + Math.floor(slot / board.columns) * PITCH_Y;
  } else {
    pods.homeX[entity] = board.x + CARD_PAD + slotColumn(slot) * PITCH_X;
    pods.homeY[entity] = board.y + CARD_HEADER + slotRow(slot) * PITCH_Y;
  }
  pods.hidden[entity] = 0;
}

/** A pod flies from where it was; one never seen, but just made, from the shore, where it was born between two frames. False when it could not. */
function travel(scene: Scene, entity: number, fromX: number, fromY: number, step: Step): boolean {
  const known = !Number.isNaN(fromX);
  if (!known && !isYoung(scene, entity, step)) {
    appear(scene, entity, step);
    return true;
  }
  const { shore, tileWidth } = scene.plan;
  const column = scene.moving.length % cradleColumns(shore);
  const x = known ? fromX : cradleX(shore) + column * (tileWidth + TILE_GAP);
  const y = known ? fromY : cradleY(shore);
  if (fly(scene, entity, x, y, step, !known)) return true;
  if (!step.reducedMotion) return false;
  if (known) haunt(scene, x, y, scene.pods.look[entity] ?? 0, step);
  appear(scene, entity, step);
  pulse(scene, entity, 'look', scene.pods.look[entity] ?? 0, step);
  return true;
}

function isYoung(scene: Scene, entity: number, step: Step): boolean {
  const { frame } = scene;
  if (frame === undefined) return false;
  const age = frame.now - (frame.podCreated[scene.pods.row[entity] ?? 0] ?? 0);
  return age < YOUNG_MS * Math.max(1, step.speed);
}

function streak(scene: Scene, flows: ReadonlyMap<number, number>, step: Step): void {
  const { shore } = scene.plan;
  const from = { x: shore.x + shore.width / 2, y: shore.y + shore.height };
  for (const [place, count] of flows) {
    const board = scene.boards.byName.get(place - 1);
    if (board !== undefined) flow(scene, from, { x: board.x + board.width / 2, y: board.y + board.height / 2 }, count, step);
  }
}

/** Lays out the shore for the groups that have pods, and sends those on it to their homes. */
export function settleShore(scene: Scene, changes: Changes, step: Step): void {
  const { groups, plan } = scene;
  for (const group of groups.all) group.open = group.slots.used > 0;
  scene.openGroups = groups.all.flatMap((group, index) => (group.open ? [index] : []));
  const extents = scene.openGroups.map((index) => groups.all[index]?.slots.extent ?? 0);
  scene.shore = arrangeShore(plan.shore, extents);
  const moved = new Map(changes.entities.map((entity, index) => [entity, index]));
  for (const [shown, index] of scene.openGroups.entries()) {
    const place = scene.shore.groups[shown];
    const table = groups.all[index]?.slots;
    if (place !== undefined && table !== undefined) settleGroup(scene, table, place, (entity) => from(moved.get(entity)), step);
  }

  function from(index: number | undefined): Point | undefined {
    return index === undefined ? undefined : { x: changes.fromX[index] ?? Number.NaN, y: changes.fromY[index] ?? Number.NaN };
  }
}

function settleGroup(
  scene: Scene,
  table: SlotTable,
  place: ShoreGroup,
  changedFrom: (entity: number) => Point | undefined,
  step: Step,
): void {
  const { pods } = scene;
  const room = place.columns * place.rows;
  for (let slot = 0; slot < table.extent; slot++) {
    const entity = table.holders[slot] ?? -1;
    if (entity < 0) continue;
    const from = changedFrom(entity);
    if (from === undefined) locate(scene, entity, step.time, point);
    const wasHidden = pods.hidden[entity] === 1;
    const shown = Math.min(slot, room);
    const x = place.x + (shown % place.columns) * (scene.plan.tileWidth + TILE_GAP);
    const y = place.y + Math.floor(shown / place.columns) * PITCH_Y;
    const same = from === undefined && pods.homeX[entity] === Math.fround(x) && pods.homeY[entity] === Math.fround(y);
    pods.hidden[entity] = slot >= room ? 1 : 0;
    if (same) continue;
    pods.homeX[entity] = x;
    pods.homeY[entity] = y;
    scene.placing++;
    if (step.before === undefined || slot >= room) continue;
    if (from !== undefined && Number.isNaN(from.x)) appear(scene, entity, step);
    else if (wasHidden) appear(scene, entity, step);
    else if (!fly(scene, entity, from?.x ?? point.x, from?.y ?? point.y, step)) pods.motion[entity] = Motion.rest;
  }
}

/** The middle of a pod's tile at rest. */
export function centre(scene: Scene, entity: number): Point {
  return { x: (scene.pods.homeX[entity] ?? 0) + scene.plan.tileWidth / 2, y: (scene.pods.homeY[entity] ?? 0) + TILE_HEIGHT / 2 };
}
