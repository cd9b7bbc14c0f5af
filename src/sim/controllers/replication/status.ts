import { deepEqual } from '../../../base/equal.ts';
import { formatTime } from '../../../api/time.ts';
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../../api/types.gen.ts';
import { type ReplicatedSet, type SetKind, desiredReplicas } from './kinds.ts';
import type { Counts } from './tally.ts';

const FAILURE = 'ReplicaFailure';

/** The status of a set whose pods count so. `failure` is why the last attempt to change their number did not work out. */
export function calculateStatus(
  kind: SetKind,
  set: ReplicatedSet,
  counts: Counts,
  failure: string | undefined,
  now: number,
): ReplicaSetStatus {
  const conditions = failureConditions(set, counts, failure, now);
  return {
    replicas: counts.active,
    ...(counts.labelled === 0 ? {} : { fullyLabeledReplicas: counts.labelled }),
    ...(counts.ready === 0 ? {} : { readyReplicas: counts.ready }),
    ...(counts.available === 0 ? {} : { availableReplicas: counts.available }),
    ...(kind.reportsTerminating ? { terminatingReplicas: counts.terminating } : {}),
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(conditions.length === 0 ? {} : { conditions }),
  };
}

export function isSameStatus(set: ReplicatedSet, status: ReplicaSetStatus): boolean {
  return deepEqual(set.status, status);
}

/** A condition that stands already keeps its message and time; it goes when an attempt succeeds. */
function failureConditions(set: ReplicatedSet, counts: Counts, failure: string | undefined, now: number): readonly ReplicaSetCondition[] {
  const conditions: readonly ReplicaSetCondition[] = set.status?.conditions ?? [];
  const stands = conditions.some((condition) => condition.type === FAILURE);
  if (failure === undefined) return stands ? conditions.filter((condition) => condition.type !== FAILURE) : conditions;
  if (stands) return conditions;
  const reason = counts.active < desiredReplicas(set) ? 'FailedCreate' : 'FailedDelete';
  return [...conditions, { type: FAILURE, status: 'True', reason, message: failure, lastTransitionTime: formatTime(now) }];
}
