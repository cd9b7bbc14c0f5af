/** The conditions that a kubelet gives a pod. Pods that start in the same second say the same, and say it until they go: they share it. */
import { findCondition } from '../../api/pod/conditions.ts';
import type { ContainerStatus, Pod, PodCondition } from '../../api/types.gen.ts';
import { shareLatest } from '../../base/share-latest.ts';
import { type Verdict, containersReady, podInitialized, podReady } from './conditions.ts';
import { specOf } from './containers.ts';

/** The order in which the kubelet lists its own; what others put on the pod comes first. */
export function conditionsOf(
  stored: Pod,
  statuses: readonly ContainerStatus[],
  phase: string,
  sandboxReady: boolean,
  now: string,
): readonly PodCondition[] {
  const spec = specOf(stored);
  const present = stored.status?.conditions ?? [];
  const containers = containersReady(spec, statuses, phase);
  const generation = stored.metadata.generation ?? 0;
  const own = (type: string, verdict: Verdict) => condition(type, verdict, present, generation, now);
  const ours = [
    own('PodReadyToStartContainers', sandboxReady ? TRUE : FALSE),
    own('Initialized', podInitialized(spec, statuses, phase)),
    own('Ready', podReady(spec, present, containers)),
    own('ContainersReady', containers),
    own('PodScheduled', TRUE),
  ];
  const theirs = present.filter(({ type }) => !OWN.has(type));
  return theirs.length === 0 ? latelyListed(phase, ours) : theirs.concat(ours);
}

const OWN: ReadonlySet<string> = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);
const TRUE: Verdict = { status: 'True' };
const FALSE: Verdict = { status: 'False' };

function condition(
  type: string,
  verdict: Verdict,
  present: readonly PodCondition[],
  observedGeneration: number,
  now: string,
): PodCondition {
  const before = findCondition(present, type);
  const lastTransitionTime = before?.status === verdict.status ? (before.lastTransitionTime ?? now) : now;
  // Most conditions stay as they are from one write to the next, and all versions are kept for a while.
  if (before !== undefined && saysTheSame(before, verdict, observedGeneration)) return before;
  return latelySaid[verdict.status](type, newCondition(type, verdict, lastTransitionTime, observedGeneration));
}

/** Three shapes written out: this runs ten times for every pod that starts. */
function newCondition(type: string, verdict: Verdict, lastTransitionTime: string, observedGeneration: number): PodCondition {
  const { status, reason, message } = verdict;
  if (reason === undefined) return { type, status, lastProbeTime: null, lastTransitionTime, observedGeneration };
  if (message === undefined) return { type, status, lastProbeTime: null, lastTransitionTime, reason, observedGeneration };
  return { type, status, lastProbeTime: null, lastTransitionTime, reason, message, observedGeneration };
}

type Said = Pick<PodCondition, 'status' | 'reason' | 'message'>;

/** As this kubelet would write it, to the last field. */
function saysTheSame(before: PodCondition, { status, reason, message }: Said, observedGeneration: number): boolean {
  return (
    before.status === status &&
    before.reason === reason &&
    before.message === message &&
    before.observedGeneration === observedGeneration &&
    before.lastProbeTime === null &&
    before.lastTransitionTime !== undefined
  );
}

const isSaidAlready = (a: PodCondition, b: PodCondition) =>
  a.lastTransitionTime === b.lastTransitionTime && saysTheSame(a, b, b.observedGeneration ?? 0);
const latelySaid = { True: shareLatest(isSaidAlready), False: shareLatest(isSaidAlready) };
const latelyListed = shareLatest<readonly PodCondition[]>((a, b) => a.length === b.length && a.every((one, index) => one === b[index]));
