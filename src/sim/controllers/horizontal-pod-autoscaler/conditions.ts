import { formatTime } from '../../../api/time.ts';
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerCondition } from '../../../api/types.gen.ts';

export type Conditions = readonly HorizontalPodAutoscalerCondition[];

export interface ConditionWords {
  readonly type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

/** Conditions as they change one after the other. */
export interface Notes {
  (type: ConditionWords['type'], status: ConditionWords['status'], reason: string, message: string): void;
  all(): Conditions;
}

export function notes(now: number, { status }: HorizontalPodAutoscaler): Notes {
  let conditions: Conditions = status?.conditions ?? [];
  const note = (type: ConditionWords['type'], value: ConditionWords['status'], reason: string, message: string): void => {
    conditions = withCondition(conditions, { type, status: value, reason, message }, now);
  };
  return Object.assign(note, { all: () => conditions });
}

export function withoutCondition(conditions: Conditions, gone: string): Conditions {
  return conditions.some(({ type }) => type === gone) ? conditions.filter(({ type }) => type !== gone) : conditions;
}

/** The time of transition moves only when the status does. */
function withCondition(conditions: Conditions, words: ConditionWords, now: number): Conditions {
  const present = conditions.find(({ type }) => type === words.type);
  const since = present?.status === words.status ? present.lastTransitionTime : undefined;
  const next = { ...words, lastTransitionTime: since ?? formatTime(now) };
  return present === undefined ? [...conditions, next] : conditions.map((condition) => (condition === present ? next : condition));
}
