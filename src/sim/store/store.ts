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
}

export interface StoreState {
  revision: number;
  /** Revisions up to this one are no longer in the log. */
  compacted: number;
  readonly log: LogEntry[];
  readonly tables: Map<string, Table>;
}

/** Most revisions the log holds, whatever the compaction interval says. */
const MAX_LOG = 400_000;

export function createStore(resources: readonly { readonly resource: string; readonly prefix: string }[]): StoreState {
  const tables = new Map(resources.map(({ resource, prefix }) => [resource, { prefix, objects: new Map() }]));
  return { revision: 0, compacted: 0, log: [], tables };
}

export function readObject(store: StoreState, resource: string, key: string): KubeObject | undefined {
  return tableOf(store, resource).objects.get(key);
}

export function countObjects(store: StoreState, resource: string): number {
  return tableOf(store, resource).objects.size;
}

/** The key in etcd, as `etcdctl get --prefix /registry` would show it. */
export function etcdKey(store: StoreState, resource: string, key: string): string {
  return `${tableOf(store, resource).prefix}/${key}`;
}

/** Objects whose key starts with `prefix` (`''` for all, `default/` for a namespace), in key order, after the key `after`. */
export function* scanObjects(store: StoreState, resource: string, prefix: string, after = ''): Generator<[string, KubeObject]> {
  const table = tableOf(store, resource);
  for (const key of keysFrom(orderOf(table), (name) => table.objects.has(name), prefix, after)) {
    const object = table.objects.get(key);
    if (object !== undefined) yield [key, object];
  }
}

/** Writes the next revision; the stored object carries it as its resourceVersion. */
export function putObject(store: StoreState, resource: string, key: string, object: KubeObject, cause: number, at: number): LogEntry {
  const table = tableOf(store, resource);
  const previous = table.objects.get(key);
  const stored = withVersion(object, String((store.revision += 1)));
  table.objects.set(key, stored);
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
  const previous = table.objects.get(key);
  if (previous === undefined) throw new Error(`nothing stored under ${table.prefix}/${key}`);
  table.objects.delete(key);
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

function orderOf(table: Table): SortedKeys {
  const known = ORDERS.get(table);
  if (known !== undefined) return known;
  const order = createKeys([...table.objects.keys()]);
  ORDERS.set(table, order);
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
