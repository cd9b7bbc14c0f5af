import { describe, expect, it } from 'vitest';
import { JOB, POD } from '../../../api/resources.ts';
import type { Job, JobSpec, Pod, PodSpec } from '../../../api/types.gen.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';

const NODES = [{ name: 'node-1' }, { name: 'node-2' }];

type Spec = Omit<Partial<JobSpec>, 'template'>;
type Annotations = { readonly [key: string]: string };

const WORKS: Annotations = { 'sim/exit-code': '0' };
const FAILS: Annotations = { 'sim/exit-code': '3' };
/** Runs until somebody stops it. */
const LASTS: Annotations = {};

function job(spec: Spec = {}, annotations = WORKS, pod: Partial<PodSpec> = {}): object {
  const containers = [{ name: 'app', image: 'busybox:1.36' }];
  const template = { metadata: { annotations }, spec: { restartPolicy: 'Never', containers, ...pod } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec: { ...spec, template } };
}

function started(...given: Parameters<typeof job>): WholeCluster {
  const cluster = wholeCluster(NODES);
  cluster.create(job(...given));
  return cluster;
}

function statusOf(cluster: WholeCluster): NonNullable<Job['status']> {
  const status = cluster.get(JOB, 'work')?.status;
  if (status === undefined) throw new Error('no job');
  return status;
}

function conditions(cluster: WholeCluster): readonly string[] {
  return (statusOf(cluster).conditions ?? []).map(({ type, status, reason = '' }) => `${type}=${status} ${reason}`);
}

function workers(cluster: WholeCluster): readonly Pod[] {
  return cluster.pods().filter(({ metadata }) => metadata.labels?.['job-name'] === 'work');
}

function running(cluster: WholeCluster): readonly Pod[] {
  return workers(cluster).filter(({ metadata, status }) => status?.phase === 'Running' && metadata.deletionTimestamp === undefined);
}

describe('a Job', () => {
  it('runs as many pods at a time as it may, until enough have succeeded', () => {
    const cluster = started({ completions: 5, parallelism: 2 });
    let most = 0;
    for (let turn = 0; turn < 300; turn += 1) {
      cluster.run(0.1);
      most = Math.max(most, running(cluster).length);
    }
    expect(most).toBe(2);
    expect(conditions(cluster)).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached']);
    expect(statusOf(cluster)).toMatchObject({ succeeded: 5, ready: 0, terminating: 0, uncountedTerminatedPods: {} });
    expect(workers(cluster).every(({ metadata }) => metadata.finalizers === undefined)).toBe(true);
    expect(cluster.said('job-controller').at(-1)).toBe('Completed Job/work: Job completed');
  });

  it('needs one success where it has no number of completions', () => {
    const cluster = started({ parallelism: 3 });
    cluster.run(15);
    expect(statusOf(cluster).succeeded).toBe(3);
    expect(conditions(cluster).at(-1)).toBe('Complete=True CompletionsReached');
  });

  it('holds its pods until they are counted, and counts each once', () => {
    const cluster = started({ completions: 3, parallelism: 3 });
    for (let turn = 0; turn < 1000; turn += 1) {
      cluster.run(0.01);
      const { succeeded = 0, uncountedTerminatedPods: { succeeded: uncounted = [] } = {} } = statusOf(cluster);
      expect(succeeded + uncounted.length).toBeLessThanOrEqual(3);
      const free = workers(cluster).filter(({ metadata }) => metadata.finalizers === undefined).length;
      expect(succeeded + uncounted.length).toBeGreaterThanOrEqual(free);
    }
    expect(statusOf(cluster).succeeded).toBe(3);
  });

  it('waits longer after every failure, and gives up', () => {
    const cluster = started({ backoffLimit: 2 }, FAILS);
    cluster.run(60);
    const begun = workers(cluster).map(({ metadata }) => Date.parse(metadata.creationTimestamp ?? ''));
    const [first = 0, second = 0, third = 0] = begun.toSorted((a, b) => a - b);
    expect(begun).toHaveLength(3);
    expect((second - first) / 1000).toBeGreaterThanOrEqual(10);
    expect((third - second) / 1000).toBeGreaterThanOrEqual(20);
    expect(conditions(cluster)).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
    expect(statusOf(cluster)).toMatchObject({ failed: 3, ready: 0, terminating: 0 });
  });

  it('counts restarts in place as failures', () => {
    const cluster = started({ backoffLimit: 1 }, FAILS, { restartPolicy: 'OnFailure' });
    cluster.run(60);
    expect(conditions(cluster).at(-1)).toBe('Failed=True BackoffLimitExceeded');
    expect(workers(cluster)).toEqual([]);
  });

  it('is stopped when it takes too long, once its pods are gone', () => {
    const cluster = started({ activeDeadlineSeconds: 5 }, { ...LASTS, 'sim/term-seconds': '3' });
    cluster.run(6);
    expect(conditions(cluster)).toEqual(['FailureTarget=True DeadlineExceeded']);
    expect(statusOf(cluster)).toMatchObject({ terminating: 1 });
    cluster.run(6);
    expect(conditions(cluster).at(-1)).toBe('Failed=True DeadlineExceeded');
    expect(statusOf(cluster)).toMatchObject({ failed: 1, terminating: 0 });
  });

  it('has no pods while it is suspended, and starts anew when it is resumed', () => {
    const cluster = started({ activeDeadlineSeconds: 20 }, LASTS);
    cluster.run(10);
    cluster.patch(JOB, 'work', { spec: { suspend: true } });
    cluster.run(15);
    expect([statusOf(cluster).startTime, workers(cluster).length]).toEqual([undefined, 0]);
    expect(conditions(cluster)).toEqual(['Suspended=True JobSuspended']);
    cluster.patch(JOB, 'work', { spec: { suspend: false } });
    cluster.run(15);
    expect(conditions(cluster)).toEqual(['Suspended=False JobResumed']);
    expect(running(cluster)).toHaveLength(1);
    cluster.run(10);
    expect(conditions(cluster).at(-1)).toMatch('DeadlineExceeded');
  });

  it('grows and shrinks with its parallelism', () => {
    const cluster = started({ parallelism: 2, completions: 9 }, LASTS);
    cluster.run(5);
    cluster.patch(JOB, 'work', { spec: { parallelism: 4 } });
    cluster.run(5);
    expect(running(cluster)).toHaveLength(4);
    cluster.patch(JOB, 'work', { spec: { parallelism: 1 } });
    cluster.run(5);
    expect(running(cluster)).toHaveLength(1);
  });

  it('is left to somebody else who manages it', () => {
    const cluster = started({ managedBy: 'example.com/queue' });
    cluster.run(10);
    expect([statusOf(cluster), workers(cluster)]).toEqual([{}, []]);
  });

  it('replaces a pod that is deleted, and lets that one go', () => {
    const cluster = started({}, LASTS);
    cluster.run(5);
    const [victim] = workers(cluster);
    cluster.remove(POD, victim?.metadata.name ?? '');
    cluster.run(15);
    expect(running(cluster)).toHaveLength(1);
    expect(workers(cluster)).toHaveLength(1);
    expect(statusOf(cluster)).toMatchObject({ active: 1, failed: 1 });
  });

  it('waits for the end of a pod that is deleted if it replaces only those that have failed', () => {
    const cluster = started({ podReplacementPolicy: 'Failed' }, { ...LASTS, 'sim/term-seconds': '8' });
    cluster.run(5);
    cluster.remove(POD, workers(cluster)[0]?.metadata.name ?? '');
    cluster.run(5);
    expect([workers(cluster).length, statusOf(cluster).terminating]).toEqual([1, 1]);
    cluster.run(30);
    expect(running(cluster)).toHaveLength(1);
  });

  it('takes its pods with it when it is deleted', () => {
    const cluster = started({ parallelism: 2, completions: 2 }, LASTS);
    cluster.run(5);
    cluster.remove(JOB, 'work');
    cluster.run(10);
    expect(workers(cluster).every(({ metadata }) => metadata.finalizers === undefined)).toBe(true);
  });

  it('adopts a pod that it selects, and tracks it', () => {
    const cluster = wholeCluster(NODES);
    cluster.create({
      kind: 'Pod',
      metadata: { name: 'lone', labels: { app: 'a' } },
      spec: { containers: [{ name: 'app', image: 'nginx' }] },
    });
    const template = {
      metadata: { labels: { app: 'a' } },
      spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'nginx' }] },
    };
    const spec = { manualSelector: true, selector: { matchLabels: { app: 'a' } }, template };
    cluster.create({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'work' }, spec });
    cluster.run(5);
    expect(cluster.pods().map(({ metadata }) => metadata.name)).toEqual(['lone']);
    const { ownerReferences, finalizers } = cluster.pod('lone').metadata;
    expect([ownerReferences?.[0]?.name, finalizers]).toEqual(['work', ['batch.kubernetes.io/job-tracking']]);
  });
});

describe('an Indexed Job', () => {
  it('gives each pod an index, and says which are done', () => {
    const cluster = started({ completions: 3, parallelism: 3, completionMode: 'Indexed' });
    cluster.run(15);
    expect(statusOf(cluster)).toMatchObject({ completedIndexes: '0-2', succeeded: 3 });
    const one = workers(cluster).find(({ spec }) => spec?.hostname === 'work-1');
    expect(one?.metadata.name).toMatch(/^work-1-\w{5}$/);
    expect(one?.metadata.labels?.['batch.kubernetes.io/job-completion-index']).toBe('1');
    expect(one?.spec?.containers[0]?.env?.[0]).toMatchObject({ name: 'JOB_COMPLETION_INDEX' });
  });

  it('tries each index again by itself, and goes on with the others', () => {
    const spec: Spec = { completions: 4, parallelism: 2, completionMode: 'Indexed', backoffLimitPerIndex: 1 };
    const cluster = started(spec, { ...WORKS, 'sim/fail-indexes': '1' });
    cluster.run(40);
    expect(statusOf(cluster)).toMatchObject({ completedIndexes: '0,2,3', failedIndexes: '1', failed: 2 });
    expect(conditions(cluster)).toEqual(['FailureTarget=True FailedIndexes', 'Failed=True FailedIndexes']);
    const counts = workers(cluster).map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']);
    expect(counts.map(Number).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 0, 1]);
  });

  it('gives up when too many indexes have failed', () => {
    const spec: Spec = { completions: 3, parallelism: 1, completionMode: 'Indexed', backoffLimitPerIndex: 0, maxFailedIndexes: 0 };
    const cluster = started(spec, { ...WORKS, 'sim/fail-indexes': '0' });
    cluster.run(20);
    expect(conditions(cluster).at(-1)).toBe('Failed=True MaxFailedIndexesExceeded');
    expect(workers(cluster)).toHaveLength(1);
  });

  it('is done when its policy is content', () => {
    const rules = [{ succeededIndexes: '0' }];
    const spec: Spec = { completions: 2, parallelism: 1, completionMode: 'Indexed', successPolicy: { rules } };
    const cluster = started(spec);
    cluster.run(15);
    expect(conditions(cluster)).toEqual(['SuccessCriteriaMet=True SuccessPolicy', 'Complete=True SuccessPolicy']);
    expect(statusOf(cluster).completedIndexes).toBe('0');
  });
});

describe('a pod failure policy', () => {
  const onExit = (action: 'Count' | 'FailJob' | 'Ignore', backoffLimit: number): Spec => ({
    backoffLimit,
    podFailurePolicy: { rules: [{ action, onExitCodes: { operator: 'In', values: [3] } }] },
  });

  it('fails the job at once', () => {
    const cluster = started(onExit('FailJob', 6), FAILS);
    cluster.run(15);
    expect(conditions(cluster)).toEqual(['FailureTarget=True PodFailurePolicy', 'Failed=True PodFailurePolicy']);
    expect(statusOf(cluster).conditions?.[0]?.message).toMatch(
      /^Container app for pod default\/work-\w{5} failed with exit code 3 matching FailJob rule at index 0$/,
    );
  });

  it('ignores a failure, which then is in no count', () => {
    const cluster = started(onExit('Ignore', 0), FAILS);
    cluster.run(40);
    expect(statusOf(cluster).failed).toBeUndefined();
    expect(workers(cluster).length).toBeGreaterThan(1);
    expect(conditions(cluster)).toEqual([]);
  });
});
