import { deepEqual } from '../../../base/equal.ts';
import { parseTime, humanDuration } from '../../time.ts';
import { JOB } from '../../resources.ts';
import type { Job, JobSpec, PodTemplateSpec } from '../../types.gen.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { nameWarnings } from '../pod/warnings.ts';
import { alter, fill, fillAbsent, memoised, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { preparedTemplate, selectorCell, templateColumns } from '../workload.ts';
import { isJobConditionTrue } from './conditions.ts';
import { defaultJobTemplateParts } from './job-spec.ts';
import { validateJobStatusUpdate } from './status-update.ts';
import { validateJobUpdate } from './update.ts';
import { jobSpecWarnings } from './validate-spec.ts';
import { validateJob } from './validate.ts';

/** `pkg/apis/batch/v1/defaults`, `pkg/registry/batch/job`; rules in the files beside this one. */
export const jobKind = /* @__PURE__ */ plainKind<Job>(JOB, {
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status'],
  defaultPropagation: 'Orphan',
  selectableFields: ['status.successful'],
  fieldValue: ({ status }) => String(status?.succeeded ?? 0),
  default: (job) => withTemplateLabels(alter(fill<Job>(job, { spec: {} as JobSpec }), 'spec', defaultSpec)),
  prepareForCreate: (job) => ({ ...withGeneratedSelector(preparedTemplate(job)), status: {} }),
  prepareForUpdate: (next, stored) => preparedTemplate(withStatusOf(next, stored)),
  prepareForStatusUpdate: withSpecOf,
  validate: validateJob,
  validateUpdate: validateJobUpdate,
  validateStatusUpdate: validateJobStatusUpdate,
  warnings: (next, stored) => {
    if (stored !== undefined) return deepEqual(next.spec, stored.spec) ? [] : jobSpecWarnings(next.spec, 'spec');
    return [...nameWarnings(next, 'Pod names and hostnames'), ...jobSpecWarnings(next.spec, 'spec')];
  },
  columns: [
    NAME,
    column<Job>('Status', 'string', statusCell),
    column<Job>('Completions', 'string', completionsCell),
    column<Job>('Duration', 'string', durationCell),
    AGE,
    ...templateColumns<Job>(),
    wideColumn<Job>('Selector', ({ spec }) => selectorCell(spec?.selector)),
  ],
});

const MAX_BACKOFF_LIMIT = 2_147_483_647;

const defaultSpec: (spec: JobSpec) => JobSpec = memoised((spec) => {
  const counts = spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {};
  const next = fillAbsent(spec, {
    ...counts,
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : MAX_BACKOFF_LIMIT,
    completionMode: 'NonIndexed',
    suspend: false,
    podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
    manualSelector: false,
  });
  return defaultJobTemplateParts(next);
});

const MAX_LABEL = 63;

/** A job without labels has those of its pods. */
function withTemplateLabels(job: Job): Job {
  const labels = job.spec?.template?.metadata?.labels;
  if (labels === undefined || Object.keys(job.metadata.labels ?? {}).length > 0) return job;
  // A name that is too long for a label is told of the template alone.
  if ((labels['job-name'] ?? '').length > MAX_LABEL) return job;
  return put(job, 'metadata', { ...job.metadata, labels });
}

/** Pods are told from those of other jobs by this job's uid, unless its author has seen to that. */
function withGeneratedSelector(job: Job): Job {
  const { spec, metadata } = job;
  if (spec === undefined || spec.manualSelector === true) return job;
  const sharesLabels = metadata.labels === spec.template?.metadata?.labels;
  const uid = metadata.uid ?? '';
  const name = metadata.name ?? '';
  const template = withLabels(spec.template ?? {}, {
    'job-name': name,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'batch.kubernetes.io/controller-uid': uid,
  });
  const selector = { ...spec.selector, matchLabels: { 'batch.kubernetes.io/controller-uid': uid, ...spec.selector?.matchLabels } };
  const labelled = sharesLabels ? put(job, 'metadata', { ...metadata, labels: {} }) : job;
  return withTemplateLabels({ ...labelled, spec: { ...spec, selector, template } });
}

function withLabels(template: PodTemplateSpec, labels: { readonly [key: string]: string }): PodTemplateSpec {
  const { metadata } = template;
  return { ...template, metadata: { ...metadata, labels: { ...labels, ...metadata?.labels } } };
}

/** The first that holds. */
const STATES = [
  ['Complete', 'Complete'],
  ['Failed', 'Failed'],
  ['', 'Terminating'],
  ['Suspended', 'Suspended'],
  ['FailureTarget', 'FailureTarget'],
  ['SuccessCriteriaMet', 'SuccessCriteriaMet'],
] as const;

function statusCell(job: Job): string {
  const holds = (condition: string): boolean =>
    condition === '' ? job.metadata.deletionTimestamp !== undefined : isJobConditionTrue(job, condition);
  return STATES.find(([condition]) => holds(condition))?.[1] ?? 'Running';
}

function completionsCell({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function durationCell({ status }: Job, now: number): string {
  if (!status?.startTime) return '';
  const end = status.completionTime ? parseTime(status.completionTime) : now;
  return humanDuration(end - parseTime(status.startTime));
}
