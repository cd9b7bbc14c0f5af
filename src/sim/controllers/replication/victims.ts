/** Which pods go first when there are too many (ActivePodsWithRanks in pkg/controller/controller_utils.go). */
import { compareText } from '../../../base/compare.ts';
import type { FeatureGates } from '../../../api/feature-gates.ts';
import { isSidecar } from '../../../api/pod/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { ContainerStatus, Pod } from '../../../api/types.gen.ts';
import { readyCondition } from './tally.ts';

/**
 * `count` pods of `pods` to delete. `onNode` tells how many pods of all sets of the same owner share a node: where there are more,
 * its pods go earlier, so that the rest stays spread out.
 */
export function podsToDelete(
  pods: readonly Pod[],
  onNode: (node: string) => number,
  count: number,
  now: number,
  gates?: FeatureGates,
): readonly Pod[] {
  if (count >= pods.length) return pods;
  const ageOf = ageBuckets(now, gates);
  const ranks = pods.map((pod) => rankOf(pod, onNode(pod.spec?.nodeName ?? ''), ageOf, gates));
  return smallest(ranks, count).map(({ pod }) => pod);
}

/** A pod with what it is compared by; the earlier fields weigh more. */
export interface Rank {
  readonly pod: Pod;
  /** Not assigned to a node, then by phase, then not ready. */
  readonly stage: number;
  readonly deletionCost: number;
  readonly onNode: number;
  /** Of the transition to Ready, where it is known. */
  readonly readySince: string | undefined;
  readonly restarts: number;
  readonly sidecarRestarts: number;
  readonly ageOf: AgeOf;
}

/** Whole part of log2 of a time's age in nanoseconds, or the age itself where the gate is off. */
export type AgeOf = (time: string) => number;

const PHASES: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const READY = 1;

export function rankOf(pod: Pod, onNode: number, ageOf: AgeOf, gates?: FeatureGates): Rank {
  const ready = readyCondition(pod);
  const assigned = (pod.spec?.nodeName ?? '') === '' ? 0 : 1;
  const phase = PHASES[pod.status?.phase ?? ''] ?? 0;
  return {
    pod,
    stage: assigned * 8 + phase * 2 + (ready === undefined ? 0 : READY),
    deletionCost: gates?.PodDeletionCost === false ? 0 : deletionCost(pod),
    onNode,
    readySince: ready?.lastTransitionTime,
    restarts: mostRestarts(pod.status?.containerStatuses),
    sidecarRestarts: sidecarRestarts(pod),
    ageOf,
  };
}

/** Negative when `a` is deleted before `b`. */
export function compareRanks(a: Rank, b: Rank): number {
  return (
    a.stage - b.stage ||
    a.deletionCost - b.deletionCost ||
    b.onNode - a.onNode ||
    ((a.stage & READY) === 0 ? 0 : compareAges(a, b, a.readySince, b.readySince)) ||
    b.restarts - a.restarts ||
    b.sidecarRestarts - a.sidecarRestarts ||
    compareAges(a, b, a.pod.metadata.creationTimestamp, b.pod.metadata.creationTimestamp)
  );
}

/** Many pods share their times, which are in whole seconds. */
export function ageBuckets(now: number, gates?: FeatureGates): AgeOf {
  if (gates?.LogarithmicScaleDown === false) return (time) => now - parseTime(time);
  const known = new Map<string, number>();
  return (time) => {
    let bucket = known.get(time);
    if (bucket === undefined) {
      const age = (now - parseTime(time)) * 1e6;
      known.set(time, (bucket = age > 0 ? Math.trunc(Math.log2(age)) : -1));
    }
    return bucket;
  };
}

/** The newer goes first, but ages of one power of two count as equal: then the uid decides, which is as good as chance. */
function compareAges(a: Rank, b: Rank, timeA: string | undefined, timeB: string | undefined): number {
  if (timeA === timeB) return 0;
  if (timeA === undefined || timeB === undefined) return timeA === undefined ? -1 : 1;
  return a.ageOf(timeA) - b.ageOf(timeB) || compareText(a.pod.metadata.uid, b.pod.metadata.uid);
}

/** The first `count` in order, without sorting the rest. Equal ones keep their order. */
function smallest(ranks: readonly Rank[], count: number): Rank[] {
  const chosen: Rank[] = [];
  for (const rank of ranks) {
    const last = chosen.at(-1);
    if (chosen.length === count && last !== undefined && compareRanks(rank, last) >= 0) continue;
    let low = 0;
    for (let high = chosen.length; low < high;) {
      const middle = (low + high) >> 1;
      const other = chosen[middle];
      if (other !== undefined && compareRanks(other, rank) <= 0) low = middle + 1;
      else high = middle;
    }
    chosen.splice(low, 0, rank);
    if (chosen.length > count) chosen.pop();
  }
  return chosen;
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
  const sidecars = pod.spec?.initContainers?.filter(isSidecar) ?? [];
  if (sidecars.length === 0) return 0;
  const names = new Set(sidecars.map((container) => container.name));
  return mostRestarts(pod.status?.initContainerStatuses?.filter((status) => names.has(status.name)));
}
