/**
 * The CronJob controller (pkg/controller/cronjob): makes a job whenever the schedule says so, one for all the times that were missed,
 * and keeps a short history of jobs that have ended.
 */
import { CronError } from '../../../api/cron.ts';
import { isJobConditionTrue, isJobFinished } from '../../../api/kinds/job/conditions.ts';
import { type ResourceType, controllerOf, isTerminating, keyOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { CRON_JOB, JOB } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { CronJob, CronJobStatus, Job } from '../../../api/types.gen.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';
import { jobNamed, jobsBeyondHistory, removeJob } from './jobs.ts';
import { scheduleOf, untilNextMs } from './schedule.ts';
import { startWhenDue } from './start.ts';
import { NOTHING, type View, forget, isActive, statusIn } from './view.ts';

export const cronJobController: LateBehaviour = {
  onChange(context, { resource }: ResourceType, change: Change) {
    if (resource === CRON_JOB.resource) onCronJobChange(context, change as Change<CronJob>);
    else onJobChange(context, change as Change<Job>);
  },
  sync: syncCronJob,
};

function syncCronJob(context: LateContext, key: string): number | undefined {
  const cronJob = context.lister(CRON_JOB).byKey(key);
  if (cronJob === undefined) return undefined;
  const jobs = context.lister(JOB).by('owner', uidOf(cronJob));
  const view: View = { context, cronJob, ...statusIn(cronJob), isChanged: false };
  for (const job of jobsBeyondHistory(cronJob, jobs)) {
    if (removeJob(context, cronJob, job) === undefined) forget(view, uidOf(job));
  }
  for (const job of jobs) takeNote(view, job);
  forgetMissing(view, new Set(jobs.map(uidOf)));
  const { againMs, error } = isTerminating(cronJob) ? NOTHING : startWhenDue(view);
  if (view.isChanged) writeStatus(view);
  if (error !== undefined) throw error;
  return againMs;
}

function writeStatus({ context, cronJob, active, lastScheduleTime, lastSuccessfulTime }: View): void {
  const status: CronJobStatus = {
    ...(active.length === 0 ? {} : { active }),
    ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
    ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
  };
  context.client.updateStatus(CRON_JOB, { ...cronJob, status });
}

/** A job that runs has to be known, and one that has ended is known no longer. */
function takeNote(view: View, job: Job): void {
  const { context, cronJob } = view;
  const isKnown = isActive(view, uidOf(job));
  if (!isJobFinished(job)) {
    if (isKnown || isKnownByNow(view, job)) return;
    const text = `Saw a job that the controller did not create or forgot: ${nameOf(job)}`;
    return context.event(cronJob, 'Warning', 'UnexpectedJob', text);
  }
  const isComplete = isJobConditionTrue(job, 'Complete');
  if (isKnown) {
    forget(view, uidOf(job));
    const ending = isComplete ? 'Complete' : 'Failed';
    context.event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${nameOf(job)}, condition: ${ending}`);
  }
  if (isComplete) noteSuccess(view, job.status?.completionTime);
}

/** The informer may not know yet what this controller has just written. */
function isKnownByNow(view: View, job: Job): boolean {
  const { context, cronJob } = view;
  const fresh = context.client.get(CRON_JOB, namespaceOf(cronJob), nameOf(cronJob));
  const status = statusIn(fresh);
  if (!isActive(status, uidOf(job))) return false;
  Object.assign(view, { cronJob: fresh, ...status } satisfies Partial<View>);
  return true;
}

function noteSuccess(view: View, completionTime: string | undefined): void {
  const { lastSuccessfulTime } = view;
  if (completionTime === undefined) return;
  if (lastSuccessfulTime !== undefined && parseTime(completionTime) <= parseTime(lastSuccessfulTime)) return;
  view.lastSuccessfulTime = completionTime;
  view.isChanged = true;
}

function forgetMissing(view: View, known: ReadonlySet<string>): void {
  const { context, cronJob } = view;
  for (const { uid = '', namespace = '', name = '' } of view.active) {
    if (known.has(uid) || jobNamed(context, namespace, name) !== undefined) continue;
    context.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
    forget(view, uid);
  }
}

function onCronJobChange(context: LateContext, { object, previous }: Change<CronJob>): void {
  const isRescheduled =
    previous !== undefined && (previous.spec?.schedule !== object.spec?.schedule || previous.spec?.timeZone !== object.spec?.timeZone);
  if (!isRescheduled) return context.enqueue(keyOf(object));
  const schedule = scheduleOf(object);
  if (schedule instanceof CronError) {
    const text = `unparseable schedule for cronjob: ${object.spec?.schedule ?? ''}`;
    return context.event(object, 'Warning', 'UnParseableCronJobSchedule', text);
  }
  context.enqueueAfter(keyOf(object), untilNextMs(object, context.now, schedule));
}

function onJobChange(context: LateContext, { object, previous }: Change<Job>): void {
  for (const job of previous === undefined ? [object] : [previous, object]) {
    const reference = controllerOf(job);
    if (reference?.kind !== CRON_JOB.kind) continue;
    const cronJob = context.lister(CRON_JOB).get(namespaceOf(job), reference.name);
    if (cronJob !== undefined && uidOf(cronJob) === reference.uid) context.enqueue(keyOf(cronJob));
  }
}
