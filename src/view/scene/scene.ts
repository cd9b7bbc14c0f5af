import type { Frame, PodChanges } from '../frame.ts';
import { arrange } from '../layout/plan.ts';
import type { Plan, Viewport } from '../layout/plan.ts';
import { arrangeShore } from '../layout/shore.ts';
import type { Crowd, Shore } from '../layout/shore.ts';
import { gridOf, levelFor } from '../layout/slots.ts';
import type { FrameSource } from '../source.ts';
import { compareNames } from '../text.ts';
import type { Span } from '../tween.ts';
import { createColouring } from '../overlays/colouring.ts';
import type { Colouring } from '../overlays/colouring.ts';
import type { ArrangeBy } from '../overlays/overlays.ts';
import { IN_PLACE_SPEED } from '../tween.ts';
import { createBoards, orderBlocks, updateBoards } from './boards.ts';
import type { Boards } from './boards.ts';
import { createGroups } from './groups.ts';
import type { WaitingGroup, WaitingGroups } from './groups.ts';
import { locate } from './motion.ts';
import type { Flow, Ghost, Pulse } from './motion.ts';
import { createPods } from './pods.ts';
import type { PodTable } from './pods.ts';
import { readPods, releaseVanished, takeSlots } from './read-pods.ts';
import { settleBoards, settleShore } from './settle.ts';

/**
 * The picture as it stands and moves: where everything has its place, and what is on its way there. It is brought from any
 * frame to any later one by looking at the two alone, so frames may be skipped.
 */
export interface Scene {
  frame: Frame | undefined;
  /** Rows of `frame` to entities. */
  rowEntity: Int32Array;
  pods: PodTable;
  boards: Boards;
  groups: WaitingGroups;
  /** Numbers of the groups that are shown, in the order of `shore.groups`. */
  openGroups: readonly number[];
  plan: Plan;
  shore: Shore;
  /** Rows of Services in the order of their plaques. */
  services: readonly number[];
  /** Grows by one whenever something got a new place; painters of still things compare it. */
  placing: number;
  /** Places (as in `PodTable.place`) whose pods look other than when painters of still things last cleared this. */
  readonly touched: Set<number>;
  /** Grows by one whenever everything got a new place. */
  arranged: number;
  /** Entities that fly or appear. */
  moving: number[];
  ghosts: Ghost[];
  pulses: Pulse[];
  flows: Flow[];
  /** While cards glide to new places. */
  shift: Span;
  /** Level of the cards' grid; grows at once, shrinks only when much smaller would do. */
  level: number;
  /** Whom the shore has room for; it grows at once, and is slim again when nobody waits. */
  crowd: Crowd;
  planKey: string;
  /** What pods stand together by, and how to find that of each. */
  arrangement: Colouring | undefined;
  arrangeKey: string;
  /** While all pods are on their way from one arrangement to another: where from, by entity. */
  migration: Migration | undefined;
}

export interface Migration extends Span {
  readonly fromX: Float32Array;
  readonly fromY: Float32Array;
}

export interface Advance {
  /** The page's animation clock, milliseconds. */
  readonly time: number;
  readonly speed: number;
  readonly reducedMotion: boolean;
  readonly viewport: Viewport;
  readonly showServices: boolean;
  readonly arrange: ArrangeBy;
}

const NOBODY: Crowd = { pods: 0, groups: 0 };

export function createScene(): Scene {
  const plan = arrange({
    zoneSizes: [],
    zonesNamed: false,
    grid: gridOf(0, 1),
    crowd: NOBODY,
    services: 0,
    viewport: { width: 800, height: 600 },
  });
  return {
    frame: undefined,
    rowEntity: new Int32Array(0),
    pods: createPods(),
    boards: createBoards(),
    groups: createGroups(),
    openGroups: [],
    plan,
    shore: arrangeShore(plan.shore, []),
    services: [],
    placing: 0,
    touched: new Set(),
    arranged: 0,
    moving: [],
    ghosts: [],
    pulses: [],
    flows: [],
    shift: { start: 0, end: 0 },
    level: 0,
    crowd: NOBODY,
    planKey: '',
    arrangement: undefined,
    arrangeKey: 'node',
    migration: undefined,
  };
}

/** Brings the scene to a frame. The same frame again, with another viewport or other overlays, arranges it anew. */
export function advanceScene(scene: Scene, frame: Frame, source: FrameSource, advance: Advance): void {
  if (scene.frame !== undefined && frame.sequence < scene.frame.sequence)
    Object.assign(scene, createScene(), { arranged: scene.arranged + 1 });
  const before = scene.frame;
  const migrating = rearrange(scene, advance);
  const gone = scene.arrangement === undefined ? updateBoards(scene.boards, frame, source, scene.touched) : undefined;
  const only = gone === undefined && !migrating ? changesSince(before, frame) : undefined;
  const context = { ...advance, source, before: migrating ? undefined : before, only };
  const changes = readPods(scene, frame, context);
  releaseVanished(scene, frame, changes, context);
  scene.services = orderServices(scene, frame, source);
  scene.frame = frame;
  takeSlots(scene, changes);
  const moved = scene.arrangement === undefined ? gone !== undefined : orderBlocks(scene.boards, source);
  const replanned = replan(scene, frame, source, advance, moved || migrating);
  settleBoards(scene, changes, replanned, context);
  if (replanned || changes.ashore) settleShore(scene, changes, context);
  if (replanned) scene.arranged++;
  if (replanned || changes.count > 0) scene.placing++;
}

const NOTHING: PodChanges = { rows: new Uint32Array(0), gone: new Uint32Array(0) };

/** Undefined when only a look at every pod can tell. */
function changesSince(before: Frame | undefined, frame: Frame): PodChanges | undefined {
  if (before === undefined) return undefined;
  if (before.sequence === frame.sequence) return NOTHING;
  return frame.sequence === before.sequence + 1 ? frame.changes : undefined;
}

/** Takes all pods from their places when they are to stand together by something else; true when they are. */
function rearrange(scene: Scene, { arrange: by, time, speed, reducedMotion }: Advance): boolean {
  const key = by.by === 'label' ? `label ${by.key}` : by.by;
  if (key === scene.arrangeKey) return false;
  const { pods } = scene;
  const migration = { fromX: new Float32Array(pods.capacity), fromY: new Float32Array(pods.capacity) };
  const at = { x: 0, y: 0 };
  for (let entity = 0; entity < pods.extent; entity++) {
    if (pods.alive[entity] === 0) continue;
    locate(scene, entity, time, at);
    migration.fromX[entity] = at.x;
    migration.fromY[entity] = at.y;
    if ((pods.place[entity] ?? 0) > 0) pods.place[entity] = 0;
  }
  const moves = scene.frame !== undefined && !reducedMotion && speed <= IN_PLACE_SPEED;
  scene.migration = moves ? { ...migration, start: time, end: time + MIGRATION_MS } : undefined;
  scene.arrangeKey = key;
  scene.arrangement = by.by === 'node' ? undefined : createColouring(by.by === 'label' ? by : { by: by.by === 'zone' ? 'node' : by.by });
  scene.boards = createBoards();
  return true;
}

const MIGRATION_MS = 900;

/** Arranges everything anew if what the arrangement depends on has changed. */
function replan(scene: Scene, frame: Frame, source: FrameSource, advance: Advance, nodesChanged: boolean): boolean {
  const services = advance.showServices ? frame.serviceCount : 0;
  const fullest = scene.boards.ordered.reduce((most, board) => Math.max(most, board.slots.extent), 1);
  const { width, height } = advance.viewport;
  scene.level = nextLevel(scene.level, levelFor(fullest));
  const grid = gridOf(scene.level, fullest);
  const blocks = scene.arrangement === undefined ? undefined : scene.boards.ordered.map(({ slots }) => roomFor(slots.extent));
  scene.crowd = nextCrowd(scene, frame, advance.speed);
  const key = [width, height, scene.level, grid.rows, scene.crowd.pods, scene.crowd.groups, services, ...(blocks ?? [])].join(' ');
  if (key === scene.planKey && !nodesChanged) return false;
  scene.planKey = key;
  scene.plan = arrange({
    zoneSizes: scene.boards.zones.map((zone) => zone.count),
    zonesNamed: scene.boards.zones.some((zone) => source.string(zone.name) !== ''),
    grid,
    blocks,
    crowd: scene.crowd,
    services,
    viewport: advance.viewport,
  });
  return true;
}

/** In steps, so that blocks don't change with every pod. */
function roomFor(pods: number): number {
  return Math.ceil(1.3 ** Math.ceil(Math.log(Math.max(4, pods)) / Math.log(1.3)));
}

function nextLevel(level: number, needed: number): number {
  return needed > level || needed < level - 1 ? needed : level;
}

/** Pods that wait for longer than the scheduler usually takes open the shore. */
const PATIENCE_MS = 1500;

function nextCrowd({ groups, crowd, pods }: Scene, frame: Frame, speed: number): Crowd {
  const waiting = groups.all.filter(({ slots }) => slots.used > 0);
  if (waiting.length === 0) return NOBODY;
  const since = frame.now - PATIENCE_MS * Math.max(1, speed);
  const stays = ({ reason, slots }: WaitingGroup): boolean =>
    reason !== '' || slots.holders.some((entity) => entity >= 0 && (frame.podCreated[pods.row[entity] ?? 0] ?? 0) < since);
  if (crowd.pods === 0 && !waiting.some(stays)) return NOBODY;
  const extent = waiting.reduce((sum, { slots }) => sum + slots.extent, 0);
  // In powers of two, so that it does not grow with every pod.
  return { pods: Math.max(crowd.pods, 2 ** Math.ceil(Math.log2(extent))), groups: Math.max(crowd.groups, waiting.length) };
}

/** Rows of Services by namespace and name; sorted again only when they changed. */
function orderServices(scene: Scene, frame: Frame, source: FrameSource): readonly number[] {
  const { frame: before } = scene;
  if (
    before !== undefined &&
    sameColumn(before.serviceName, frame.serviceName) &&
    sameColumn(before.serviceNamespace, frame.serviceNamespace)
  ) {
    return scene.services;
  }
  const names = Array.from(frame.serviceName, (name, row) => `${source.string(frame.serviceNamespace[row] ?? 0)}/${source.string(name)}`);
  return names.map((_, row) => row).sort((a, b) => compareNames(names[a] ?? '', names[b] ?? ''));
}

function sameColumn(a: Uint32Array, b: Uint32Array): boolean {
  return a === b || (a.length === b.length && a.every((value, row) => value === b[row]));
}
