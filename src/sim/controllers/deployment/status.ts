/** A Deployment's status and the progress of its rollout (pkg/controller/deployment/{sync,progress}.go). */
import { parseTime } from '../../../api/time.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../api/types.gen.ts';
import { type Conditions, findCondition, newCondition, removeCondition, setCondition } from './conditions.ts';
import { maxUnavailable } from './math.ts';
import { actualReplicas, availableReplicas, desiredOf, readyReplicas, terminatingReplicas, totalSize } from './replica-sets.ts';

/** progressDeadlineSeconds that stands for "none". */
const NO_DEADLINE = 2 ** 31 - 1;

/** Reasons of the Progressing condition that the passing of time alone does not change. */
const SETTLED: ReadonlySet<string | undefined> = new Set(['NewReplicaSetAvailable', 'ProgressDeadlineExceeded']);

export function calculateStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const available = availableReplicas(sets);
  const collisionCount = deployment.status?.collisionCount;
  const terminating = terminatingReplicas(sets);
  const conditions = setCondition(deployment.status?.conditions ?? [], availability(deployment, available, now));
  return {
    ...(deployment.metadata.generation === undefined ? {} : { observedGeneration: deployment.metadata.generation }),
    ...counted('replicas', actualReplicas(sets)),
    ...counted('updatedReplicas', newSet?.status?.replicas ?? 0),
    ...counted('readyReplicas', readyReplicas(sets)),
    ...counted('availableReplicas', available),
    ...counted('unavailableReplicas', Math.max(0, totalSize(sets) - available)),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    conditions,
  };
}

/** The same, with what a rollout tells besides: progress, its deadline, and failures of the ReplicaSets. */
export function rolloutStatus(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  now: number,
): DeploymentStatus {
  const status = calculateStatus(deployment, sets, newSet, now);
  const progressed = withProgress(deployment, status, newSet?.metadata.name, now);
  const failure = firstFailure(newSet === undefined ? sets : [newSet, ...sets]);
  const conditions = failure === undefined ? removeCondition(progressed, 'ReplicaFailure') : setCondition(progressed, failure);
  return { ...status, conditions };
}

export function hasProgressDeadline(deployment: Deployment): boolean {
  const deadline = deployment.spec?.progressDeadlineSeconds;
  return deadline !== undefined && deadline !== NO_DEADLINE;
}

/** Everything is of the newest template, available, and seen. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredOf(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** More new pods, fewer old ones, more ready or more available ones than the stored status says. */
export function isProgressing(deployment: Deployment, status: DeploymentStatus): boolean {
  const before = deployment.status ?? {};
  return (
    (status.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldReplicas(status) < oldReplicas(before) ||
    (status.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

/**
 * When to look again whether a rollout is stuck, in milliseconds; undefined when it can't be, or is known to be. One that was complete once
 * can't time out any more: whatever becomes of its pods wakes the controller by itself.
 */
export function stuckCheckMs(deployment: Deployment, status: DeploymentStatus, now: number): number | undefined {
  const progressing = findCondition(status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || progressing === undefined) return undefined;
  if (isComplete(deployment, status) || SETTLED.has(progressing.reason)) return undefined;
  return Math.max(0, deadlineOf(deployment, progressing) - now) + 1000;
}

function withProgress(deployment: Deployment, status: DeploymentStatus, newSet: string | undefined, now: number): Conditions {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return removeCondition(conditions, 'Progressing');
  const present = findCondition(deployment.status?.conditions, 'Progressing');
  const wasComplete = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && present?.reason === 'NewReplicaSetAvailable';
  if (wasComplete) return conditions;
  const subject = newSet === undefined ? `Deployment "${deployment.metadata.name ?? ''}"` : `ReplicaSet "${newSet}"`;
  if (isComplete(deployment, status))
    return setCondition(
      conditions,
      newCondition('Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`, now),
    );
  if (isProgressing(deployment, status))
    return refreshed(conditions, newCondition('Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`, now), present);
  if (hasTimedOut(deployment, status, now))
    return setCondition(
      conditions,
      newCondition('Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`, now),
    );
  return conditions;
}

/** Every progress moves the deadline, though status and reason stay. */
function refreshed(conditions: Conditions, condition: DeploymentCondition, present: DeploymentCondition | undefined): Conditions {
  const since = present?.status === 'True' ? present.lastTransitionTime : undefined;
  return setCondition(
    removeCondition(conditions, 'Progressing'),
    since === undefined ? condition : { ...condition, lastTransitionTime: since },
  );
}

function hasTimedOut(deployment: Deployment, status: DeploymentStatus, now: number): boolean {
  const progressing = findCondition(status.conditions, 'Progressing');
  if (progressing === undefined || progressing.reason === 'NewReplicaSetAvailable') return false;
  return progressing.reason === 'ProgressDeadlineExceeded' || deadlineOf(deployment, progressing) < now;
}

function deadlineOf(deployment: Deployment, progressing: DeploymentCondition): number {
  const since = progressing.lastUpdateTime;
  return (since === undefined ? 0 : parseTime(since)) + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000;
}

function availability(deployment: Deployment, available: number, now: number): DeploymentCondition {
  return available >= desiredOf(deployment) - maxUnavailable(deployment)
    ? newCondition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : newCondition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now);
}

function firstFailure(sets: readonly ReplicaSet[]): DeploymentCondition | undefined {
  for (const set of sets) {
    const failure = set.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure');
    if (failure === undefined) continue;
    const { type, status, reason = '', message = '', lastTransitionTime: since } = failure;
    return { type, status, reason, message, ...(since === undefined ? {} : { lastUpdateTime: since, lastTransitionTime: since }) };
  }
  return undefined;
}

function oldReplicas(status: DeploymentStatus): number {
  return (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
}

/** Kubernetes leaves a count of 0 out. */
function counted(field: keyof DeploymentStatus, count: number): DeploymentStatus {
  return count === 0 ? {} : { [field]: count };
}
