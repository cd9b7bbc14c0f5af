/**
 * etcd: one log of revisions and, per resource, the newest object of every key.
 * A watch, an informer and `resourceVersion` are positions in the log; a position behind the compaction is gone for good (410).
 * It does not know what the objects mean: rules live in the API server.
 */
import type { KubeObject } from '../../api/object.ts';
import { type SortedKeys, addKey, keysFrom, removeKey } from '../../base/sorted-keys.ts';

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
  readonly keys: SortedKeys;
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
export const MAX_LOG = 400_000;

export function createStore(resources: readonly { readonly resource: string; readonly prefix: string }[]): StoreState {
  const tables = new Map(resources.map(({ resource, prefix }) => [resource, { prefix, keys: [], objects: new Map() }]));
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
  for (const key of keysFrom(table.keys, prefix, after)) {
    const object = table.objects.get(key);
    if (object !== undefined) yield [key, object];
  }
}

/** Writes the next revision; the stored object carries it as its resourceVersion. */
export function putObject(store: StoreState, resource: string, key: string, object: KubeObject, cause: number, at: number): LogEntry {
  const table = tableOf(store, resource);
  const previous = table.objects.get(key);
  const stored = withVersion(object, (store.revision += 1));
  table.objects.set(key, stored);
  if (previous === undefined) addKey(table.keys, key);
  return append(store, { revision: store.revision, type: previous === undefined ? 'ADDED' : 'MODIFIED', resource, key, object: stored, previous, cause, at });
}

/** Removes a key as the next revision. `last` is the final state that watchers see. */
export function removeObject(store: StoreState, resource: string, key: string, last: KubeObject, cause: number, at: number): LogEntry {
  const table = tableOf(store, resource);
  const previous = table.objects.get(key);
  if (previous === undefined) throw new Error(`nothing stored under ${table.prefix}/${key}`);
  table.objects.delete(key);
  removeKey(table.keys, key);
  const object = withVersion(last, (store.revision += 1));
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

function withVersion(object: KubeObject, revision: number): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}

function tableOf(store: StoreState, resource: string): Table {
  const table = store.tables.get(resource);
  if (table === undefined) throw new Error(`no table for ${resource}`);
  return table;
}
