/**
 * Follows a run through the store's log, entry by entry: rebuilds the objects from it, tells the invariants that hold at every
 * moment, and knows when something last changed.
 */
import { type KubeObject, type ResourceType, controllerOf, groupResource, isTerminating, uidOf } from '../../api/object.ts';
import { POD, POD_DISRUPTION_BUDGET } from '../../api/resources.ts';
import type { Lease, Node, Pod, ResourceQuota } from '../../api/types.gen.ts';
import { deepEqual } from '../../base/equal.ts';
import { type Cluster, entriesSince } from '../../sim/cluster.ts';
import type { LogEntry } from '../../sim/store/store.ts';
import { type Disruptions, noteDisruptions } from './disruptions.ts';

export interface Violation {
  readonly invariant: string;
  readonly message: string;
  /** Virtual milliseconds since the start of the run. */
  readonly at: number;
}

/** What has to hold after every write. */
export interface MomentInvariant<Memory = unknown> {
  readonly name: string;
  /** Writes of this resource are looked at; '' for all. */
  readonly resource: string;
  readonly start: () => Memory;
  /** What is wrong after this write, if anything. */
  readonly onEntry: (memory: Memory, entry: LogEntry, ledger: Ledger) => string | undefined;
}

export interface Ledger {
  readonly cluster: Cluster;
  /** Resource → key → object, as they were after the entry that was looked at last. */
  readonly objects: Map<string, Map<string, KubeObject>>;
  readonly everyMoment: readonly (readonly [MomentInvariant, memory: unknown])[];
  /** When a pod was last written, by the uid of its controller. */
  readonly podsAt: Map<string, number>;
  /** When a pod was last removed, by the uid of its controller. */
  readonly goneAt: Map<string, number>;
  /** When a pod of somebody else, or of nobody, was last taken over, by the uid of its controller. */
  readonly takenAt: Map<string, number>;
  /** When a pod that was on its way out was taken from its controller, by the controller's uid. */
  readonly lostDyingAt: Map<string, number>;
  /** Of a pod that was taken from its controller last by whom it was lost and when, by the pod's uid. */
  readonly lostBy: Map<string, { readonly owner: string; readonly at: number }>;
  /** When a pod that had just been taken from its controller was deleted, by the controller's uid. */
  readonly missedDeletionAt: Map<string, number>;
  /** When a spec was last written, by uid. */
  readonly specAt: Map<string, number>;
  /** When what a quota limits or counts was last changed, its status included, by uid. */
  readonly quotaAt: Map<string, number>;
  /** When the scope of a quota that was there already was changed, by uid. */
  readonly scopeAt: Map<string, number>;
  readonly disruptions: Disruptions;
  /** When a part of the control plane was last stopped or started, or began to lead: what it knew by heart is gone. */
  restartedAt: number;
  /** How often that has happened. */
  restarts: number;
  /** When a node was last removed. */
  nodeGoneAt: number;
  /** When a node was registered, by its uid. */
  readonly nodeCameAt: Map<string, number>;
  /** When labels or taints of a node were last changed, by its uid. */
  readonly nodeLooksAt: Map<string, number>;
  readonly violations: Violation[];
  /** Entries looked at so far end here. */
  cursor: number;
  /** When something other than a heartbeat was written last, in milliseconds since the epoch. */
  changedAt: number;
  /** Since when nothing is done to the cluster any more; undefined while things are done to it. */
  healedAt: number | undefined;
  readonly onEntry?: (entry: LogEntry) => void;
}

/** Most violations that are noted of one run. */
const MOST = 20;

export function createLedger(cluster: Cluster, everyMoment: readonly MomentInvariant[], onEntry?: (entry: LogEntry) => void): Ledger {
  const { now, store } = cluster.state;
  return {
    cluster,
    objects: new Map(),
    everyMoment: everyMoment.map((invariant) => [invariant, invariant.start()]),
    podsAt: new Map(),
    goneAt: new Map(),
    takenAt: new Map(),
    lostDyingAt: new Map(),
    lostBy: new Map(),
    missedDeletionAt: new Map(),
    specAt: new Map(),
    quotaAt: new Map(),
    scopeAt: new Map(),
    disruptions: new Map(),
    restartedAt: 0,
    restarts: 0,
    nodeGoneAt: 0,
    nodeCameAt: new Map(),
    nodeLooksAt: new Map(),
    violations: [],
    cursor: store.compacted,
    changedAt: now,
    healedAt: undefined,
    ...(onEntry === undefined ? {} : { onEntry }),
  };
}

/** To be called more often than the store forgets. */
export function look(ledger: Ledger): void {
  for (const entry of entriesSince(ledger.cluster, ledger.cursor)) lookAt(ledger, entry);
  ledger.cursor = ledger.cluster.state.store.revision;
}

export function noteViolation({ violations, cluster }: Ledger, invariant: string, message: string, at = cluster.state.now): void {
  if (violations.length < MOST) violations.push({ invariant, message, at: at - cluster.state.spec.startTime });
}

export function listOf<T extends KubeObject>(ledger: Ledger, type: ResourceType<T>): readonly T[] {
  return Array.from(ledger.objects.get(groupResource(type))?.values() ?? [], (object) => object as T);
}

export function readOf<T extends KubeObject>(ledger: Ledger, type: ResourceType<T>, key: string): T | undefined {
  return ledger.objects.get(groupResource(type))?.get(key) as T | undefined;
}

export function noteRestart(ledger: Ledger, at: number): void {
  ledger.restartedAt = at;
  ledger.restarts += 1;
}

/** Pods whose controller is this object. */
export function podsOf(ledger: Ledger, owner: KubeObject): readonly Pod[] {
  return listOf(ledger, POD).filter((pod) => controllerOf(pod)?.uid === uidOf(owner));
}

function lookAt(ledger: Ledger, entry: LogEntry): void {
  const { objects } = ledger;
  const table = objects.get(entry.resource) ?? new Map<string, KubeObject>();
  objects.set(entry.resource, table);
  const before = table.get(entry.key);
  if (entry.previous !== undefined && before !== undefined && before !== entry.previous)
    noteViolation(ledger, 'the log is a history', `revision ${entry.revision} of ${entry.resource} ${entry.key} follows something else`);
  if (entry.type === 'DELETED') table.delete(entry.key);
  else table.set(entry.key, entry.object);
  ledger.onEntry?.(entry);
  noteTimes(ledger, entry);
  if (isChange(entry)) ledger.changedAt = entry.at;
  for (const [invariant, memory] of ledger.everyMoment) {
    if (invariant.resource !== '' && invariant.resource !== entry.resource) continue;
    const message = invariant.onEntry(memory, entry, ledger);
    if (message !== undefined) noteViolation(ledger, invariant.name, message, entry.at);
  }
}

function noteTimes(ledger: Ledger, entry: LogEntry): void {
  const { resource, type, object, previous, at } = entry;
  const { podsAt, goneAt, specAt } = ledger;
  if (resource === 'nodes' && type === 'DELETED') ledger.nodeGoneAt = at;
  if (resource === 'nodes' && type === 'ADDED') ledger.nodeCameAt.set(uidOf(object), at);
  if (resource === 'nodes' && previous !== undefined && !looksTheSame(object as Node, previous as Node))
    ledger.nodeLooksAt.set(uidOf(object), at);
  if (resource === LEASES && holderOf(object) !== (previous && holderOf(previous))) noteRestart(ledger, at);
  if (resource === 'resourcequotas') noteQuota(ledger, object, previous, at);
  if (resource !== 'pods') {
    if (object.metadata.generation !== previous?.metadata.generation) specAt.set(uidOf(object), at);
    return;
  }
  noteDisruptions(ledger.disruptions, listOf(ledger, POD_DISRUPTION_BUDGET), entry);
  const owner = controllerOf(object)?.uid ?? '';
  if (previous !== undefined && owner !== controllerOf(previous)?.uid) ledger.takenAt.set(owner, at);
  const former = previous && controllerOf(previous)?.uid;
  if (former !== undefined && former !== owner && isTerminating(object)) ledger.lostDyingAt.set(former, at);
  if (former !== undefined && former !== owner) ledger.lostBy.set(uidOf(object), { owner: former, at });
  if (type === 'DELETED' || (isTerminating(object) && !(previous !== undefined && isTerminating(previous))))
    noteDeletion(ledger, object, at);
  // Who has just lost a pod knows it no sooner than who has a new one.
  for (const uid of [owner, former]) {
    if (!uid) continue;
    podsAt.set(uid, at);
    if (type === 'DELETED' || owner !== uid) goneAt.set(uid, at);
  }
}

/** What a controller sees is this old at most, in milliseconds, while it acts. */
const UNSEEN_MS = 10;

function noteDeletion({ lostBy, missedDeletionAt }: Ledger, pod: KubeObject, at: number): void {
  const lost = lostBy.get(uidOf(pod));
  if (lost !== undefined && at - lost.at <= UNSEEN_MS) missedDeletionAt.set(lost.owner, at);
}

function noteQuota({ quotaAt, scopeAt }: Ledger, object: KubeObject, previous: KubeObject | undefined, at: number): void {
  if (!deepEqual(limitsOf(object), previous && limitsOf(previous))) quotaAt.set(uidOf(object), at);
  if (previous !== undefined && !deepEqual(scopeOf(object), scopeOf(previous))) scopeAt.set(uidOf(object), at);
}

function scopeOf(object: KubeObject): unknown {
  return (object as ResourceQuota).spec?.scopeSelector ?? null;
}

function limitsOf(object: KubeObject): unknown {
  const { spec, status } = object as ResourceQuota;
  return [spec, status?.hard];
}

const LEASES = 'leases.coordination.k8s.io';
const RESTLESS = new Set([LEASES, 'events']);

function holderOf(object: KubeObject): string {
  return (object as Lease).spec?.holderIdentity ?? '';
}

function isChange({ type, resource, object, previous }: LogEntry): boolean {
  if (RESTLESS.has(resource)) return false;
  return type === 'DELETED' || resource !== 'nodes' || previous === undefined || !isHeartbeat(object as Node, previous as Node);
}

function looksTheSame(node: Node, before: Node): boolean {
  return deepEqual(node.metadata.labels, before.metadata.labels) && deepEqual(node.spec?.taints, before.spec?.taints);
}

function isHeartbeat(node: Node, before: Node): boolean {
  return (
    deepEqual(node.spec, before.spec) && deepEqual(node.metadata.labels, before.metadata.labels) && readiness(node) === readiness(before)
  );
}

function readiness({ status }: Node): string {
  return (status?.conditions ?? []).map(({ type, status: is }) => `${type}=${is}`).join();
}
