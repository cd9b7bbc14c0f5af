/** Whether a CronJob is to start a job now, and how it does. */
import { ApiError } from '../../../api/errors.ts';
import { CronError, type CronSchedule } from '../../../api/cron.ts';
import { controllerOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { JOB } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import { timeZoneError } from '../../../api/time-zone.ts';
import type { CronJob, Job } from '../../../api/types.gen.ts';
import { isNamespaceTerminating } from '../../client/pod-control.ts';
import { jobAt, jobName, jobNamed, referenceTo, removeJob } from './jobs.ts';
import { NO_SPEC, mostRecent, scheduleOf, timeInWords, untilNextMs } from './schedule.ts';
import { NOTHING, type Step, type View, forget, isActive } from './view.ts';

export function startWhenDue(view: View): Step {
  const { context, cronJob } = view;
  const { timeZone, schedule: text, suspend } = cronJob.spec ?? NO_SPEC;
  const warn = (reason: string, message: string): void => context.event(cronJob, 'Warning', reason, message);
  const zoneError = timeZone === undefined ? undefined : timeZoneError(timeZone);
  if (zoneError !== undefined) {
    warn('UnknownTimeZone', `invalid timeZone: ${JSON.stringify(timeZone)}: ${zoneError}`);
    return NOTHING;
  }
  if (suspend === true) return NOTHING;
  if (text.includes('TZ')) warn('UnsupportedSchedule', unsupported(text));
  const schedule = scheduleOf(cronJob);
  if (schedule instanceof CronError) {
    warn('UnparseableSchedule', `unparseable schedule: ${JSON.stringify(text)} : ${schedule.message}`);
    return NOTHING;
  }
  const { time, missed, error } = mostRecent(withStatus(view), context.now, schedule, true);
  if (error !== undefined) {
    warn('InvalidSchedule', `invalid schedule: ${text} : ${error}`);
    return NOTHING;
  }
  if (time === undefined) return later(view, schedule);
  if (missed === 'many') warn('TooManyMissedTimes', TOO_MANY);
  return mayStart(view, time) ? start(view, schedule, time) : later(view, schedule);
}

const TOO_MANY = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';

function unsupported(schedule: string): string {
  const page = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/';
  return `CRON_TZ or TZ used in schedule ${JSON.stringify(schedule)} is not officially supported, see ${page} for more details`;
}

function withStatus({ cronJob, lastScheduleTime }: View): CronJob {
  return { ...cronJob, status: { ...cronJob.status, ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }) } };
}

function later(view: View, schedule: CronSchedule): Step {
  return { againMs: untilNextMs(withStatus(view), view.context.now, schedule) };
}

/** Not too late, not a second time, and not beside another one where that is forbidden. */
function mayStart({ context, cronJob, active, lastScheduleTime }: View, time: number): boolean {
  const { startingDeadlineSeconds = Number.POSITIVE_INFINITY, concurrencyPolicy } = cronJob.spec ?? {};
  if (time + startingDeadlineSeconds * 1000 < context.now) {
    context.event(cronJob, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${timeInWords(time)}`);
    return false;
  }
  const name = jobName(cronJob, time);
  const isDone = active.some((reference) => reference.name === name) || lastScheduleTime === formatTime(time);
  if (isDone) return false;
  if (concurrencyPolicy !== 'Forbid' || active.length === 0) return true;
  const text = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  context.event(cronJob, 'Normal', 'JobAlreadyActive', text);
  return false;
}

function start(view: View, schedule: CronSchedule, time: number): Step {
  const { cronJob } = view;
  const refused = cronJob.spec?.concurrencyPolicy === 'Replace' ? removeActive(view) : undefined;
  if (refused !== undefined) return refused;
  const made = makeJob(view, time);
  if (!('job' in made)) return made;
  view.active = [...view.active, referenceTo(made.job)];
  view.lastScheduleTime = formatTime(time);
  view.isChanged = true;
  return later(view, schedule);
}

/** Undefined when all jobs that still ran were deleted. */
function removeActive(view: View): Step | undefined {
  for (const { namespace = '', name = '' } of view.active) {
    const error = removeOne(view, namespace, name);
    if (error !== undefined) return { error };
  }
  return undefined;
}

function removeOne(view: View, namespace: string, name: string): ApiError | undefined {
  const { context, cronJob } = view;
  try {
    const job = context.client.get(JOB, namespace, name);
    const refused = removeJob(context, cronJob, job);
    if (refused === undefined) forget(view, uidOf(job));
    return refused;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    context.event(cronJob, 'Warning', 'FailedGet', `Get job: ${error.message}`);
    return error;
  }
}

function makeJob(view: View, time: number): { readonly job: Job } | Step {
  const { context, cronJob } = view;
  try {
    const job = context.client.create(JOB, jobAt(cronJob, time));
    context.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${nameOf(job)}`);
    return { job };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'AlreadyExists') return jobThatExists(view, time);
    if (!isNamespaceTerminating(error)) context.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${error.message}`);
    return { error };
  }
}

/** One of this CronJob's own will do, unless it is known already. */
function jobThatExists(view: View, time: number): { readonly job: Job } | Step {
  const { context, cronJob } = view;
  const job = jobNamed(context, namespaceOf(cronJob), jobName(cronJob, time));
  const isOurs = job !== undefined && controllerOf(job)?.uid === uidOf(cronJob) && !isActive(view, uidOf(job));
  return isOurs ? { job } : NOTHING;
}
