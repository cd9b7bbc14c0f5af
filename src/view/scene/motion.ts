import { flightMs, IN_PLACE_SPEED, MAX_FLIGHTS, progress } from '../tween.ts';
import type { Span } from '../tween.ts';
import type { Board } from './boards.ts';
import { Motion } from './pods.ts';
import type { Advance, Migration, Scene } from './scene.ts';

/** A pod that is gone, fading where it stood. */
export interface Ghost extends Span {
  readonly x: number;
  readonly y: number;
  /** Numbers of its name, and of why it had to go, 0 if nobody said so. */
  readonly name: number;
  readonly why: number;
}

/** A mark around a pod in its place: it restarted, or its look changed. */
export interface Pulse extends Span {
  readonly entity: number;
  readonly uid: number;
  readonly of: 'restart' | 'look';
  readonly look: number;
}

/** Many moved at once or too fast to be followed: one streak from there to here. */
export interface Flow extends Span {
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly count: number;
}

export interface Point {
  x: number;
  y: number;
}

const FADE_MS = 240;
/** What dies is seen to die, where and why, at real time. */
const GHOST_MS = 1500;
/** What is born is seen where it is born before it leaves. */
const BIRTH_MS = 280;
const PULSE_MS = 420;
const FLOW_MS = 450;
const MAX_MARKS = 200;

/** Where a pod is right now: its top left corner. Writes into `out`. */
export function locate(scene: Scene, entity: number, time: number, out: Point): void {
  const { pods } = scene;
  out.x = pods.homeX[entity] ?? 0;
  out.y = pods.homeY[entity] ?? 0;
  if (scene.migration !== undefined && time < scene.migration.end) {
    migrate(scene.migration, entity, time, out);
    return;
  }
  if (time < scene.shift.end) addShift(scene, entity, time, out);
  if (pods.motion[entity] !== Motion.flying && pods.motion[entity] !== Motion.born) return;
  const done = easeInOut(progress({ start: pods.start[entity] ?? 0, end: pods.end[entity] ?? 0 }, time));
  const fromX = pods.fromX[entity] ?? 0;
  const fromY = pods.fromY[entity] ?? 0;
  out.x = fromX + (out.x - fromX) * done;
  out.y = fromY + (out.y - fromY) * done;
}

/** Those with far to go leave together and come together; each keeps to its own straight way. */
function migrate(migration: Migration, entity: number, time: number, out: Point): void {
  const done = easeInOut(progress(migration, time));
  out.x = mixed(migration.fromX[entity] ?? out.x, out.x, done);
  out.y = mixed(migration.fromY[entity] ?? out.y, out.y, done);
}

function mixed(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

function addShift(scene: Scene, entity: number, time: number, out: Point): void {
  const board = scene.boards.byName.get((scene.pods.place[entity] ?? 0) - 1);
  if (board === undefined) return;
  const left = 1 - easeInOut(progress(scene.shift, time));
  out.x += (board.fromX - board.x) * left;
  out.y += (board.fromY - board.y) * left;
}

/** Where a card is right now. Writes into `out`. */
export function locateBoard(scene: Scene, board: Board, time: number, out: Point): void {
  const left = time < scene.shift.end ? 1 - easeInOut(progress(scene.shift, time)) : 0;
  out.x = board.x + (board.fromX - board.x) * left;
  out.y = board.y + (board.fromY - board.y) * left;
}

/** 0 to 1 for a pod that appears or is born; 1 for any other. */
export function opacity(scene: Scene, entity: number, time: number): number {
  const { pods } = scene;
  const start = pods.start[entity] ?? 0;
  if (pods.motion[entity] === Motion.born) return progress({ start: start - BIRTH_MS, end: start - BIRTH_MS / 2 }, time);
  return pods.motion[entity] === Motion.appearing ? progress({ start, end: pods.end[entity] ?? 0 }, time) : 1;
}

/** Sends a pod from a point to its home; false when it has to be there at once. */
export function fly(scene: Scene, entity: number, fromX: number, fromY: number, advance: Advance, born = false): boolean {
  const { pods } = scene;
  const distance = Math.hypot((pods.homeX[entity] ?? 0) - fromX, (pods.homeY[entity] ?? 0) - fromY) / scene.plan.unit;
  const duration = flightMs(distance, advance.speed);
  if (distance < 1 || duration === 0 || advance.reducedMotion || scene.moving.length >= MAX_FLIGHTS) return false;
  pods.fromX[entity] = fromX;
  pods.fromY[entity] = fromY;
  const rest = born ? BIRTH_MS / Math.sqrt(Math.max(1, advance.speed)) : 0;
  begin(scene, entity, born ? Motion.born : Motion.flying, advance.time + rest, duration);
  return true;
}

export function appear(scene: Scene, entity: number, advance: Advance): void {
  if (advance.speed > IN_PLACE_SPEED || scene.moving.length >= MAX_FLIGHTS) return;
  begin(scene, entity, Motion.appearing, advance.time, FADE_MS);
}

function begin(scene: Scene, entity: number, motion: number, time: number, duration: number): void {
  const { pods } = scene;
  if (pods.motion[entity] === Motion.rest) scene.moving.push(entity);
  pods.motion[entity] = motion;
  pods.start[entity] = time;
  pods.end[entity] = time + duration;
}

export function haunt(scene: Scene, x: number, y: number, entity: number, { speed, time }: Advance): void {
  if (speed > IN_PLACE_SPEED || scene.ghosts.length >= MAX_MARKS) return;
  const { name, why } = scene.pods;
  const end = time + GHOST_MS / Math.sqrt(Math.max(1, speed));
  scene.ghosts.push({ x, y, name: name[entity] ?? 0, why: why[entity] ?? 0, start: time, end });
}

export function pulse(scene: Scene, entity: number, of: Pulse['of'], look: number, advance: Advance): void {
  if (advance.speed > IN_PLACE_SPEED || scene.pulses.length >= MAX_MARKS) return;
  scene.pulses.push({ entity, uid: scene.pods.uid[entity] ?? 0, of, look, start: advance.time, end: advance.time + PULSE_MS });
}

export function flow(scene: Scene, from: Point, to: Point, count: number, advance: Advance): void {
  if (advance.reducedMotion || scene.flows.length >= MAX_MARKS) return;
  scene.flows.push({ fromX: from.x, fromY: from.y, toX: to.x, toY: to.y, count, start: advance.time, end: advance.time + FLOW_MS });
}

/** Lets go of what has arrived or faded; true while anything still moves. */
export function prune(scene: Scene, time: number): boolean {
  const { pods } = scene;
  const before = scene.moving.length;
  scene.moving = scene.moving.filter((entity) => {
    const on = pods.alive[entity] === 1 && pods.motion[entity] !== Motion.rest && time < (pods.end[entity] ?? 0);
    if (!on) {
      pods.motion[entity] = Motion.rest;
      scene.touched.add(pods.place[entity] ?? 0);
    }
    return on;
  });
  if (scene.moving.length !== before) scene.placing++;
  scene.ghosts = scene.ghosts.filter((ghost) => time < ghost.end);
  scene.pulses = scene.pulses.filter((mark) => time < mark.end && pods.uid[mark.entity] === mark.uid);
  scene.flows = scene.flows.filter((streak) => time < streak.end);
  return (
    scene.moving.length + scene.ghosts.length + scene.pulses.length + scene.flows.length > 0 ||
    time < scene.shift.end ||
    isMigrating(scene, time)
  );
}

/** Ends a migration that is over. */
function isMigrating(scene: Scene, time: number): boolean {
  if (scene.migration !== undefined && time >= scene.migration.end) {
    scene.migration = undefined;
    scene.arranged++;
    scene.placing++;
  }
  return scene.migration !== undefined;
}

function easeInOut(t: number): number {
  return t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2;
}
