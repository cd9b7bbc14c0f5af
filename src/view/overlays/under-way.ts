import { NodeFlag, PodLook } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { labelsOf } from '../labels.ts';
import type { FrameSource } from '../source.ts';

/** What is under way with a pod. */
export const Way = {
  none: 0,
  /** Of the revision that is rolled out, and of one that is replaced. */
  newer: 1,
  older: 2,
  /** On its way out: through the eviction API (as a drain does), for a pod of higher priority, or because of its node. */
  evicted: 3,
  preempted: 4,
  driven: 5,
} as const;
export type Way = (typeof Way)[keyof typeof Way];
const WAYS = 6;

export interface Rollout {
  /** `Kind/name`. */
  readonly owner: string;
  readonly newer: number;
  readonly older: number;
}

export interface UnderWay {
  /** A `Way` by row of the frame. */
  readonly ways: Uint8Array;
  /** How many rows there are of each `Way`. */
  readonly counts: readonly number[];
  readonly rollouts: readonly Rollout[];
  /** Pods that a drain has still to move, by row of the cordoned node. */
  readonly drains: ReadonlyMap<number, number>;
}

/**
 * Rollouts, drains, and pods that somebody drives out. `drained` holds name numbers of nodes from which pods were evicted since they
 * were cordoned; it is kept by the caller from frame to frame, since between two evictions nothing else tells.
 */
export function underWay(frame: Frame, source: FrameSource, drained: Set<number>): UnderWay {
  const ways = new Uint8Array(frame.podCount);
  const rollouts = readRollouts(frame, source, ways);
  readReasons(frame, source, ways);
  return { ways, counts: countWays(ways), rollouts, drains: readDrains(frame, source, ways, drained) };
}

function countWays(ways: Uint8Array): readonly number[] {
  const counts = Array.from({ length: WAYS }, () => 0);
  for (const way of ways) counts[way] = (counts[way] ?? 0) + 1;
  return counts;
}

interface Revision {
  readonly rows: number[];
  /** creationTimestamp of its first pod that is still there. */
  since: number;
}

/** An owner whose pods are of several revisions is being rolled out; that which came last is the new one, a revision that came back too. */
function readRollouts(frame: Frame, source: FrameSource, ways: Uint8Array): readonly Rollout[] {
  const owners = new Map<string, Map<string, Revision>>();
  const revisionOf = revisions(source);
  for (let row = 0; row < frame.podCount; row++) {
    const revision = isOver(frame, row) ? '' : revisionOf(frame.podLabels[row] ?? 0);
    if (revision === '' || (frame.podOwner[row] ?? 0) === 0) continue;
    const key = `${frame.podNamespace[row] ?? 0} ${frame.podOwner[row] ?? 0}`;
    const found = owners.get(key) ?? new Map<string, Revision>();
    const created = frame.podCreated[row] ?? 0;
    const own = found.get(revision) ?? { rows: [], since: created };
    own.rows.push(row);
    own.since = Math.min(own.since, created);
    owners.set(key, found.set(revision, own));
  }
  const rollouts: Rollout[] = [];
  for (const found of owners.values()) {
    const [newest, ...others] = [...found.values()].toSorted((a, b) => b.since - a.since);
    if (newest === undefined || others.length === 0) continue;
    const replaced = others.flatMap(({ rows }) => rows);
    for (const row of newest.rows) ways[row] = Way.newer;
    for (const row of replaced) ways[row] = Way.older;
    const owner = source.string(frame.podOwner[newest.rows[0] ?? 0] ?? 0);
    rollouts.push({ owner, newer: newest.rows.length, older: replaced.length });
  }
  return rollouts;
}

/** Of a label set; '' for pods without revisions. */
function revisions(source: FrameSource): (set: number) => string {
  const known = new Map<number, string>();
  return (set) => {
    const before = known.get(set);
    if (before !== undefined) return before;
    const labels = labelsOf(set, source);
    const revision = labels['pod-template-hash'] ?? labels['controller-revision-hash'] ?? '';
    known.set(set, revision);
    return revision;
  };
}

function isOver(frame: Frame, row: number): boolean {
  const look = frame.podLook[row];
  return look === PodLook.succeeded || look === PodLook.failed;
}

/** Reasons of condition DisruptionTarget (k8s.io/api/core/v1). */
const REASONS: Readonly<Record<string, Way>> = {
  EvictionByEvictionAPI: Way.evicted,
  PreemptionByScheduler: Way.preempted,
  DeletionByTaintManager: Way.driven,
  DeletionByPodGC: Way.driven,
  TerminationByKubelet: Way.driven,
};

function readReasons(frame: Frame, source: FrameSource, ways: Uint8Array): void {
  for (let row = 0; row < frame.podCount; row++) {
    const message = frame.podLook[row] === PodLook.terminating ? (frame.podMessage[row] ?? 0) : 0;
    if (message === 0) continue;
    const [reason = ''] = source.string(message).split(':', 1);
    const way = REASONS[reason];
    if (way !== undefined) ways[row] = way;
  }
}

function readDrains(frame: Frame, source: FrameSource, ways: Uint8Array, drained: Set<number>): ReadonlyMap<number, number> {
  for (let row = 0; row < frame.podCount; row++) {
    const node = frame.podNode[row] ?? -1;
    if (node >= 0 && ways[row] === Way.evicted) drained.add(frame.nodeName[node] ?? 0);
  }
  const drains = new Map<number, number>();
  for (let node = 0; node < frame.nodeCount; node++) {
    const name = frame.nodeName[node] ?? 0;
    if (((frame.nodeFlags[node] ?? 0) & NodeFlag.cordoned) === 0) drained.delete(name);
    else if (drained.has(name)) drains.set(node, 0);
  }
  if (drains.size === 0) return drains;
  for (let row = 0; row < frame.podCount; row++) {
    const left = drains.get(frame.podNode[row] ?? -1);
    if (left !== undefined && !isOver(frame, row) && !staysInDrain(frame, source, row)) drains.set(frame.podNode[row] ?? -1, left + 1);
  }
  return drains;
}

/** kubectl drain leaves pods of DaemonSets and static pods where they are. */
function staysInDrain(frame: Frame, source: FrameSource, row: number): boolean {
  return /^(DaemonSet|Node)\//.test(source.string(frame.podController[row] ?? 0));
}
