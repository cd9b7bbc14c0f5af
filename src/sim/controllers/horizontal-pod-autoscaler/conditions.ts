import { withCondition } from '../../../api/pod/conditions.ts';
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
    conditions = withCondition(conditions, { type, status: value, reason, message, lastTransitionTime: formatTime(now) });
  };
  return Object.assign(note, { all: () => conditions });
}

export function withoutCondition(conditions: Conditions, gone: string): Conditions {
  return conditions.some(({ type }) => type === gone) ? conditions.filter(({ type }) => type !== gone) : conditions;
}
