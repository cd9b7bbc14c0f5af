/** The jobs of a CronJob: how they are made, named, and which of the finished ones go. */
import { ApiError, ifFound } from '../../../api/errors.ts';
import { isJobConditionTrue } from '../../../api/kinds/job/conditions.ts';
import { nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { CRON_JOB, JOB } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { CronJob, Job, ObjectReference } from '../../../api/types.gen.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import type { LateContext } from '../../kernel/late-component.ts';
import { timeInZone } from './schedule.ts';

const MINUTE_MS = 60_000;

/** One name for each minute: no time is run twice. */
export function jobName(cronJob: CronJob, time: number): string {
  return `${nameOf(cronJob)}-${Math.floor(time / MINUTE_MS)}`;
}

export function jobAt(cronJob: CronJob, time: number): Job {
  const { jobTemplate, timeZone = 'UTC' } = cronJob.spec ?? {};
  const { labels, annotations } = jobTemplate?.metadata ?? {};
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, time),
      namespace: namespaceOf(cronJob),
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, 'batch.kubernetes.io/cronjob-scheduled-timestamp': timeInZone(time, timeZone) },
      ownerReferences: [controllerRef(CRON_JOB, cronJob)],
    },
    ...(jobTemplate?.spec === undefined ? {} : { spec: jobTemplate.spec }),
  };
}

export function referenceTo(job: Job): ObjectReference {
  const { resourceVersion = '' } = job.metadata;
  return { apiVersion: 'batch/v1', kind: 'Job', name: nameOf(job), namespace: namespaceOf(job), resourceVersion, uid: uidOf(job) };
}

/** Those that are more than the history keeps, the oldest first; of the successful ones, then of the failed ones. */
export function jobsBeyondHistory({ spec }: CronJob, jobs: readonly Job[]): readonly Job[] {
  const beyond = (type: string, limit = Number.POSITIVE_INFINITY): readonly Job[] => {
    const ended = jobs.filter((job) => isJobConditionTrue(job, type));
    return ended.length > limit ? ended.toSorted(byStart).slice(0, ended.length - limit) : [];
  };
  return [...beyond('Complete', spec?.successfulJobsHistoryLimit), ...beyond('Failed', spec?.failedJobsHistoryLimit)];
}

/** Jobs that never started come last. */
function byStart(a: Job, b: Job): number {
  const startOf = ({ status }: Job): number => (status?.startTime === undefined ? Number.MAX_VALUE : parseTime(status.startTime));
  return startOf(a) - startOf(b) || (nameOf(a) < nameOf(b) ? -1 : 1);
}

/** Deletes a job, whose pods follow it. Gives the refusal rather than throwing it. */
export function removeJob<M>(context: LateContext<M>, cronJob: CronJob, job: Job): ApiError | undefined {
  try {
    context.client.delete(JOB, namespaceOf(job), nameOf(job), { propagationPolicy: 'Background' });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${error.message}`);
    return error;
  }
  context.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${nameOf(job)}`);
  return undefined;
}

/** The job of a name as the API server knows it. */
export function jobNamed({ client }: Pick<LateContext, 'client'>, namespace: string, name: string): Job | undefined {
  return ifFound(() => client.get(JOB, namespace, name));
}
