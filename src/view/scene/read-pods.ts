import { PodLook } from '../frame.ts';
import type { Frame, PodChanges } from '../frame.ts';
import { freeSlot, takeSlot } from '../layout/slots.ts';
import type { SlotTable } from '../layout/slots.ts';
import { valueOf } from '../overlays/colouring.ts';
import type { Colouring } from '../overlays/colouring.ts';
import type { FrameSource } from '../source.ts';
import { boardFor } from './boards.ts';
import { groupOf } from './groups.ts';
import { haunt, locate, pulse } from './motion.ts';
import type { Point } from './motion.ts';
import { addPod, entityOf, removePod } from './pods.ts';
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
