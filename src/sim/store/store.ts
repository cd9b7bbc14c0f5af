/**
 * etcd: one log of revisions and, per resource, the newest object of every key.
 * A watch, an informer and `resourceVersion` are positions in the log; a position behind the compaction is gone for good (410).
 * It does not know what the objects mean: rules live in the API server.
 */
import type { KubeObject } from '../../api/object.ts';
import { type SortedKeys, addKey, createKeys, keysFrom } from '../../base/sorted-keys.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One revision. DELETED carries the object's last state with the revision of the deletion. */
export interface LogEntry {
  readonly revision: number;
  readonly type: ChangeType;
  /** `pods`, `deployments.apps`. */
  readonly resource: string;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  readonly object: KubeObject;
  readonly previous: KubeObject | undefined;
  /** Link of the causal chain that led to this write. */
  readonly cause: number;
  readonly at: number;
}

interface Table {
  /** `/registry/pods`. */
  readonly prefix: string;
  readonly objects: Map<string, KubeObject>;
  /** Keys of the base that are no longer there. */
  readonly removed: Set<string>;
}

/** Objects that every cluster is born with, by resource and key: not part of the state until they are written. */
export type BaseObjects = ReadonlyMap<string, ReadonlyMap<string, KubeObject>>;

/** Revisions that the base's objects stand for; the log begins after them. */
export const BASE_REVISIONS = 500;

export interface StoreState {
  revision: number;
  /** Revisions up to this one are no longer in the log. */
  compacted: number;
  readonly log: LogEntry[];
  readonly tables: Map<string, Table>;
}

/** Most revisions the log holds, whatever the compaction interval says: about as many as the real server keeps at hand of two resources. */
const MAX_LOG = 200_000;

export function createStore(start = 0): StoreState {
  return { revision: start, compacted: start, log: [], tables: new Map() };
}

/** Makes room for a resource that nothing was stored of yet. True when it is new. */
export function ensureTable(store: StoreState, resource: string, prefix: string): boolean {
  if (store.tables.has(resource)) return false;
  store.tables.set(resource, { prefix, objects: new Map(), removed: new Set() });
  return true;
}

/** Lays the base under the store. It follows from the cluster's spec and may come at any time before somebody reads it. */
export function layBase(store: StoreState, base: BaseObjects): void {
  BASES.set(store, base);
  for (const resource of base.keys()) {
    const table = store.tables.get(resource);
    if (table !== undefined) ORDERS.delete(table);
  }
}

export function hasBase(store: StoreState): boolean {
  return BASES.has(store);
}

const BASES = new WeakMap<StoreState, BaseObjects>();

export function readObject(store: StoreState, resource: string, key: string): KubeObject | undefined {
  const table = store.tables.get(resource);
  return table?.objects.get(key) ?? inBase(store, table, resource, key);
}

function inBase(store: StoreState, table: Table | undefined, resource: string, key: string): KubeObject | undefined {
  const object = BASES.get(store)?.get(resource)?.get(key);
  return object === undefined || table?.removed.has(key) ? undefined : object;
}

export function countObjects(store: StoreState, resource: string): number {
  const table = store.tables.get(resource);
  const base = BASES.get(store)?.get(resource);
  if (base === undefined) return table?.objects.size ?? 0;
  return Array.from(scanObjects(store, resource, '')).length;
}

/** The key in etcd, as `etcdctl get --prefix /registry` would show it. */
export function etcdKey(store: StoreState, resource: string, key: string): string {
  return `${tableOf(store, resource).prefix}/${key}`;
}

/** Objects whose key starts with `prefix` (`''` for all, `default/` for a namespace), in key order, after the key `after`. */
export function* scanObjects(store: StoreState, resource: string, prefix: string, after = ''): Generator<[string, KubeObject]> {
  const read = (key: string) => readObject(store, resource, key);
  for (const key of keysFrom(orderOf(store, resource), (name) => read(name) !== undefined, prefix, after)) {
    const object = read(key);
    if (object !== undefined) yield [key, object];
  }
}

/** Whether there are objects beside those of the base. */
export function hasWritten(store: StoreState, resource: string): boolean {
  return (store.tables.get(resource)?.objects.size ?? 0) > 0;
}

/** The same without the objects of the base that nobody has written over: what does not depend on when the base was laid. */
export function* scanWritten(store: StoreState, resource: string): Generator<[string, KubeObject]> {
  const table = store.tables.get(resource);
  if (table === undefined) return;
  for (const [key, object] of scanObjects(store, resource, '')) if (table.objects.has(key)) yield [key, object];
}

/** Those of them for which `concerns` holds, in key order. Looks at all, but orders only what it finds: few of many. */
export function writtenOf(store: StoreState, resource: string, concerns: (object: KubeObject) => boolean): readonly [string, KubeObject][] {
  const found: [string, KubeObject][] = [];
  for (const entry of store.tables.get(resource)?.objects ?? []) if (concerns(entry[1])) found.push(entry);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Writes the next revision; the stored object carries it as its resourceVersion. */
export function putObject(store: StoreState, resource: string, key: string, object: KubeObject, cause: number, at: number): LogEntry {
  const table = tableOf(store, resource);
  const previous = table.objects.get(key) ?? inBase(store, table, resource, key);
  const stored = withVersion(object, String((store.revision += 1)));
  table.objects.set(key, stored);
  if (table.removed.size > 0) table.removed.delete(key);
  if (previous === undefined) noteKey(table, key);
  return append(store, {
    revision: store.revision,
    type: previous === undefined ? 'ADDED' : 'MODIFIED',
    resource,
    key,
    object: stored,
    previous,
    cause,
    at,
  });
}

/** Removes a key as the next revision. `last` is the final state that watchers see. */
export function removeObject(store: StoreState, resource: string, key: string, last: KubeObject, cause: number, at: number): LogEntry {
  const table = tableOf(store, resource);
  const previous = table.objects.get(key) ?? inBase(store, table, resource, key);
  if (previous === undefined) throw new Error(`nothing stored under ${table.prefix}/${key}`);
  table.objects.delete(key);
  if (BASES.get(store)?.get(resource)?.has(key)) table.removed.add(key);
  const object = withVersion(last, String((store.revision += 1)));
  return append(store, { revision: store.revision, type: 'DELETED', resource, key, object, previous, cause, at });
}

/** The entry of a revision that is still in the log. */
export function entryAt(store: StoreState, revision: number): LogEntry | undefined {
  return store.log[revision - store.compacted - 1];
}

/** Forgets all revisions up to `revision`. */
export function compact(store: StoreState, revision: number): void {
  const target = Math.min(revision, store.revision);
  if (target <= store.compacted) return;
  store.log.splice(0, target - store.compacted);
  store.compacted = target;
}

function append(store: StoreState, entry: LogEntry): LogEntry {
  store.log.push(entry);
  if (store.log.length > MAX_LOG) compact(store, store.compacted + (MAX_LOG >> 2));
  return entry;
}

/**
 * Keys in order, made when first read. Not part of the state: it follows from the objects, and a read may not change a byte.
 */
const ORDERS = new WeakMap<Table, SortedKeys>();

function orderOf(store: StoreState, resource: string): SortedKeys {
  const table = store.tables.get(resource);
  const known = table === undefined ? undefined : ORDERS.get(table);
  if (known !== undefined) return known;
  const born = [...(BASES.get(store)?.get(resource)?.keys() ?? [])].filter((key) => !table?.objects.has(key));
  const order = createKeys([...born, ...(table?.objects.keys() ?? [])]);
  if (table !== undefined) ORDERS.set(table, order);
  return order;
}

function noteKey(table: Table, key: string): void {
  const order = ORDERS.get(table);
  if (order !== undefined) addKey(order, key);
}

/** A writer that knew its revision beforehand has put it in already. */
function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  return object.metadata.resourceVersion === resourceVersion ? object : { ...object, metadata: { ...object.metadata, resourceVersion } };
}

function tableOf(store: StoreState, resource: string): Table {
  const table = store.tables.get(resource);
  if (table === undefined) throw new Error(`no table for ${resource}`);
  return table;
}
