import { PodLook } from '../frame.ts';
import type { Frame, PodChanges } from '../frame.ts';
import { CARD_HEADER, CARD_PAD, PITCH_X, PITCH_Y, TILE_GAP, TILE_HEIGHT } from '../layout/geometry.ts';
import { arrangeShore, cradleColumns, cradleX, cradleY } from '../layout/shore.ts';
import type { ShoreGroup } from '../layout/shore.ts';
import { freeSlot, slotColumn, slotRow, takeSlot } from '../layout/slots.ts';
import type { SlotTable } from '../layout/slots.ts';
import type { FrameSource } from '../source.ts';
import { valueOf } from '../overlays/colouring.ts';
import type { Colouring } from '../overlays/colouring.ts';
import { boardFor } from './boards.ts';
import { groupOf } from './groups.ts';
import { appear, flow, fly, haunt, locate, locateBoard, pulse } from './motion.ts';
import type { Point } from './motion.ts';
import { flightMs } from '../tween.ts';
import { addPod, entityOf, Motion, removePod } from './pods.ts';
import type { Advance, Scene } from './scene.ts';

/** What a step from frame to frame needs: how to move, and what was before. */
export interface Step extends Advance {
  readonly source: FrameSource;
  readonly before: Frame | undefined;
  /** What differs from the frame before; undefined when everything may. */
  readonly only: PodChanges | undefined;
}

/** Pods that need another slot than they had, in the order of rows. */
export interface Changes {
  count: number;
  readonly entities: number[];
  /** Where each stood before; NaN for a pod not seen before. */
  readonly fromX: number[];
  readonly fromY: number[];
  /** Some of them are, or were, on the shore. */
  ashore: boolean;
}

const YOUNG_MS = 3000;
const point: Point = { x: 0, y: 0 };

/** Reads the rows that changed: finds or makes each pod's entity, notes new looks and restarts, and collects those whose place changed. */
export function readPods(scene: Scene, frame: Frame, step: Step): Changes {
  const changes: Changes = { count: 0, entities: [], fromX: [], fromY: [], ashore: false };
  scene.rowEntity = roomFor(scene.rowEntity, frame.podCount);
  if (step.only === undefined) for (let row = 0; row < frame.podCount; row++) readPod(scene, frame, row, changes, step);
  else for (const row of step.only.rows) readPod(scene, frame, row, changes, step);
  return changes;
}

function roomFor(rows: Int32Array, count: number): Int32Array {
  if (rows.length >= count) return rows;
  const larger = new Int32Array(Math.max(count, rows.length * 2));
  larger.set(rows);
  return larger;
}

function readPod(scene: Scene, frame: Frame, row: number, changes: Changes, step: Step): void {
  const { pods } = scene;
  const uid = frame.podUid[row] ?? 0;
  const known = entityOf(pods, uid);
  const entity = known < 0 ? addPod(pods, uid) : known;
  const place = placeOf(scene, frame, row, step.source);
  if (known >= 0) markChange(scene, entity, frame, row, step);
  if (known < 0 || pods.place[entity] !== place) leave(scene, entity, known >= 0, changes, step.time);
  if (place < 0) changes.ashore = true;
  pods.place[entity] = place;
  scene.touched.add(place);
  pods.row[entity] = row;
  pods.seen[entity] = frame.sequence;
  pods.look[entity] = frame.podLook[row] ?? 0;
  pods.restarts[entity] = frame.podRestarts[row] ?? 0;
  pods.name[entity] = frame.podName[row] ?? 0;
  pods.why[entity] = OVER.has(pods.look[entity] ?? 0) ? frame.podMessage[row] || (frame.podReason[row] ?? 0) : 0;
  scene.rowEntity[row] = entity;
}

/** Looks of those that go, and of those that may be taken away. */
const OVER: ReadonlySet<number> = new Set([PodLook.terminating, PodLook.failed, PodLook.succeeded]);

function placeOf(scene: Scene, frame: Frame, row: number, source: FrameSource): number {
  if (scene.arrangement !== undefined && (frame.podNode[row] ?? -1) >= 0)
    return 1 + boardFor(scene.boards, commonValue(scene, scene.arrangement, frame, row, source)).name;
  const board = scene.boards.byRow[frame.podNode[row] ?? -1];
  return board === undefined ? -1 - groupOf(scene.groups, frame.podMessage[row] ?? 0, source) : 1 + board.name;
}

function commonValue({ arrangeKey }: Scene, arrangement: Colouring, frame: Frame, row: number, source: FrameSource): number {
  if (arrangeKey === 'zone') return frame.nodeZone[frame.podNode[row] ?? -1] ?? 0;
  return Math.max(0, valueOf(arrangement, frame, row, source));
}

function markChange(scene: Scene, entity: number, frame: Frame, row: number, step: Step): void {
  const look = frame.podLook[row] ?? 0;
  if ((frame.podRestarts[row] ?? 0) > (scene.pods.restarts[entity] ?? 0)) pulse(scene, entity, 'restart', look, step);
  else if (look !== scene.pods.look[entity] && look !== PodLook.terminating && look !== PodLook.unknown)
    pulse(scene, entity, 'look', look, step);
}

function leave(scene: Scene, entity: number, known: boolean, changes: Changes, time: number): void {
  if (known) {
    locate(scene, entity, time, point);
    scene.touched.add(scene.pods.place[entity] ?? 0);
    if ((scene.pods.place[entity] ?? 0) < 0) changes.ashore = true;
    giveBack(scene, entity);
  }
  const seenThere = known && scene.pods.hidden[entity] === 0;
  changes.entities.push(entity);
  changes.fromX.push(seenThere ? point.x : Number.NaN);
  changes.fromY.push(seenThere ? point.y : Number.NaN);
  changes.count++;
}

function giveBack(scene: Scene, entity: number): void {
  const table = slotsOf(scene, entity);
  if (table !== undefined) freeSlot(table, scene.pods.slot[entity] ?? 0);
}

/** The slots of the place a pod has; undefined for a node that is gone. */
function slotsOf(scene: Scene, entity: number): SlotTable | undefined {
  const place = scene.pods.place[entity] ?? 0;
  return place > 0 ? scene.boards.byName.get(place - 1)?.slots : scene.groups.all[-1 - place]?.slots;
}

/** Pods that the frame no longer has fade where they stood, and give back their slots. */
export function releaseVanished(scene: Scene, frame: Frame, changes: Changes, step: Step): void {
  const { pods } = scene;
  if (step.only !== undefined) {
    for (const uid of step.only.gone) release(scene, entityOf(pods, uid), changes, step);
    return;
  }
  for (let entity = 0; entity < pods.extent; entity++) {
    if (pods.alive[entity] === 1 && pods.seen[entity] !== frame.sequence) release(scene, entity, changes, step);
  }
}

function release(scene: Scene, entity: number, changes: Changes, step: Step): void {
  if (entity < 0) return;
  const { pods } = scene;
  locate(scene, entity, step.time, point);
  if (pods.hidden[entity] === 0) haunt(scene, point.x, point.y, entity, step);
  if ((pods.place[entity] ?? 0) < 0) changes.ashore = true;
  scene.touched.add(pods.place[entity] ?? 0);
  giveBack(scene, entity);
  removePod(pods, entity);
  scene.placing++;
}

export function takeSlots(scene: Scene, changes: Changes): void {
  for (const entity of changes.entities) {
    const table = slotsOf(scene, entity);
    if (table !== undefined) scene.pods.slot[entity] = takeSlot(table, entity);
  }
}

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
