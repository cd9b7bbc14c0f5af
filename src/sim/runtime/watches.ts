/** Watches as cursors on the log: announcing commits, moving cursors, and starting over when a cursor fell behind the compaction. */
import { type KubeObject, type ResourceType, groupResource } from '../../api/object.ts';
import { NODE } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { allKinds, isStoredAs } from '../apiserver/kinds.ts';
import { isServing } from '../apiserver/outage.ts';
import { createInformer, remove, upsert } from '../client/informer.ts';
import type { Change } from '../kernel/component.ts';
import type { InformerState, ProcessState, WatchState } from '../kernel/state.ts';
import { type LogEntry, type StoreState, entryAt, readObject, scanWritten, writtenOf } from '../store/store.ts';
import { type Host, type IndexedWatch, type Listener, type Live, type Route, schedule } from './host.ts';

/** How long a watch event travels, in virtual milliseconds. */
export const WATCH_LATENCY_MS = 2;

export function openWatch(host: Host, processId: string, process: ProcessState, type: ResourceType, node: string): void {
  const resource = groupResource(type);
  const id = `${processId}|${resource}`;
  if (process.watches.has(id)) return;
  // A cursor at 0 is behind every compaction: the first delivery lists, by the same path as a 410.
  const watch: WatchState = { process: processId, resource, node, cursor: 0, pending: [], scheduled: true };
  process.watches.set(id, watch);
  process.informers.set(resource, createInformer());
  host.routes.delete(id);
  indexWatch(host, id, watch);
  schedule(host, 'deliver', id, '', WATCH_LATENCY_MS);
}

export function closeWatches(host: Host, process: ProcessState): void {
  for (const [id, { resource, node }] of process.watches) {
    const dispatch = host.dispatch.get(resource);
    const watches = (node === '' ? dispatch?.all : dispatch?.byNode.get(node)) ?? [];
    const place = watches.findIndex((other) => other.id === id);
    if (place >= 0) watches.splice(place, 1);
    if (watches.length === 0) dispatch?.byNode.delete(node);
  }
}

export function indexWatch(host: Host, id: string, watch: WatchState): void {
  const { resource, node } = watch;
  let dispatch = host.dispatch.get(resource);
  if (dispatch === undefined) host.dispatch.set(resource, (dispatch = { all: [], byNode: new Map() }));
  const ofNode = node === '' ? dispatch.all : dispatch.byNode.get(node);
  if (ofNode === undefined) dispatch.byNode.set(node, [{ id, watch }]);
  else ofNode.push({ id, watch });
}

/** Tells the watches that a commit concerns; those of one node are found by its name, so that the cost does not grow with the nodes. */
export function announce(host: Host, entry: LogEntry): void {
  const dispatch = host.dispatch.get(entry.resource);
  if (dispatch === undefined) return;
  notify(host, dispatch.all, entry);
  const node = dispatch.byNode.size === 0 ? undefined : nodeOf(entry.object);
  if (node) notify(host, dispatch.byNode.get(node), entry);
}

/** Moves a watch's cursor to the head of the log and tells the process's components, entry by entry. */
export function deliver(host: Host, id: string): void {
  const route = host.routes.get(id) ?? findRoute(host, id);
  if (route === undefined) return;
  const { watch, informer, listeners } = route;
  watch.scheduled = false;
  if (!isServing(host.state.stopped)) return;
  const revisions = watch.pending;
  watch.pending = [];
  const { compacted } = host.state.store;
  if (watch.cursor === 0 || (revisions[0] ?? Number.POSITIVE_INFINITY) <= compacted) {
    relist(host, listeners, watch, informer);
    return;
  }
  for (const revision of revisions) {
    const entry = entryAt(host.state.store, revision);
    if (entry === undefined) throw new Error(`revision ${revision} is not in the log although it was not compacted`);
    watch.cursor = revision;
    apply(host, listeners, informer, entry);
  }
}

function notify(host: Host, watches: readonly IndexedWatch[] | undefined, entry: LogEntry): void {
  if (watches === undefined) return;
  for (const { id, watch } of watches) {
    watch.pending.push(entry.revision);
    if (watch.scheduled) continue;
    watch.scheduled = true;
    schedule(host, 'deliver', id, '', WATCH_LATENCY_MS);
  }
}

function apply(host: Host, listeners: readonly Listener[], informer: InformerState, entry: LogEntry): void {
  host.cause = entry.cause;
  if (entry.type !== 'DELETED') {
    const previous = upsert(informer, entry.key, entry.object);
    tell(host, listeners, { type: previous === undefined ? 'ADDED' : 'MODIFIED', object: entry.object, previous });
    return;
  }
  const previous = remove(informer, entry.key);
  if (previous !== undefined) tell(host, listeners, { type: 'DELETED', object: entry.object, previous });
}

/**
 * The first list, and what follows a 410 Gone: the cache is made equal to a fresh list. Objects of the base are seen when they change;
 * who needs them as they are asks for them.
 */
function relist(host: Host, listeners: readonly Listener[], watch: WatchState, informer: InformerState): void {
  const fresh = new Map(listed(host.state.store, watch));
  watch.cursor = host.state.store.revision;
  for (const key of [...informer.objects.keys()].filter((known) => !fresh.has(known))) {
    const previous = remove(informer, key);
    if (previous !== undefined) tell(host, listeners, { type: 'DELETED', object: previous, previous });
  }
  for (const [key, object] of fresh) {
    const previous = upsert(informer, key, object);
    if (previous !== object) tell(host, listeners, { type: previous === undefined ? 'ADDED' : 'MODIFIED', object, previous });
  }
}

interface NodeLists {
  readonly revision: number;
  readonly resource: string;
  /** Made when a second node asks. */
  byNode?: ByNode;
}

type ByNode = Map<string, Map<string, KubeObject>>;

const NODE_LISTS = new WeakMap<StoreState, NodeLists>();

/**
 * A cluster boots with as many of these lists as it has nodes, each at a revision of its own: one of a single node may not walk over all in
 * order. When all kubelets list again at once, what there is is sorted out once.
 */
function listed(store: StoreState, { resource, node }: WatchState): Iterable<[string, KubeObject]> {
  if (node === '') return scanWritten(store, resource);
  if (resource === NODES) return nodeItself(store, node);
  const known = NODE_LISTS.get(store);
  if (known?.revision !== store.revision || known.resource !== resource) {
    NODE_LISTS.set(store, { revision: store.revision, resource });
    return writtenOf(store, resource, (object) => nodeOf(object) === node);
  }
  known.byNode ??= sortedOut(store, resource);
  return known.byNode.get(node) ?? [];
}

const NODES = groupResource(NODE);

/** A kubelet's own Node is found by its name: a thousand kubelets that begin need not look at a million. */
function nodeItself(store: StoreState, name: string): readonly [string, KubeObject][] {
  const object = readObject(store, NODES, name);
  return object === undefined ? [] : [[name, object]];
}

function sortedOut(store: StoreState, resource: string): ByNode {
  const byNode: ByNode = new Map();
  for (const [key, object] of scanWritten(store, resource)) {
    const node = nodeOf(object) ?? '';
    const list = byNode.get(node);
    if (list === undefined) byNode.set(node, new Map([[key, object]]));
    else list.set(key, object);
  }
  return byNode;
}

/** The node that an object belongs to: a pod's, or the Node itself. */
function nodeOf(object: KubeObject): string | undefined {
  if (object.kind === 'Pod') return (object as Pod).spec?.nodeName;
  return object.kind === 'Node' ? object.metadata.name : undefined;
}

function tell(host: Host, listeners: readonly Listener[], change: Change): void {
  const from = host.cause;
  for (const { context, onChange } of listeners) {
    host.cause = from;
    onChange(context, change);
  }
}

function findRoute(host: Host, id: string): Route | undefined {
  const process = host.state.processes.get(id.slice(0, id.indexOf('|')));
  const watch = process?.watches.get(id);
  const informer = watch && process?.informers.get(watch.resource);
  if (process === undefined || watch === undefined || informer === undefined) return undefined;
  const listeners: Listener[] = [];
  for (const component of process.components) {
    const live = host.live.get(component);
    if (live !== undefined) listeners.push(...listenersIn(host, live, watch.resource));
  }
  const route = { watch, informer, listeners };
  host.routes.set(id, route);
  return route;
}

export function listenersIn(host: Host, live: Live, resource: string): readonly Listener[] {
  const { definition, context } = live;
  const listeners: Listener[] = [];
  for (const { type, onChange } of definition.watches)
    if (onChange !== undefined && groupResource(type) === resource) listeners.push({ context, onChange });
  const listener = listenerToAll(host, live, resource);
  if (listener !== undefined) listeners.push(listener);
  return listeners;
}

function listenerToAll(host: Host, { definition, context }: Live, resource: string): Listener | undefined {
  const { watchesAll } = definition;
  const kind = watchesAll && allKinds(host.server).find((known) => isStoredAs(known) && groupResource(known.type) === resource);
  if (watchesAll === undefined || kind === undefined) return undefined;
  if (watchesAll.except.some((type) => groupResource(type) === resource)) return undefined;
  return { context, onChange: (own, change) => watchesAll.onChange(own, kind.type, change) };
}
