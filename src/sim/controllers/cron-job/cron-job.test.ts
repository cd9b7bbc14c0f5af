import { describe, expect, it } from 'vitest';
import { CRON_JOB, JOB } from '../../../api/resources.ts';
import type { CronJob, CronJobSpec, Job } from '../../../api/types.gen.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';
import { timeInWords, timeInZone } from './schedule.ts';

const WORKS = { 'sim/exit-code': '0' };
const LASTS = {};

function started(spec: Partial<CronJobSpec> = {}, annotations: object = WORKS): WholeCluster {
  const containers = [{ name: 'app', image: 'busybox:1.36' }];
  const template = { metadata: { annotations }, spec: { restartPolicy: 'Never', containers } };
  const cluster = wholeCluster([{ name: 'node-1' }]);
  const metadata = { name: 'tick' };
  cluster.create({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata,
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template } }, ...spec },
  });
  return cluster;
}

function statusOf(cluster: WholeCluster): NonNullable<CronJob['status']> {
  return cluster.get(CRON_JOB, 'tick')?.status ?? {};
}

function jobs(cluster: WholeCluster): readonly Job[] {
  return cluster.list(JOB).toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

const FIRST = Date.UTC(2026, 0, 1) / 60_000;

describe('a CronJob', () => {
  it('makes a job every minute, named after it, and keeps the last three', () => {
    const cluster = started();
    cluster.run(59);
    expect(jobs(cluster).map(({ metadata }) => metadata.name)).toEqual([`tick-${FIRST + 1}`]);
    expect(jobs(cluster)[0]?.metadata).toMatchObject({
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect(statusOf(cluster)).toMatchObject({ active: [{ kind: 'Job', name: `tick-${FIRST + 1}` }] });
    cluster.run(320);
    expect(jobs(cluster).map(({ metadata }) => metadata.name)).toEqual([4, 5, 6].map((minute) => `tick-${FIRST + minute}`));
    expect(statusOf(cluster)).toMatchObject({ lastScheduleTime: '2026-01-01T00:06:00Z' });
    expect(statusOf(cluster).active).toBeUndefined();
  });

  it('reads the clocks of its time zone', () => {
    const cluster = started({ schedule: '5 9 * * *', timeZone: 'Asia/Tokyo' });
    cluster.run(400);
    expect(jobs(cluster)[0]?.metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T09:05:00+09:00',
    });
  });

  it('does not start a job beside another one where that is forbidden', () => {
    const cluster = started({ concurrencyPolicy: 'Forbid' }, LASTS);
    cluster.run(200);
    expect(jobs(cluster)).toHaveLength(1);
    expect(cluster.said('cronjob-controller').at(-1)).toBe(
      'JobAlreadyActive CronJob/tick: Not starting job because prior execution is running and concurrency policy is Forbid',
    );
  });

  it('starts it beside others where that is allowed', () => {
    const cluster = started({}, LASTS);
    cluster.run(200);
    expect(statusOf(cluster).active).toHaveLength(3);
  });

  it('replaces the one that runs where it is told to', () => {
    const cluster = started({ concurrencyPolicy: 'Replace' }, LASTS);
    cluster.run(130);
    expect(jobs(cluster).map(({ metadata }) => metadata.name)).toEqual([`tick-${FIRST + 2}`]);
    expect(cluster.said('cronjob-controller')).toContain(`SuccessfulDelete CronJob/tick: Deleted job tick-${FIRST + 1}`);
  });

  it('rests while it is suspended, and makes up for what it missed with one job', () => {
    const cluster = started({ suspend: true });
    cluster.run(400);
    expect(jobs(cluster)).toEqual([]);
    cluster.patch(CRON_JOB, 'tick', { spec: { suspend: false } });
    cluster.run(1);
    expect(jobs(cluster).map(({ metadata }) => metadata.name)).toEqual([`tick-${FIRST + 6}`]);
  });

  it('lets go what is past its deadline', () => {
    const cluster = started({ suspend: true, schedule: '0 * * * *', startingDeadlineSeconds: 30 });
    cluster.run(3700);
    cluster.patch(CRON_JOB, 'tick', { spec: { suspend: false } });
    cluster.run(60);
    expect(jobs(cluster)).toEqual([]);
  });

  it('warns when it has missed very much', () => {
    const cluster = started({ suspend: true });
    cluster.run(120 * 60);
    cluster.patch(CRON_JOB, 'tick', { spec: { suspend: false } });
    cluster.run(1);
    expect(cluster.said('cronjob-controller')[0]).toBe(
      'TooManyMissedTimes CronJob/tick: too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    );
    expect(jobs(cluster)).toHaveLength(1);
  });

  it('tells of a job that somebody deleted', () => {
    const cluster = started({}, LASTS);
    cluster.run(62);
    cluster.remove(JOB, `tick-${FIRST + 1}`);
    cluster.run(5);
    expect(cluster.said('cronjob-controller')).toContain(`MissingJob CronJob/tick: Active job went missing: tick-${FIRST + 1}`);
    expect(statusOf(cluster).active).toBeUndefined();
  });
});

describe('a time', () => {
  it.each([
    ['UTC', '2026-01-01T00:00:00Z'],
    ['Asia/Kolkata', '2026-01-01T05:30:00+05:30'],
    ['America/St_Johns', '2025-12-31T20:30:00-03:30'],
  ])('is shown in %s as %s', (zone, text) => {
    expect(timeInZone(Date.UTC(2026, 0, 1), zone)).toBe(text);
  });

  it('is told in words', () => {
    expect(timeInWords(Date.UTC(2026, 0, 1))).toBe('Thu, 01 Jan 2026 00:00:00 +0000');
  });
});
