/** Whether a job is to end before all its pods have succeeded, and why. The first reason is the one that is given. */
import { parseTime } from '../../../api/time.ts';
import type { Job, Pod } from '../../../api/types.gen.ts';
import { delaysTheEnd } from './gates.ts';
import { total } from './indexes.ts';
import { judgeFailure, matchedSuccess } from './policies.ts';
import { type Verdict, isSuspended, trueCondition } from './status.ts';
import { type JobView, hasPodFailed, specOf } from './view.ts';

export function verdictOf(view: JobView): Verdict | undefined {
  const limited = limitReached(view) ?? indexesFailed(view);
  const atOnce = limited !== undefined && !delaysTheEnd(view.context.spec.featureGates);
  const failed: Verdict | undefined = atOnce ? { ...limited, type: 'Failed' } : limited;
  return earlierVerdict(view) ?? jobFailed(view) ?? failed ?? enoughSucceeded(view);
}

function earlierVerdict({ draft: { conditions } }: JobView): Verdict | undefined {
  const met = trueCondition(conditions, 'SuccessCriteriaMet');
  const doomed = trueCondition(conditions, 'FailureTarget');
  const said = met ?? doomed;
  if (said === undefined) return undefined;
  return { type: met === undefined ? 'Failed' : 'SuccessCriteriaMet', reason: said.reason ?? '', message: said.message ?? '' };
}

function jobFailed({ job, pods }: JobView): Verdict | undefined {
  const { podFailurePolicy } = specOf(job);
  if (podFailurePolicy === undefined) return undefined;
  for (const pod of pods) {
    const message = hasPodFailed(pod, job) ? judgeFailure(podFailurePolicy, pod).jobFails : undefined;
    if (message !== undefined) return fail('PodFailurePolicy', message);
  }
  return undefined;
}

function limitReached({ job, failed, pods, draft, context }: JobView): Verdict | undefined {
  if (failed > (specOf(job).backoffLimit ?? 0) || restartedTooOften(job, pods)) {
    return fail('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  if ((deadlineLeftMs(job, draft.startTime, context.now) ?? 1) > 0) return undefined;
  return fail('DeadlineExceeded', 'Job was active longer than specified deadline');
}

function indexesFailed({ job, indexes }: JobView): Verdict | undefined {
  if (indexes?.failed === undefined) return undefined;
  const failed = total(indexes.failed);
  if (failed > (specOf(job).maxFailedIndexes ?? Number.POSITIVE_INFINITY)) {
    return fail('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  }
  const isOver = failed > 0 && failed + total(indexes.succeeded) >= indexes.completions;
  return isOver ? fail('FailedIndexes', 'Job has failed indexes') : undefined;
}

function enoughSucceeded({ job, indexes }: JobView): Verdict | undefined {
  if (indexes === undefined) return undefined;
  const message = matchedSuccess(specOf(job).successPolicy, indexes.completions, indexes.succeeded);
  return message === undefined ? undefined : { type: 'SuccessCriteriaMet', reason: 'SuccessPolicy', message };
}

/** Containers that are restarted in place count as well. */
function restartedTooOften(job: Job, pods: readonly Pod[]): boolean {
  const { template, backoffLimit = 0 } = specOf(job);
  if (template.spec?.restartPolicy !== 'OnFailure') return false;
  const restarts = pods
    .filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending')
    .flatMap(({ status }) => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** Milliseconds until a job that runs has been active for too long; undefined where nothing limits it. */
export function deadlineLeftMs(job: Job, startTime: string | undefined, now: number): number | undefined {
  const { activeDeadlineSeconds } = specOf(job);
  if (activeDeadlineSeconds === undefined || startTime === undefined || isSuspended(job)) return undefined;
  return activeDeadlineSeconds * 1000 - (now - parseTime(startTime));
}

function fail(reason: string, message: string): Verdict {
  return { type: 'FailureTarget', reason, message };
}
