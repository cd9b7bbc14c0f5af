/** Which pods go first when there are too many (ActivePodsWithRanks in pkg/controller/controller_utils.go). */
import { isPodActive } from '../../../api/pod/conditions.ts';
import { isSidecar } from '../../../api/pod/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { ContainerStatus, Pod } from '../../../api/types.gen.ts';
import { readyCondition } from './tally.ts';

/**
 * `count` pods of `pods` to delete. `related` are the pods of all sets of the same owner: where more of them share a node,
 * its pods go earlier, so that the rest stays spread out.
 */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], count: number, now: number): readonly Pod[] {
  if (count >= pods.length) return pods;
  const perNode = countPerNode(related);
  const ranked = pods.map((pod) => rankOf(pod, perNode.get(pod.spec?.nodeName ?? '') ?? 0, now));
  return ranked
    .sort(compareRanks)
    .slice(0, count)
    .map((rank) => rank.pod);
}

/** A pod with everything it is compared by; the earlier fields weigh more. */
export interface Rank {
  readonly pod: Pod;
  readonly assigned: boolean;
  readonly phase: number;
  readonly ready: boolean;
  readonly deletionCost: number;
  readonly onNode: number;
  /** Of the transition to Ready; NaN if unknown. */
  readonly readyAt: number;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly createdAt: number;
  readonly now: number;
}

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

export function rankOf(pod: Pod, onNode: number, now: number): Rank {
  const ready = readyCondition(pod);
  return {
    pod,
    assigned: (pod.spec?.nodeName ?? '') !== '',
    phase: PHASES[pod.status?.phase ?? ''] ?? 0,
    ready: ready !== undefined,
    deletionCost: deletionCost(pod),
    onNode,
    readyAt: timeOf(ready?.lastTransitionTime),
    restarts: mostRestarts(pod.status?.containerStatuses),
    sidecarRestarts: sidecarRestarts(pod),
    createdAt: timeOf(pod.metadata.creationTimestamp),
    now,
  };
}

/** Negative when `a` is deleted before `b`. */
export function compareRanks(a: Rank, b: Rank): number {
  return (
    Number(a.assigned) - Number(b.assigned) ||
    a.phase - b.phase ||
    Number(a.ready) - Number(b.ready) ||
    a.deletionCost - b.deletionCost ||
    b.onNode - a.onNode ||
    (a.ready && b.ready ? compareAges(a, b, a.readyAt, b.readyAt) : 0) ||
    b.restarts - a.restarts ||
    b.sidecarRestarts - a.sidecarRestarts ||
    compareAges(a, b, a.createdAt, b.createdAt)
  );
}

/** The newer goes first, but ages of one power of two count as equal: then the uid decides, which is as good as chance. */
function compareAges(a: Rank, b: Rank, timeA: number, timeB: number): number {
  const unknownA = Number.isNaN(timeA);
  const unknownB = Number.isNaN(timeB);
  if (unknownA || unknownB) return Number(unknownB) - Number(unknownA);
  if (timeA === timeB) return 0;
  const difference = ageBucket(timeA, a.now) - ageBucket(timeB, b.now);
  if (difference !== 0) return difference;
  return compareText(a.pod.metadata.uid, b.pod.metadata.uid);
}

function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whole part of log2 of the age in nanoseconds. */
function ageBucket(time: number, now: number): number {
  const age = (now - time) * 1e6;
  return age > 0 ? Math.trunc(Math.log2(age)) : -1;
}

function timeOf(time: string | undefined): number {
  return time === undefined ? Number.NaN : parseTime(time);
}

function deletionCost(pod: Pod): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'];
  // Leading plus signs and zeros are refused, as in the API server's own check.
  return text !== undefined && /^(?:0|-?[1-9]\d*)$/.test(text) && Math.abs(Number(text)) <= 2 ** 31 - 1 ? Number(text) : 0;
}

function mostRestarts(statuses: readonly ContainerStatus[] | undefined): number {
  let most = 0;
  for (const status of statuses ?? []) most = Math.max(most, status.restartCount);
  return most;
}

function sidecarRestarts(pod: Pod): number {
  const sidecars = pod.spec?.initContainers?.filter(isSidecar);
  if (sidecars === undefined || sidecars.length === 0) return 0;
  const names = new Set(sidecars.map((container) => container.name));
  return mostRestarts(pod.status?.initContainerStatuses?.filter((status) => names.has(status.name)));
}

function countPerNode(related: readonly Pod[]): Map<string, number> {
  const perNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec?.nodeName ?? '';
    if (isPodActive(pod)) perNode.set(node, (perNode.get(node) ?? 0) + 1);
  }
  return perNode;
}
