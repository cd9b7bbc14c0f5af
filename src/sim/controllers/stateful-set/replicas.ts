/** What a StatefulSet's pods need in one sync, in the order in which it may be done (pkg/controller/statefulset/stateful_set_control.go). */
import { ApiError } from '../../../api/errors.ts';
import { isGateOn } from '../../../api/feature-gates.ts';
import { isTerminating } from '../../../api/object.ts';
import { isPodAvailable, isPodReady } from '../../../api/pod/conditions.ts';
import type { Pod, StatefulSet, StatefulSetStatus } from '../../../api/types.gen.ts';
import { claimsAreStale, completeClaims, createPod, deletePod, fixClaims, fixPod } from './control.ts';
import { newPod, ordinalOf, revisionNameOf } from './identity.ts';
import {
  type Rollout,
  desiredReplicas,
  isInRange,
  isOfCurrentRevision,
  isOrdered,
  maxUnavailableOf,
  minReadySeconds,
  partitionOf,
  startOrdinal,
} from './rollout.ts';
import { calculateStatus } from './status.ts';

export interface Outcome {
  readonly status: StatefulSetStatus;
  /** What was refused first. */
  readonly error: ApiError | undefined;
}

export function updateReplicas(rollout: Rollout, pods: readonly Pod[]): Outcome {
  const { set } = rollout;
  if (isTerminating(set)) return { status: calculateStatus(rollout, pods, 0), error: undefined };
  const replicas = replicasOf(rollout, pods);
  const condemned = condemnedOf(set, pods);
  let justDeleted = 0;
  const error = refusalOf(() => {
    if (!manageReplicas(rollout, replicas, condemned)) return;
    for (const outdated of outdatedPods(rollout, replicas)) {
      deletePod(rollout, outdated);
      justDeleted += 1;
    }
  });
  return { status: calculateStatus(rollout, [...replicas, ...condemned], justDeleted), error };
}

/** The pods in their places, and in the places that are empty those that are to be made. */
export function replicasOf({ set, current, update }: Rollout, pods: readonly Pod[]): readonly Pod[] {
  const there = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
  return Array.from({ length: desiredReplicas(set) }, (_, index) => {
    const ordinal = startOrdinal(set) + index;
    return there.get(ordinal) ?? newPod(set, isOfCurrentRevision(set, ordinal) ? current : update, ordinal);
  });
}

/** Those that are one too many, the last one first. */
export function condemnedOf(set: StatefulSet, pods: readonly Pod[]): readonly Pod[] {
  return pods.filter((pod) => ordinalOf(pod) >= 0 && !isInRange(set, ordinalOf(pod))).sort((a, b) => ordinalOf(b) - ordinalOf(a));
}

/** What a rolling update deletes now. */
export function outdatedPods(rollout: Rollout, replicas: readonly Pod[]): readonly Pod[] {
  const { context, set, update } = rollout;
  const gates = context.spec.featureGates;
  if (set.spec?.updateStrategy?.type === 'OnDelete') return [];
  if (!isGateOn(gates, 'MaxUnavailableStatefulSet')) return nextOutdated(rollout, replicas);
  const missing = replicas.filter((pod) => isUnavailable(pod, set, context.now)).length;
  const budget = Math.max(0, maxUnavailableOf(set, desiredReplicas(set), gates) - missing);
  const outdated = replicas.slice(partitionOf(set)).filter((pod) => revisionNameOf(pod) !== update.name && !isTerminating(pod));
  return outdated.reverse().slice(0, budget);
}

/** The pod that a rolling update deletes next: the last one of another revision, if none after it is unavailable. */
function nextOutdated({ context, set, update }: Rollout, replicas: readonly Pod[]): readonly Pod[] {
  for (const pod of replicas.slice(partitionOf(set)).reverse()) {
    if (revisionNameOf(pod) !== update.name && !isTerminating(pod)) return [pod];
    if (isUnavailable(pod, set, context.now)) return [];
  }
  return [];
}

/** Makes what is missing and deletes what is one too many. False while something has to be waited for first. */
function manageReplicas(rollout: Rollout, replicas: readonly Pod[], condemned: readonly Pod[]): boolean {
  const { set, context } = rollout;
  const unavailable = [...replicas, ...condemned.toReversed()].find((pod) => isUnavailable(pod, set, context.now));
  return (
    forAll(set, replicas, (pod) => manageReplica(rollout, pod)) &&
    forAll(set, condemned, (pod) => fixClaims(rollout, pod)) &&
    forAll(set, condemned, (pod) => dismiss(rollout, pod, pod === unavailable))
  );
}

/** Goes on in order while `act` says so; or with all of them, in batches that grow while nothing is refused. */
function forAll(set: StatefulSet, pods: readonly Pod[], act: (pod: Pod) => boolean): boolean {
  if (isOrdered(set)) return pods.every(act);
  for (let done = 0, size = 1; done < pods.length; done += size, size = Math.min(done + 1, BATCH)) {
    const refusals = pods.slice(done, done + size).map((pod) => refusalOf(() => act(pod)));
    const first = refusals.find((refusal) => refusal !== undefined);
    if (first !== undefined) throw first;
  }
  return true;
}

const BATCH = 500;

/** True when this pod is as it should be, as far as others wait for it. */
function manageReplica(rollout: Rollout, pod: Pod): boolean {
  const { set, context } = rollout;
  const ordered = isOrdered(set);
  const phase = pod.status?.phase;
  if (phase === 'Failed' || phase === 'Succeeded') {
    if (!isTerminating(pod)) deletePod(rollout, pod);
    return false;
  }
  if (phase === undefined) {
    if (claimsAreStale(rollout, pod)) return false;
    createPod(rollout, pod);
    if (ordered) return false;
  }
  if (phase === 'Pending') completeClaims(rollout, pod);
  if (ordered && (isTerminating(pod) || !isRunningAndReady(pod) || !isPodAvailable(pod, minReadySeconds(set), context.now))) return false;
  if (phase !== undefined) fixPod(rollout, pod);
  return true;
}

/** Deletes a pod that is one too many. In order, it waits until those above are gone and this one is well, if it isn't the sick one. */
function dismiss(rollout: Rollout, pod: Pod, isFirstUnavailable: boolean): boolean {
  const { set, context } = rollout;
  if (isTerminating(pod)) return !isOrdered(set);
  const isWell = isRunningAndReady(pod) && isPodAvailable(pod, minReadySeconds(set), context.now);
  if (isOrdered(set) && !isWell && !isFirstUnavailable) return false;
  deletePod(rollout, pod);
  return false;
}

function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

function isUnavailable(pod: Pod, set: StatefulSet, now: number): boolean {
  return isTerminating(pod) || !isPodAvailable(pod, minReadySeconds(set), now);
}

function refusalOf(act: () => void): ApiError | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}
