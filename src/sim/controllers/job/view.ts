/** A job and its pods as one sync sees them (syncJobCtx in pkg/controller/job). */
import { isTerminating, uidOf } from '../../../api/object.ts';
import { isPodActive, isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import type { Job, JobSpec, Pod } from '../../../api/types.gen.ts';
import { type Backoff, finishedAt, nextBackoff } from './backoff.ts';
import { type Intervals, hasIndex, readIndexes, total, withIndexes } from './indexes.ts';
import type { JobContext, JobMemory } from './memory.ts';
import { completionIndex, indexFailures, isTracked } from './pod.ts';
import { judgeFailure } from './policies.ts';
import { type Draft, draftOf, isIndexed } from './status.ts';

export interface JobView {
  readonly context: JobContext;
  readonly memory: JobMemory;
  /** As it was last written. */
  job: Job;
  /** What is to be written. */
  readonly draft: Draft;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  /** Of the pods that are in no count yet. */
  readonly backoff: Backoff;
  readonly indexes: IndexView | undefined;
  /** These two follow what the sync deletes. */
  ready: number;
  terminating: number;
}

/** What an Indexed job knows of its indexes. */
export interface IndexView {
  readonly completions: number;
  /** As the status says. */
  readonly before: Intervals;
  readonly succeeded: Intervals;
  /** Undefined unless failures are limited by index. */
  readonly failed: Intervals | undefined;
  /** By index the failed pod that stays until another takes its place, so that failures are not forgotten. */
  readonly toReplace: ReadonlyMap<number, Pod>;
}

const NO_SPEC: JobSpec = { template: {} };

export function specOf({ spec }: Job): JobSpec {
  return spec ?? NO_SPEC;
}

export function viewOf(context: JobContext, memory: JobMemory, job: Job, pods: readonly Pod[]): JobView {
  const draft = draftOf(job.status);
  const active = pods.filter(isPodActive);
  const fresh = pods.filter((pod) => isTracked(pod) && !memory.released.has(uidOf(pod)) && (!isIndexed(job) || isInRange(pod, job)));
  const [knownSucceeded, knownFailed] = [new Set(draft.uncounted.succeeded), new Set(draft.uncounted.failed)];
  const succeeded = fresh.filter((pod) => pod.status?.phase === 'Succeeded' && !knownSucceeded.has(uidOf(pod)));
  const failed = fresh.filter((pod) => hasPodFailed(pod, job) && !knownFailed.has(uidOf(pod)));
  const counted = failed.filter((pod) => judgeFailure(specOf(job).podFailurePolicy, pod).counts);
  const indexes = isIndexed(job) ? indexViewOf(job, pods, active, fresh) : undefined;
  return {
    context,
    memory,
    job,
    draft,
    pods,
    active,
    succeeded: indexes === undefined ? draft.succeeded + succeeded.length + draft.uncounted.succeeded.length : total(indexes.succeeded),
    failed: draft.failed + counted.length + draft.uncounted.failed.length,
    backoff: nextBackoff(memory.backoff, succeeded, failed),
    indexes,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isOnItsWayOut).length,
  };
}

export function isOnItsWayOut(pod: Pod): boolean {
  return isTerminating(pod) && !isPodTerminal(pod);
}

/** Whether a pod counts as failed; where only those that have ended are replaced, one that is on its way out does not. */
export function hasPodFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesOnlyFailed(job) && isTerminating(pod) && pod.status?.phase !== 'Succeeded';
}

export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined;
}

/** Whether a pod is of an index that its Indexed job has. */
export function isInRange(pod: Pod, { spec }: Job): boolean {
  const index = completionIndex(pod);
  return index !== undefined && index < (spec?.completions ?? 0);
}

function indexViewOf(job: Job, pods: readonly Pod[], active: readonly Pod[], fresh: readonly Pod[]): IndexView {
  const completions = specOf(job).completions ?? 0;
  const before = readIndexes(job.status?.completedIndexes ?? '', completions);
  const succeeded = succeededIndexes(before, pods, completions);
  const failed = specOf(job).backoffLimitPerIndex === undefined ? undefined : failedIndexes(job, pods);
  const toReplace = failed === undefined ? NOTHING_TO_REPLACE : podsToReplace(job, active, fresh, succeeded, failed);
  return { completions, before, succeeded, failed, toReplace };
}

const NOTHING_TO_REPLACE: ReadonlyMap<number, Pod> = new Map();

export function succeededIndexes(before: Intervals, pods: readonly Pod[], completions: number): Intervals {
  const done = pods.filter((pod) => pod.status?.phase === 'Succeeded' && isTracked(pod));
  return withIndexes(
    before,
    indexesOf(done).filter((index) => index < completions),
  );
}

export function failedIndexes(job: Job, pods: readonly Pod[]): Intervals {
  const before = readIndexes(job.status?.failedIndexes ?? '', specOf(job).completions ?? 0);
  return withIndexes(before, indexesOf(pods.filter((pod) => isInRange(pod, job) && isTracked(pod) && failsItsIndex(pod, job))));
}

export function indexesOf(pods: readonly Pod[]): readonly number[] {
  return pods.flatMap((pod) => completionIndex(pod) ?? []);
}

function failsItsIndex(pod: Pod, job: Job): boolean {
  if (!hasPodFailed(pod, job)) return false;
  const { podFailurePolicy, backoffLimitPerIndex = 0 } = specOf(job);
  const { counts, action } = judgeFailure(podFailurePolicy, pod);
  return action === 'FailIndex' || (counts && indexFailures(pod).counted >= backoffLimitPerIndex);
}

/** Of several failed pods of one index the one that knows of most failures, and of those the one that ended last. */
function podsToReplace(job: Job, active: readonly Pod[], fresh: readonly Pod[], succeeded: Intervals, failed: Intervals) {
  const settled = withIndexes(succeeded, [...new Set(indexesOf(active))]);
  const chosen = new Map<number, Pod>();
  for (const pod of fresh) {
    const index = completionIndex(pod);
    if (index === undefined || !hasPodFailed(pod, job) || hasIndex(settled, index) || hasIndex(failed, index)) continue;
    const known = chosen.get(index);
    if (known === undefined || (allFailures(known) <= allFailures(pod) && finishedAt(pod) >= finishedAt(known))) chosen.set(index, pod);
  }
  return chosen;
}

export function allFailures(pod: Pod): number {
  const { counted, ignored } = indexFailures(pod);
  return counted + ignored;
}
