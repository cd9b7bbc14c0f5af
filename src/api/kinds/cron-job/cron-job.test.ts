import { describe, expect, test } from 'vitest';
import { fieldErrorText } from '../../field-error.ts';
import type { CronJob, CronJobSpec } from '../../types.gen.ts';
import { cronJobKind } from './cron-job.ts';

function cronJob(spec: Partial<CronJobSpec> = {}, name = 'backup'): CronJob {
  return cronJobKind.default({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, namespace: 'default' },
    spec: {
      schedule: '@daily',
      jobTemplate: { spec: { template: { spec: { containers: [{ name: 'c', image: 'tar:1' }], restartPolicy: 'OnFailure' } } } },
      ...spec,
    },
  });
}

const errorsOf = (object: CronJob): readonly string[] => cronJobKind.validate(object).map(fieldErrorText);

test('a cron job that says little is valid', () => {
  expect(errorsOf(cronJob())).toEqual([]);
  expect(cronJob().spec).toMatchObject({
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
  });
});

describe('time zones', () => {
  test.each(['Europe/Berlin', 'Etc/UTC', 'UTC'])('%s is one', (timeZone) => {
    expect(errorsOf(cronJob({ timeZone }))).toEqual([]);
  });

  test.each([
    ['', 'spec.timeZone: Invalid value: "": timeZone must be nil or non-empty string'],
    ['Mars/Olympus', 'spec.timeZone: Invalid value: "Mars/Olympus": unknown time zone Mars/Olympus'],
    [
      'local',
      'spec.timeZone: Invalid value: "local": timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones',
    ],
  ])('"%s" is none', (timeZone, error) => {
    expect(errorsOf(cronJob({ timeZone }))[0]).toBe(error);
  });

  test('stand in the schedule only where they did before', () => {
    const old = cronJob({ schedule: 'TZ=Asia/Tokyo 0 9 * * *' });
    expect(errorsOf(old).join()).toContain('cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
    expect(cronJobKind.validateUpdate?.(old, old)).toEqual([]);
    expect(cronJobKind.warnings?.(old, old)).toEqual([expect.stringContaining('use timeZone instead')]);
  });
});

test('its name leaves room for those of its jobs', () => {
  expect(errorsOf(cronJob({}, 'a'.repeat(52)))).toEqual([]);
  expect(errorsOf(cronJob({}, 'a'.repeat(53))).join()).toContain('must be no more than 52 characters');
});
