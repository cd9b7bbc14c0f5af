import { formatTime } from '../../../api/time.ts';
import type { HorizontalPodAutoscalerCondition } from '../../../api/types.gen.ts';

export type Conditions = readonly HorizontalPodAutoscalerCondition[];

export interface ConditionWords {
  readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** The time of transition moves only when the status does. */
export function withCondition(conditions: Conditions, words: ConditionWords, now: number): Conditions {
  const present = conditions.find(({ type }) => type === words.type);
  const since = present?.status === words.status ? present.lastTransitionTime : undefined;
  const next = { ...words, lastTransitionTime: since ?? formatTime(now) };
  return present === undefined ? [...conditions, next] : conditions.map((condition) => (condition === present ? next : condition));
}
