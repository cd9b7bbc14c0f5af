import { parseTime } from '../time.ts';
import type { Pod, PodCondition } from '../types.gen.ts';

/** What the conditions in a status have in common, whatever the kind. */
export interface ConditionLike {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string;
  readonly observedGeneration?: number;
}

export function findCondition<T extends ConditionLike>(conditions: readonly T[] | undefined, type: string): T | undefined {
  if (conditions === undefined) return undefined;
  // A loop: nothing is asked more often, and a function for each question adds up.
  for (const condition of conditions) if (condition.type === type) return condition;
  return undefined;
}

/**
 * `conditions` with `condition` in the place of its type, or at the end. The time of transition moves only when the
 * status does. The same array when nothing else changes either.
 */
export function withCondition<T extends ConditionLike>(conditions: readonly T[] | undefined, condition: T): readonly T[] {
  const index = conditions?.findIndex((present) => present.type === condition.type) ?? -1;
  const present = conditions?.[index];
  if (conditions === undefined || present === undefined) return [...(conditions ?? []), condition];
  const next = present.status === condition.status ? keepTransition(condition, present) : condition;
  return saysTheSame(next, present) ? conditions : conditions.with(index, next);
}

export function podCondition(pod: Pod, type: string): PodCondition | undefined {
  return findCondition(pod.status?.conditions, type);
}

export function isPodReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

/** Ready for longer than `minReadySeconds`. `now` in milliseconds since the epoch. */
export function isPodAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return false;
  if (minReadySeconds === 0) return true;
  return ready.lastTransitionTime !== undefined && parseTime(ready.lastTransitionTime) + minReadySeconds * 1000 <= now;
}

export function isPodTerminal(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}

/** Counts towards a controller's replicas: neither finished nor on its way out. */
export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

function keepTransition<T extends ConditionLike>(condition: T, present: T): T {
  if (condition.lastTransitionTime === present.lastTransitionTime) return condition;
  const { lastTransitionTime } = present;
  return { ...condition, ...(lastTransitionTime === undefined ? {} : { lastTransitionTime }) };
}

function saysTheSame(a: ConditionLike, b: ConditionLike): boolean {
  return (
    a.status === b.status &&
    a.reason === b.reason &&
    a.message === b.message &&
    a.lastTransitionTime === b.lastTransitionTime &&
    a.observedGeneration === b.observedGeneration
  );
}
