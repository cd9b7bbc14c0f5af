import { formatTime } from '../../../api/time.ts';
import type { DeploymentCondition } from '../../../api/types.gen.ts';

export type Conditions = readonly DeploymentCondition[];
type ConditionType = 'Available' | 'Progressing' | 'ReplicaFailure';

export function newCondition(
  type: ConditionType,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  now: number,
): DeploymentCondition {
  const time = formatTime(now);
  return { type, status, reason, message, lastUpdateTime: time, lastTransitionTime: time };
}

export function findCondition(conditions: Conditions | undefined, type: ConditionType): DeploymentCondition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/** Moves the condition to the end; one that says the same (status and reason) is left as it is, with its message and times. */
export function setCondition(conditions: Conditions, condition: DeploymentCondition): Conditions {
  const present = conditions.find((other) => other.type === condition.type);
  if (present?.status === condition.status && present.reason === condition.reason) return conditions;
  const since = present?.status === condition.status ? present.lastTransitionTime : undefined;
  return [
    ...conditions.filter((other) => other.type !== condition.type),
    since === undefined ? condition : { ...condition, lastTransitionTime: since },
  ];
}

export function removeCondition(conditions: Conditions, type: ConditionType): Conditions {
  return conditions.some((condition) => condition.type === type) ? conditions.filter((condition) => condition.type !== type) : conditions;
}
