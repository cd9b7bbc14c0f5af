import { describe, expect, test } from 'vitest';
import { deepFreeze } from '../../../base/freeze.ts';
import { fieldErrorText } from '../../field-error.ts';
import type { Job, JobSpec, JobStatus } from '../../types.gen.ts';
import { overlapOf, parseIndexes } from './indexes.ts';
import { jobKind } from './job.ts';

const UID = '6f1c7d9e-0000-4000-8000-000000000001';

function job(spec: Partial<JobSpec> = {}, metadata: Partial<Job['metadata']> = {}): Job {
  const raw: Job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'pi', namespace: 'default', uid: UID, ...metadata },
    spec: { template: { spec: { containers: [{ name: 'c', image: 'perl' }], restartPolicy: 'Never' } }, ...spec },
  };
  return deepFreeze(jobKind.default(raw));
}

const created = (spec?: Partial<JobSpec>, metadata?: Partial<Job['metadata']>): Job =>
  deepFreeze(jobKind.prepareForCreate?.(job(spec, metadata)) ?? job());

const errorsOfUpdate = (next: Job, stored: Job): readonly string[] => (jobKind.validateUpdate?.(next, stored) ?? []).map(fieldErrorText);

describe('a new job', () => {
  test('selects its pods by its uid, and labels them and itself', () => {
    const { spec, metadata, status } = created({}, { labels: { team: 'a' } });
    expect(spec?.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': UID } });
    expect(spec?.template.metadata?.labels).toEqual({
      'job-name': 'pi',
      'batch.kubernetes.io/job-name': 'pi',
      'controller-uid': UID,
      'batch.kubernetes.io/controller-uid': UID,
    });
    expect([metadata.labels, status]).toEqual([{ team: 'a' }, {}]);
  });

  test('has the labels of its pods when it has none', () => {
    expect(created().metadata.labels).toEqual(created().spec?.template.metadata?.labels);
  });

  test('keeps the selector that its author has seen to', () => {
    const manual = created({ manualSelector: true, selector: { matchLabels: { a: 'b' } } });
    expect(manual.spec?.selector).toEqual({ matchLabels: { a: 'b' } });
  });

  test('runs one pod to completion, and six times more at most', () => {
    expect(job().spec).toMatchObject({ completions: 1, parallelism: 1, backoffLimit: 6, podReplacementPolicy: 'TerminatingOrFailed' });
    expect(job({ parallelism: 2 }).spec?.completions).toBeUndefined();
    expect(job({ backoffLimitPerIndex: 1 }).spec?.backoffLimit).toBe(2_147_483_647);
  });
});

describe('an update', () => {
  const stored = created({ suspend: true });
  const changed = (change: Partial<JobSpec>): Job => ({ ...stored, spec: { template: {}, ...stored.spec, ...change } });

  test('may change parallelism, not completions', () => {
    expect(errorsOfUpdate(changed({ parallelism: 5 }), stored)).toEqual([]);
    expect(errorsOfUpdate(changed({ completions: 5 }), stored)).toEqual(['spec.completions: Invalid value: 5: field is immutable']);
  });

  test('may not change the template', () => {
    expect(errorsOfUpdate(changed({ template: { spec: { containers: [] } } }), stored).join()).toContain('field is immutable');
  });
});

describe('a status', () => {
  const running = created();
  const errorsOf = (next: JobStatus, before: JobStatus = {}): readonly string[] =>
    (jobKind.validateStatusUpdate?.({ ...running, status: next }, { ...running, status: before }) ?? []).map(fieldErrorText);

  test('is finished one way', () => {
    const condition = (type: string) => ({ type, status: 'True' as const });
    const both = { startTime: '2026-01-01T00:00:00Z', conditions: [condition('Complete'), condition('Failed')] };
    expect(errorsOf(both).join()).toContain('cannot set Complete=True and Failed=true conditions');
  });

  test('does not count what has not been', () => {
    expect(errorsOf({ active: -1 })).toEqual(['status.active: Invalid value: -1: must be greater than or equal to 0']);
  });
});

describe('indexes', () => {
  test.each([
    ['', 0],
    ['0', 1],
    ['1,3-5,7', 5],
  ])('"%s" are %i', (text, total) => {
    expect(parseIndexes(text, 10)).toEqual({ total });
  });

  test.each([
    ['3,1', 'non-increasing order, previous: 3, current: 1'],
    ['5-5', 'non-increasing order, previous: 5, current: 5'],
    ['10', 'too large index: "10"'],
    ['x', 'cannot convert string to integer for index: "x"'],
    ['1-2-3', `the fragment "1-2-3" violates the requirement that an index interval can have at most two parts separated by '-'`],
  ])('"%s" are none: %s', (text, error) => {
    expect(parseIndexes(text, 10)).toEqual({ error });
  });

  test.each([
    ['0-3,8', '4-7,9', undefined],
    ['0-3,8', '4,6-8', 8],
    ['0,2-5', '1,3', 3],
  ])('%s and %s meet at %s', (completed, failed, index) => {
    expect(overlapOf(completed, failed, 10)).toBe(index);
  });
});

test.each<[JobStatus, string]>([
  [{}, 'Running'],
  [{ conditions: [{ type: 'Suspended', status: 'True' }] }, 'Suspended'],
  [{ conditions: [{ type: 'Failed', status: 'False' }] }, 'Running'],
  [
    {
      conditions: [
        { type: 'SuccessCriteriaMet', status: 'True' },
        { type: 'Complete', status: 'True' },
      ],
    },
    'Complete',
  ],
])('a job of status %j is shown as %s', (status, cell) => {
  const column = jobKind.columns.find(({ name }) => name === 'Status');
  expect(column?.cell({ ...job(), status }, 0)).toBe(cell);
});
