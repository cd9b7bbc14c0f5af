/** One sync of the Job controller after the other. */
import type { FeatureGates } from '../../../api/feature-gates.ts';
import { parseTime } from '../../../api/time.ts';
import type { Job, JobCondition, JobSpec, Pod, PodFailurePolicy } from '../../../api/types.gen.ts';
import { expectCreations, expectDeletions } from '../../../sim/client/expectations.ts';
import { completionIndex } from '../../../sim/controllers/job/pod.ts';
import { type Subject, like, subject } from '../subject.ts';
import { syncOnce, timeless, withoutTimes } from './one-job-sync.ts';

const FINALIZER = 'batch.kubernetes.io/job-tracking';
const INDEX = 'batch.kubernetes.io/job-completion-index';
const NOW = Date.parse('2026-11-20T20:37:38Z');
/** What upstream's tests give as the end of every container. */
const FINISHED_AT = '0001-01-01T00:00:01Z';

export interface IndexPhase {
  readonly index: string;
  readonly phase: string;
}

function podOf(metadata: Pod['metadata'], phase = '', extra: object = {}): Pod {
  const status = { phase, containerStatuses: [], ...extra } as NonNullable<Pod['status']>;
  return { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { foo: 'bar' }, finalizers: [FINALIZER], ...metadata }, status };
}

export function indexedPods(pods: readonly IndexPhase[] = []): readonly Pod[] {
  return pods.map(({ index, phase }, at) => {
    const annotations = index === '' ? {} : { [INDEX]: index };
    return podOf(
      { name: `indexed-${at}`, uid: `indexed-${at}`, annotations },
      phase,
      phase === 'Failed' || phase === 'Succeeded' ? ENDED : {},
    );
  });
}

const ENDED = { containerStatuses: [{ name: '', state: { terminated: { finishedAt: FINISHED_AT } }, restartCount: 0 }] };

interface SyncRow {
  readonly activePods: number;
  readonly backoffLimit: number;
  readonly backoffRecord?: { readonly failuresAfterLastSuccess: number; readonly lastFailureTime?: string };
  readonly completionMode: '' | 'Indexed' | 'NonIndexed';
  readonly completions: number;
  readonly controllerTime?: string;
  readonly deleting: boolean;
  readonly failedPods: number;
  readonly fakeExpectationAtCreation: number;
  readonly initialStatus?: {
    readonly active: number;
    readonly succeed: number;
    readonly failed: number;
    readonly startTime?: string;
    readonly conditions?: readonly JobCondition[];
  };
  readonly jobPodReplacementPolicy: boolean;
  readonly parallelism: number;
  readonly pendingPods: number;
  readonly podControllerError?: string;
  readonly podFailurePolicy?: Partial<PodFailurePolicy>;
  readonly podLimit: number;
  readonly podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed';
  readonly podsWithIndexes?: readonly IndexPhase[];
  readonly readyPods: number;
  readonly succeededPods: number;
  readonly suspend: boolean;
  readonly terminatingPods: number;
  readonly wasSuspended: boolean;
}

function jobOf(row: SyncRow, now: string): Job {
  const { completions, parallelism, completionMode, podFailurePolicy, podReplacementPolicy, initialStatus } = row;
  const spec: JobSpec = {
    selector: { matchLabels: { foo: 'bar' } },
    template: { metadata: { labels: { foo: 'bar' } }, spec: { containers: [] } },
    backoffLimit: row.backoffLimit,
    suspend: row.suspend,
    ...(completions < 0 ? {} : { completions }),
    ...(parallelism < 0 ? {} : { parallelism }),
    ...(completionMode === '' ? {} : { completionMode }),
    ...(podReplacementPolicy === undefined ? {} : { podReplacementPolicy }),
    ...(podFailurePolicy === undefined ? {} : { podFailurePolicy: { rules: [], ...podFailurePolicy } }),
  };
  const suspended = { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended' };
  const { active = 0, succeed = 0, failed = 0, startTime = now, conditions = [] } = initialStatus ?? {};
  const status = initialStatus === undefined ? {} : { active, succeeded: succeed, failed, startTime };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'foobar', namespace: 'default', uid: 'job', ...(row.deleting ? { deletionTimestamp: now } : {}) },
    spec,
    status: { ...status, conditions: [...conditions, ...(row.wasSuspended ? [suspended] : [])] },
  };
}

function podsIn(row: SyncRow, now: string): readonly Pod[] {
  const some = (count: number, phase: string, name: string, metadata: object = {}, isReady = (_index: number) => false): readonly Pod[] =>
    Array.from({ length: count }, (_, index) => {
      const conditions = isReady(index) ? [{ type: 'Ready', status: 'True' }] : [];
      return podOf({ name: `${name}-${index}`, uid: `${name}-${index}`, ...metadata }, phase, { ...ENDED, conditions });
    });
  return [
    ...some(row.pendingPods, 'Pending', 'pending'),
    ...some(row.activePods, 'Running', 'active', {}, (index) => index < row.readyPods),
    ...some(row.succeededPods, 'Succeeded', 'succeeded'),
    ...some(row.failedPods, 'Failed', 'failed'),
    ...some(row.terminatingPods, 'Running', 'terminating', { deletionTimestamp: now }),
    ...indexedPods(row.podsWithIndexes),
  ];
}

/** What the cases say of gates. */
export interface JobSwitches {
  readonly enableBackoffLimitPerIndex?: boolean;
  readonly enableJobBackoffLimitPerIndex?: boolean;
  readonly enableJobManagedBy?: boolean;
  readonly enableJobPodReplacementPolicy?: boolean;
  readonly enableJobSuccessPolicy?: boolean;
}

export function jobGates(switches: JobSwitches): FeatureGates {
  const { enableBackoffLimitPerIndex = true, enableJobBackoffLimitPerIndex = enableBackoffLimitPerIndex } = switches;
  const { enableJobManagedBy = true, enableJobPodReplacementPolicy = true, enableJobSuccessPolicy = true } = switches;
  return {
    JobBackoffLimitPerIndex: enableJobBackoffLimitPerIndex,
    JobManagedBy: enableJobManagedBy,
    JobPodReplacementPolicy: enableJobPodReplacementPolicy,
    JobSuccessPolicy: enableJobSuccessPolicy,
  };
}

export const JOB_SYNC: readonly Subject[] = [
  subject<SyncRow>('job/sync', /^Job controller: one sync/, ({ in: row, out }) => {
    const now = row.controllerTime ?? new Date(NOW).toISOString();
    const { podControllerError = '', podLimit, backoffRecord } = row;
    const { status, created, deleted, patched } = syncOnce({
      job: jobOf(row, now),
      pods: podsIn(row, now),
      now: parseTime(now),
      podError: podControllerError,
      podLimit,
      remember(memory) {
        const { failuresAfterLastSuccess = 0, lastFailureTime } = backoffRecord ?? {};
        const lastFailureAt = lastFailureTime === undefined ? undefined : parseTime(lastFailureTime);
        memory.backoff = { failures: failuresAfterLastSuccess, lastFailureAt };
        if (row.fakeExpectationAtCreation > 0) expectCreations(memory.expectations, row.fakeExpectationAtCreation, parseTime(now));
        if (row.fakeExpectationAtCreation < 0) expectDeletions(memory.expectations, ['default/x'], parseTime(now));
      },
    });
    const { active = 0, ready = 0, succeeded = 0, failed = 0, completedIndexes = '', terminating, conditions = [] } = status;
    const indexes = row.completionMode === 'Indexed' ? created.map((pod) => `${completionIndex(pod)}`).toSorted() : [];
    // Where the gate was off jobs were finished at once, and nobody counted what was on its way out.
    const gated = row.jobPodReplacementPolicy ? { terminating, conditions: conditions.map(withoutTimes) } : {};
    const got = { creations: created.length, deletions: deleted, active, ready, succeeded, failed, podPatches: patched };
    return like(
      { createdIndexes: [], conditions: [], ...out },
      { ...got, completedIdxs: completedIndexes, createdIndexes: indexes, ...gated },
    );
  }),
  subject<{ job: Job; pods?: readonly BarePod[] } & JobSwitches>(
    /^job\/sync-(failure-policy|backoff-per-index|success-policy)$/,
    /^Job controller: sync with/,
    ({ in: { job, pods = [], ...switches }, out, table }) => {
      const isFailurePolicy = table.path.endsWith('failure-policy');
      const replaced: Job = isFailurePolicy ? { ...job, spec: { podReplacementPolicy: 'Failed', template: {}, ...job.spec } } : job;
      const own = pods.map((pod, at) => ownPod(pod, at, job, table.path));
      const { status } = syncOnce({ job: replaced, pods: own, now: NOW, gates: jobGates(switches) });
      if (!isFailurePolicy) return like(out, { status: timeless(status) });
      const { conditions = [], active = 0, succeeded = 0, failed = 0 } = status;
      return like(
        { conditions: [], ...out },
        { conditions: conditions.map(withoutTimes), statusActive: active, statusSucceeded: succeeded, statusFailed: failed },
      );
    },
  ),
];

/** Some pods of the tables have no metadata at all. */
interface BarePod extends Omit<Pod, 'metadata'> {
  readonly metadata?: Pod['metadata'];
}

function ownPod({ metadata = {}, ...rest }: BarePod, at: number, job: Job, path: string): Pod {
  const index = path.endsWith('failure-policy') && job.spec?.completionMode === 'Indexed' ? { [INDEX]: `${at}` } : {};
  const finalizers = path.endsWith('success-policy') ? metadata.finalizers : [FINALIZER];
  return {
    ...rest,
    metadata: {
      uid: '',
      namespace: 'default',
      labels: { foo: 'bar' },
      ...metadata,
      name: `mypod-${at}`,
      ownerReferences: [
        { apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name ?? '', uid: job.metadata.uid ?? '', controller: true },
      ],
      annotations: { ...metadata.annotations, ...index },
      ...(finalizers === undefined ? {} : { finalizers }),
    },
  };
}
