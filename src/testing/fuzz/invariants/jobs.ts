/** Jobs and CronJobs. */
import { isJobConditionTrue, isJobFinished } from '../../../api/kinds/job/conditions.ts';
import { type KubeObject, controllerOf, isTerminating, keyOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { isPodActive, isPodReady, isPodTerminal } from '../../../api/pod/conditions.ts';
import { CRON_JOB, JOB, POD } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { CronJob, Job, Pod } from '../../../api/types.gen.ts';
import { type Ledger, listOf, podsOf, readOf } from '../ledger.ts';
import { atRest, everyMoment } from './invariant.ts';
import { differences } from './replicas.ts';
import { awaitsADeletion, hasLostInSilence, isAbandoned, isWaiting } from './waiting.ts';

const CONTROLLER = 'job-controller';
const TRACKING = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';

function indexesOf(text: string | undefined): readonly number[] {
  if (text === undefined || text === '') return [];
  return text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, offset) => from + offset);
  });
}

export const indexesRunOnce = everyMoment<undefined>({
  name: 'an index of a Job has one pod at a time, and none once it has succeeded',
  resource: 'pods',
  start: () => undefined,
  onEntry(_memory, { type, object, at }, ledger) {
    const index = object.metadata.annotations?.[INDEX];
    const owner = controllerOf(object);
    if (type !== 'ADDED' || index === undefined || owner?.kind !== 'Job') return undefined;
    const job = readOf(ledger, JOB, `${namespaceOf(object)}/${owner.name}`);
    if (job === undefined || uidOf(job) !== owner.uid) return undefined;
    const others = podsOf(ledger, job).filter((pod) => pod !== object && isPodActive(pod) && pod.metadata.annotations?.[INDEX] === index);
    if (others.length > 0) return `${keyOf(object)} came beside ${others.map(nameOf).join()}`;
    const isDone = indexesOf(job.status?.completedIndexes).includes(Number(index));
    return isDone && at - (ledger.podsAt.get(owner.uid) ?? 0) > 0
      ? `${keyOf(object)} came although index ${index} has succeeded`
      : undefined;
  },
});

/** What a controller knows is as old as its watch, and nothing right after its start. */
const NEWS_MS = 1000;

export const jobsMakeWhatTheyNeed = everyMoment<undefined>({
  name: 'a Job makes no more pods than it needs',
  resource: 'pods',
  start: () => undefined,
  onEntry(_memory, { type, object, at }, ledger) {
    const owner = controllerOf(object);
    if (type !== 'ADDED' || owner?.kind !== 'Job') return undefined;
    const job = readOf(ledger, JOB, `${namespaceOf(object)}/${owner.name}`);
    if (job === undefined || uidOf(job) !== owner.uid) return undefined;
    const isEdited = (job.metadata.generation ?? 1) > 1;
    const editedAt = isEdited ? (ledger.specAt.get(owner.uid) ?? 0) : 0;
    if (at - Math.max(ledger.takenAt.get(owner.uid) ?? 0, editedAt, ledger.restartedAt) < NEWS_MS) return undefined;
    const { parallelism = 1, completions = Number.POSITIVE_INFINITY } = job.spec ?? {};
    const wanted = Math.min(parallelism, completions - (job.status?.succeeded ?? 0));
    const active = podsOf(ledger, job).filter(isPodActive).length;
    return active > wanted ? `${keyOf(object)} came as the ${active}th active pod of ${wanted}` : undefined;
  },
});

export const jobsKeepTheirLimits = everyMoment<undefined>({
  name: 'a Job succeeds and fails no more often than it may',
  resource: 'jobs.batch',
  start: () => undefined,
  onEntry(_memory, { type, object }) {
    if (type === 'DELETED') return undefined;
    const { spec, status } = object as Job;
    const completed = indexesOf(status?.completedIndexes);
    if (new Set(completed).size < completed.length) return `${keyOf(object)}: ${status?.completedIndexes ?? ''}`;
    const both = indexesOf(status?.failedIndexes).filter((index) => completed.includes(index));
    if (both.length > 0) return `${keyOf(object)}: ${both.join()} failed and succeeded`;
    if (
      spec?.completionMode === 'Indexed' &&
      isJobConditionTrue(object as Job, 'Complete') &&
      completed.length !== (status?.succeeded ?? 0)
    )
      return `${keyOf(object)}: ${status?.succeeded ?? 0} succeeded, indexes ${status?.completedIndexes ?? ''}`;
    if (isJobConditionTrue(object as Job, 'Complete') && isJobConditionTrue(object as Job, 'Failed'))
      return `${keyOf(object)} failed and is complete`;
    return undefined;
  },
});

export const jobStatusesAreCounts = atRest('the status of a Job is a recount', function* (ledger) {
  for (const job of listOf(ledger, JOB)) {
    if (isWaiting(ledger, CONTROLLER, keyOf(job)) || isTerminating(job) || wasGivenMore(ledger, job) || hasLostInSilence(ledger, job))
      continue;
    const pods = podsOf(ledger, job);
    const active = pods.filter(isPodActive);
    const { uncountedTerminatedPods: uncounted, startTime, active: told = 0 } = job.status ?? {};
    const expected = { active: active.length, ready: active.filter(isPodReady).length };
    // What a namespace refuses on its way out counts as made, and nothing wakes the controller again (pkg/controller/job: manageJob).
    const isMore = told > active.length && isAbandoned(ledger, job) && told <= (job.spec?.parallelism ?? 1);
    yield* differences(`Job ${keyOf(job)}`, isMore ? { ...expected, active: told } : expected, job.status);
    if ((uncounted?.failed ?? []).length + (uncounted?.succeeded ?? []).length > 0) yield `Job ${keyOf(job)} has uncounted pods`;
    if (startTime === undefined && job.spec?.suspend !== true) yield `Job ${keyOf(job)} never started`;
    if (isJobFinished(job) && active.length > 0) yield `Job ${keyOf(job)} is finished and has ${active.length} active pods`;
  }
});

/** A Job that has finished is left as it is, whoever's pods it is made the owner of (pkg/controller/job: syncJob). */
function wasGivenMore({ takenAt }: Ledger, job: Job): boolean {
  return isJobFinished(job) && (takenAt.get(uidOf(job)) ?? -Infinity) >= endOf(job);
}

/** When a finished Job was that, in milliseconds since the epoch, rounded down to seconds. */
function endOf({ status }: Job): number {
  const end = status?.conditions?.find(({ type, status: is }) => is === 'True' && (type === 'Complete' || type === 'Failed'));
  return parseTime(end?.lastTransitionTime ?? '');
}

export const jobsGoOn = atRest('a Job goes on until it is finished', function* (ledger) {
  for (const job of listOf(ledger, JOB)) {
    if (isJobFinished(job) || isTerminating(job) || isAbandoned(ledger, job) || isWaiting(ledger, CONTROLLER, keyOf(job))) continue;
    if (hasLostInSilence(ledger, job) || awaitsADeletion(ledger, job)) continue;
    const active = podsOf(ledger, job).filter(isPodActive).length;
    const { suspend, parallelism = 1, completions, activeDeadlineSeconds } = job.spec ?? {};
    const { succeeded = 0, failed = 0, startTime } = job.status ?? {};
    const leaving = podsOf(ledger, job).filter((pod) => isTerminating(pod) && !isPodTerminal(pod)).length;
    if (suspend === true) {
      if (active > 0) yield `${keyOf(job)} is suspended and has ${active} pods`;
      continue;
    }
    const since = startTime === undefined ? 0 : ledger.cluster.state.now - parseTime(startTime);
    if (activeDeadlineSeconds !== undefined && since > activeDeadlineSeconds * 1000 + 2000 && leaving === 0)
      yield `${keyOf(job)} is past its deadline`;
    if (completions === undefined && succeeded > 0) continue;
    const done = job.spec?.backoffLimitPerIndex === undefined ? succeeded : succeeded + indexesOf(job.status?.failedIndexes).length;
    const wanted = Math.min(parallelism, (completions ?? Number.POSITIVE_INFINITY) - done);
    if (active + leaving < wanted)
      yield `${keyOf(job)} has ${active} active pods of ${wanted}, after ${succeeded} successes and ${failed} failures`;
  }
});

export const failuresAreMeant = atRest('a Job fails for a reason that holds', function* (ledger) {
  for (const job of listOf(ledger, JOB)) {
    const { backoffLimit = 6, completions } = job.spec ?? {};
    const { failed = 0, succeeded = 0 } = job.status ?? {};
    if (
      !isEnding(ledger, job) &&
      failed > backoffLimit &&
      job.spec?.backoffLimitPerIndex === undefined &&
      !isJobFinished(job) &&
      job.spec?.suspend !== true &&
      !isTerminating(job)
    )
      yield `${keyOf(job)} goes on after ${failed} failures of ${backoffLimit}`;
    if (isJobConditionTrue(job, 'Complete') && job.spec?.successPolicy === undefined && succeeded < (completions ?? 1))
      yield `${keyOf(job)} is complete after ${succeeded} of ${completions ?? 1}`;
  }
});

/** It is settled that the Job fails, which it only does when the last of its pods has gone (pkg/controller/job: enactJobFinished). */
function isEnding(ledger: Ledger, job: Job): boolean {
  return isJobConditionTrue(job, 'FailureTarget') && podsOf(ledger, job).some((pod) => !isPodTerminal(pod));
}

export const nobodyIsTrackedInVain = atRest('a pod is held for its Job only until it is counted', function* (ledger) {
  for (const pod of listOf(ledger, POD)) {
    if (pod.metadata.finalizers?.includes(TRACKING) !== true) continue;
    const owner = controllerOf(pod);
    if (isAnothers(pod)) continue;
    const job = owner && readOf(ledger, JOB, `${namespaceOf(pod)}/${owner.name}`);
    if (job === undefined || uidOf(job) !== owner?.uid) {
      if (isTerminating(pod) || owner === undefined) yield `${keyOf(pod)} is held for nobody`;
    } else if (
      isPodTerminal(pod) &&
      !isKeptForTheNext(job) &&
      !isGivenInSilence(ledger, job, pod) &&
      !isWaiting(ledger, CONTROLLER, keyOf(job))
    )
      yield `${keyOf(pod)} is held by ${nameOf(job)} after its end`;
  }
});

/** Of a pod that it is given a finished Job hears nothing; the Job that made it lets it go when it ends (job_controller.go: updateJob). */
function isGivenInSilence(ledger: Ledger, job: Job, pod: Pod): boolean {
  if (!wasGivenMore(ledger, job) || isTerminating(pod)) return false;
  const maker = listOf(ledger, JOB).find((each) => uidOf(each) === pod.metadata.labels?.['batch.kubernetes.io/controller-uid']);
  return maker === undefined || !isJobFinished(maker) || endOf(maker) <= (ledger.takenAt.get(uidOf(job)) ?? 0);
}

/** Who was given to something other than a Job keeps the finalizer (pkg/controller/job: syncOrphanPod). */
export function isAnothers(pod: KubeObject): boolean {
  const owner = controllerOf(pod);
  return owner !== undefined && owner.kind !== 'Job';
}

/** Where failures are counted per index, the last failed pod of one stays until its successor has taken over its count. */
export function isKeptForTheNext({ spec }: Job): boolean {
  return spec?.backoffLimitPerIndex !== undefined;
}

export const finishedJobsAreRemoved = atRest('a finished Job is deleted when its time is over', function* (ledger) {
  const { now } = ledger.cluster.state;
  for (const job of listOf(ledger, JOB)) {
    const seconds = job.spec?.ttlSecondsAfterFinished;
    const end = job.status?.conditions?.find(({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True');
    if (seconds === undefined || end?.lastTransitionTime === undefined || isTerminating(job)) continue;
    if (parseTime(end.lastTransitionTime) + seconds * 1000 + 2000 < now) yield keyOf(job);
  }
});

function jobsOf(ledger: Ledger, { metadata }: CronJob): readonly Job[] {
  return listOf(ledger, JOB).filter((job) => controllerOf(job)?.uid === metadata.uid);
}

const LAG_MS = 100;

export const cronJobsDoNotOverlap = everyMoment<undefined>({
  name: 'Jobs of a CronJob run at the same time only if they may',
  resource: 'jobs.batch',
  start: () => undefined,
  onEntry(_memory, { type, object, at }, ledger) {
    const owner = controllerOf(object);
    if (type !== 'ADDED' || owner?.kind !== 'CronJob') return undefined;
    const cronJob = readOf(ledger, CRON_JOB, `${namespaceOf(object)}/${owner.name}`);
    if (cronJob === undefined || uidOf(cronJob) !== owner.uid || (cronJob.spec?.concurrencyPolicy ?? 'Allow') === 'Allow') return undefined;
    if (at - (ledger.specAt.get(owner.uid) ?? 0) < LAG_MS) return undefined;
    const known = new Set((cronJob.status?.active ?? []).map(({ uid }) => uid));
    const others = jobsOf(ledger, cronJob).filter(
      (job) => job !== object && !isJobFinished(job) && !isTerminating(job) && known.has(uidOf(job)),
    );
    return others.length === 0 ? undefined : `${keyOf(object)} came beside ${others.map(nameOf).join()}`;
  },
});

export const cronJobsKeepALittleHistory = atRest('a CronJob keeps as many finished Jobs as it should', function* (ledger) {
  for (const cronJob of listOf(ledger, CRON_JOB)) {
    if (isTerminating(cronJob) || isAbandoned(ledger, cronJob) || isWaiting(ledger, 'cronjob-controller', `${keyOf(cronJob)}!`)) continue;
    const jobs = jobsOf(ledger, cronJob).filter((job) => !isTerminating(job));
    const { successfulJobsHistoryLimit = 3, failedJobsHistoryLimit = 1 } = cronJob.spec ?? {};
    const complete = jobs.filter((job) => isJobConditionTrue(job, 'Complete')).length;
    const failed = jobs.filter((job) => isJobConditionTrue(job, 'Failed')).length;
    if (complete > successfulJobsHistoryLimit) yield `${keyOf(cronJob)} keeps ${complete} complete Jobs`;
    if (failed > failedJobsHistoryLimit) yield `${keyOf(cronJob)} keeps ${failed} failed Jobs`;
    const active = (cronJob.status?.active ?? []).map(({ uid }) => uid);
    const finished = jobs.filter((job) => isJobFinished(job) && active.includes(uidOf(job)));
    if (finished.length > 0) yield `${keyOf(cronJob)} still calls ${finished.map(nameOf).join()} active`;
  }
});
