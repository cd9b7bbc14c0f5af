/**
 * Columns of what the scene remembers of each pod while it lives. A pod's number here (`entity`) is its own from birth to end,
 * while its row in a frame may change with every frame. No object per pod.
 */
export interface PodTable {
  capacity: number;
  /** One past the highest entity in use. */
  extent: number;
  readonly free: number[];
  /** 1 + entity, by uid string number; 0 for none. */
  byUid: Int32Array;
  uid: Uint32Array;
  alive: Uint8Array;
  /** Sequence of the last frame that had it, and its row there. */
  seen: Float64Array;
  row: Int32Array;
  /** 1 + node name for a card, -1 - group for the shore, 0 for nowhere yet. */
  place: Int32Array;
  slot: Int32Array;
  look: Uint8Array;
  restarts: Uint16Array;
  /** Numbers of what is said of it when it is gone: its name, and why it had to go, 0 if nobody said so. */
  name: Uint32Array;
  why: Uint32Array;
  /** Where it stands once at rest: top left corner, in world units, before any shift of its card. */
  homeX: Float32Array;
  homeY: Float32Array;
  /** 1 while it is beyond what the shore can show. */
  hidden: Uint8Array;
  /** `Motion`, and where from and when; one that is born stands where it comes from until its flight starts. */
  motion: Uint8Array;
  fromX: Float32Array;
  fromY: Float32Array;
  start: Float64Array;
  end: Float64Array;
}

export const Motion = { rest: 0, flying: 1, appearing: 2, born: 3 } as const;

export function createPods(capacity = 256): PodTable {
  return {
    capacity,
    extent: 0,
    free: [],
    byUid: new Int32Array(capacity * 4),
    uid: new Uint32Array(capacity),
    alive: new Uint8Array(capacity),
    seen: new Float64Array(capacity),
    row: new Int32Array(capacity),
    place: new Int32Array(capacity),
    slot: new Int32Array(capacity),
    look: new Uint8Array(capacity),
    restarts: new Uint16Array(capacity),
    name: new Uint32Array(capacity),
    why: new Uint32Array(capacity),
    homeX: new Float32Array(capacity),
    homeY: new Float32Array(capacity),
    hidden: new Uint8Array(capacity),
    motion: new Uint8Array(capacity),
    fromX: new Float32Array(capacity),
    fromY: new Float32Array(capacity),
    start: new Float64Array(capacity),
    end: new Float64Array(capacity),
  };
}

/** The entity of a uid, or -1. */
export function entityOf(pods: PodTable, uid: number): number {
  return (pods.byUid[uid] ?? 0) - 1;
}

export function addPod(pods: PodTable, uid: number): number {
  const entity = pods.free.pop() ?? pods.extent;
  if (entity >= pods.capacity) growPods(pods);
  if (uid >= pods.byUid.length) pods.byUid = grown(pods.byUid, new Int32Array(Math.max(uid + 1, pods.byUid.length * 2)));
  pods.extent = Math.max(pods.extent, entity + 1);
  pods.byUid[uid] = entity + 1;
  pods.uid[entity] = uid;
  pods.alive[entity] = 1;
  pods.place[entity] = 0;
  pods.hidden[entity] = 0;
  pods.motion[entity] = Motion.rest;
  return entity;
}

export function removePod(pods: PodTable, entity: number): void {
  pods.byUid[pods.uid[entity] ?? 0] = 0;
  pods.alive[entity] = 0;
  pods.free.push(entity);
}

function growPods(pods: PodTable): void {
  const capacity = pods.capacity * 2;
  pods.capacity = capacity;
  pods.uid = grown(pods.uid, new Uint32Array(capacity));
  pods.alive = grown(pods.alive, new Uint8Array(capacity));
  pods.seen = grown(pods.seen, new Float64Array(capacity));
  pods.row = grown(pods.row, new Int32Array(capacity));
  pods.place = grown(pods.place, new Int32Array(capacity));
  pods.slot = grown(pods.slot, new Int32Array(capacity));
  pods.look = grown(pods.look, new Uint8Array(capacity));
  pods.restarts = grown(pods.restarts, new Uint16Array(capacity));
  pods.name = grown(pods.name, new Uint32Array(capacity));
  pods.why = grown(pods.why, new Uint32Array(capacity));
  pods.homeX = grown(pods.homeX, new Float32Array(capacity));
  pods.homeY = grown(pods.homeY, new Float32Array(capacity));
  pods.hidden = grown(pods.hidden, new Uint8Array(capacity));
  pods.motion = grown(pods.motion, new Uint8Array(capacity));
  pods.fromX = grown(pods.fromX, new Float32Array(capacity));
  pods.fromY = grown(pods.fromY, new Float32Array(capacity));
  pods.start = grown(pods.start, new Float64Array(capacity));
  pods.end = grown(pods.end, new Float64Array(capacity));
}

function grown<Column extends { set(from: Column): void }>(old: Column, larger: Column): Column {
  larger.set(old);
  return larger;
}
