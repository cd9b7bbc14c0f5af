/** A job's status while it is being worked out, and its conditions. */
import { findCondition } from '../../../api/pod/conditions.ts';
import { formatTime } from '../../../api/time.ts';
import type { Job, JobCondition, JobStatus } from '../../../api/types.gen.ts';

export interface Draft {
  conditions: readonly JobCondition[];
  startTime: string | undefined;
  completionTime: string | undefined;
  active: number;
  ready: number | undefined;
  terminating: number | undefined;
  succeeded: number;
  failed: number;
  completedIndexes: string;
  failedIndexes: string | undefined;
  /** Uids of pods that have ended and are not yet in the counts, since their finalizer has not been seen to be gone. */
  uncounted: { succeeded: readonly string[]; failed: readonly string[] };
}

export function draftOf(status: JobStatus = {}): Draft {
  return {
    conditions: status.conditions ?? [],
    startTime: status.startTime,
    completionTime: status.completionTime,
    active: status.active ?? 0,
    ready: status.ready,
    terminating: status.terminating,
    succeeded: status.succeeded ?? 0,
    failed: status.failed ?? 0,
    completedIndexes: status.completedIndexes ?? '',
    failedIndexes: status.failedIndexes,
    uncounted: { succeeded: status.uncountedTerminatedPods?.succeeded ?? [], failed: status.uncountedTerminatedPods?.failed ?? [] },
  };
}

/** Counts of zero are left out, but for the pods that are ready or on their way out. */
export function statusOf({ uncounted, ...draft }: Draft): JobStatus {
  const { succeeded, failed } = uncounted;
  const isSaid = ([name, value]: readonly [string, unknown]): boolean =>
    value !== undefined && (ALWAYS.has(name) || (value !== 0 && value !== '' && !(Array.isArray(value) && value.length === 0)));
  return {
    ...Object.fromEntries(Object.entries(draft).filter(isSaid)),
    uncountedTerminatedPods: { ...(succeeded.length === 0 ? {} : { succeeded }), ...(failed.length === 0 ? {} : { failed }) },
  };
}

const ALWAYS = new Set(['ready', 'terminating', 'failedIndexes']);

/** What a job has come to, or is to come to. */
export interface Verdict {
  readonly type: 'SuccessCriteriaMet' | 'FailureTarget' | 'Complete' | 'Failed';
  readonly reason: string;
  readonly message: string;
}

export function conditionOf(type: string, status: 'True' | 'False', reason: string, message: string, now: number): JobCondition {
  const time = formatTime(now);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message };
}

/** The same array when it says so already. What was never true need not be said to be false. */
export function ensureCondition(conditions: readonly JobCondition[], condition: JobCondition): readonly JobCondition[] {
  const index = conditions.findIndex(({ type }) => type === condition.type);
  const present = conditions[index];
  if (present === undefined) return condition.status === 'False' ? conditions : [...conditions, condition];
  const { status, reason, message } = condition;
  const saysSo = present.status === status && present.reason === reason && present.message === message;
  return saysSo ? conditions : conditions.with(index, condition);
}

export function trueCondition(conditions: readonly JobCondition[] | undefined, type: string): JobCondition | undefined {
  const condition = findCondition(conditions, type);
  return condition?.status === 'True' ? condition : undefined;
}

export function isSuspended({ spec }: Job): boolean {
  return spec?.suspend === true;
}

export function isIndexed({ spec }: Job): boolean {
  return spec?.completionMode === 'Indexed';
}
