/** Jobs, CronJobs, and how long finished jobs stay. */
import { CronError } from '../../../api/cron.ts';
import { parseGoDuration } from '../../../api/go-duration.ts';
import { parseTime } from '../../../api/time.ts';
import type { CronJob, Job, JobSpec, Pod, PodFailurePolicy, SuccessPolicy } from '../../../api/types.gen.ts';
import { mostRecent, scheduleOf, untilNextMs } from '../../../sim/controllers/cron-job/schedule.ts';
import { backoffLeftMs } from '../../../sim/controllers/job/backoff.ts';
import { underGates } from '../../../sim/controllers/job/gates.ts';
import { type Intervals, lowestFree, readIndexes, union, withIndexes } from '../../../sim/controllers/job/indexes.ts';
import { judgeFailure, matchedSuccess } from '../../../sim/controllers/job/policies.ts';
import { failedIndexes, indexesOf, succeededIndexes } from '../../../sim/controllers/job/view.ts';
import { timeLeftMs } from '../../../sim/controllers/ttl-after-finished/ttl-after-finished.ts';
import { type Subject, like, subject } from '../subject.ts';
import { type IndexPhase, JOB_SYNC, type JobSwitches, indexedPods, jobGates } from './job-sync.ts';

interface Pending {
  readonly cnt: number;
  readonly completions: number;
  readonly activePods?: readonly IndexPhase[];
  readonly succeededIndexes?: Intervals;
  readonly failedIndexes?: Intervals;
}

function milliseconds(text: string): number {
  const duration = parseGoDuration(text);
  if ('error' in duration) throw new Error(duration.error);
  return duration.nanoseconds / 1e6;
}

interface BackoffRow {
  readonly backoffRecord: { readonly failuresAfterLastSuccess: number; readonly lastFailureTime?: string };
  readonly currentTime: string;
  readonly defaultBackoff: string;
  readonly maxBackoff: string;
}

const PARTS: readonly Subject[] = [
  subject<{ prevSucceeded: string; pods?: readonly (IndexPhase & { readonly withoutFinalizer?: boolean })[]; completions: number }>(
    'job/succeeded-indexes',
    /^indexed Job: succeeded indexes/,
    ({ in: { prevSucceeded, pods = [], completions }, out }) => {
      const before = readIndexes(prevSucceeded, completions);
      return like(
        { intervals: [], statusIntervals: [], ...out },
        { intervals: succeededIndexes(before, indexedPods(pods), completions), statusIntervals: before },
      );
    },
  ),
  subject<{ job: Job; pods?: readonly Pod[] }>('job/failed-indexes', /^indexed Job: failed indexes/, ({ in: { job, pods = [] }, out }) =>
    like({ failedIndexes: [], ...out }, { failedIndexes: failedIndexes(job, pods) }),
  ),
  subject<Pending>('job/first-pending-indexes', /^indexed Job: next indexes/, ({ in: given, out }) => {
    const { cnt, completions, activePods, succeededIndexes: succeeded = [], failedIndexes: failed = [] } = given;
    const taken = union(withIndexes(succeeded, indexesOf(indexedPods(activePods))), failed);
    return like({ result: [], ...out }, { result: lowestFree(taken, cnt, completions) });
  }),
  subject<{ podFailurePolicy?: PodFailurePolicy; failedPod: Pod } & JobSwitches>(
    'job/pod-failure-policy',
    /^podFailurePolicy rules/,
    ({ in: { podFailurePolicy, failedPod, ...switches }, out }) => {
      const spec = { template: {}, ...(podFailurePolicy && { podFailurePolicy }) };
      const job = underGates({ apiVersion: 'batch/v1', kind: 'Job', metadata: {}, spec }, jobGates(switches));
      const { counts, action, jobFails } = judgeFailure(job.spec?.podFailurePolicy, failedPod);
      return like(out, { countFailed: counts, action, jobFailureMessage: jobFails });
    },
  ),
  subject<{ successPolicy?: SuccessPolicy; completions: number; succeededIndexes?: Intervals }>(
    'job/success-policy',
    /^successPolicy rules/,
    ({ in: { successPolicy, completions, succeededIndexes: succeeded = [] }, out }) => {
      const message = matchedSuccess(successPolicy, completions, succeeded);
      return like(out, { metSuccessPolicy: message !== undefined, message: message ?? '' });
    },
  ),
  subject<BackoffRow, { duration: string }>('job/backoff', /^Job back-off time left/, ({ in: given, out }) => {
    const { failuresAfterLastSuccess: failures, lastFailureTime } = given.backoffRecord;
    const lastFailureAt = lastFailureTime === undefined ? undefined : parseTime(lastFailureTime);
    const limits = { firstMs: milliseconds(given.defaultBackoff), mostMs: milliseconds(given.maxBackoff) };
    const got = backoffLeftMs({ failures, lastFailureAt }, parseTime(given.currentTime), limits);
    return { expected: milliseconds(out.duration), got };
  }),
  subject<{ completionTime: string | null; failedTime: string | null; ttl?: number; since: string }, { err: boolean; timeLeft?: string }>(
    'job/ttl',
    /^ttlSecondsAfterFinished/,
    ({ in: { completionTime, failedTime, ttl, since }, out }) => {
      const lastTransitionTime = completionTime ?? failedTime ?? '';
      const type = completionTime === null ? 'Failed' : 'Complete';
      const conditions = lastTransitionTime === '' ? [] : [{ type, status: 'True', lastTransitionTime }];
      const spec: JobSpec = { template: {}, ...(ttl === undefined ? {} : { ttlSecondsAfterFinished: ttl }) };
      const got = timeLeftMs({ apiVersion: 'batch/v1', kind: 'Job', metadata: {}, spec, status: { conditions } }, parseTime(since));
      // Times of the table are in seconds, "now" is not.
      return {
        expected: out.err ? 'stays' : milliseconds(out.timeLeft ?? '0s') / 1000,
        got: got === undefined ? 'stays' : Math.ceil(got / 1000),
      };
    },
  ),
];

interface CronRow {
  readonly cronJob: CronJob;
  readonly now: string;
}

interface RecentOut {
  readonly earliestTime: string;
  readonly recentTime?: string;
  readonly tooManyMissed: string;
  readonly err: boolean;
}

const CRON: readonly Subject[] = [
  subject<CronRow & { includeSDS: boolean }, RecentOut>('cronjob/most-recent', /^mostRecentScheduleTime/, ({ in: given, out }) => {
    const schedule = scheduleOf(given.cronJob);
    if (schedule instanceof CronError) throw schedule;
    const { earliest, time, missed, error } = mostRecent(given.cronJob, parseTime(given.now), schedule, given.includeSDS);
    const { earliestTime, recentTime, tooManyMissed, err } = out;
    // Where there is an error nobody looks at the rest.
    if (err) return { expected: err, got: error !== undefined };
    return {
      expected: [parseTime(earliestTime), recentTime === undefined ? undefined : parseTime(recentTime), tooManyMissed, err],
      got: [earliest, time, missed, error !== undefined],
    };
  }),
  subject<CronRow, { duration: string }>('cronjob/requeue-after', /^nextScheduleTimeDuration/, ({ in: { cronJob, now }, out }) => {
    const schedule = scheduleOf(cronJob);
    if (schedule instanceof CronError) throw schedule;
    return { expected: milliseconds(out.duration), got: untilNextMs(cronJob, parseTime(now), schedule) };
  }),
];

export const JOBS: readonly Subject[] = [...JOB_SYNC, ...PARTS, ...CRON];
