import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid, required } from '../../field-error.ts';
import { cronError } from '../../cron.ts';
import { containerImages, containerNames } from '../../pod/template.ts';
import { CRON_JOB } from '../../resources.ts';
import { timeZoneError } from '../../time-zone.ts';
import type { CronJob, CronJobSpec, JobTemplateSpec } from '../../types.gen.ts';
import { type Findings, checkNotNegative, checkRequiredOneOf, findingsOf, isUnset } from '../checks.ts';
import { AGE, NAME, age, column, wideColumn } from '../columns.ts';
import { defaultJobTemplateParts } from '../job/job-spec.ts';
import { checkJobSpec, jobSpecWarnings } from '../job/validate-spec.ts';
import { plainKind } from '../plain.ts';
import { nameWarnings } from '../pod/warnings.ts';
import { alter, fill, memoised } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { selectorCell, shownSelector, withoutDisabledFields } from '../workload.ts';

const TEMPLATE = 'spec.jobTemplate.spec';

/** `pkg/apis/batch/{v1/defaults,validation}`, `pkg/registry/batch/cronjob`. */
export const cronJobKind = /* @__PURE__ */ plainKind<CronJob>(CRON_JOB, {
  shortNames: ['cj'],
  categories: ['all'],
  hasGeneration: true,
  subresources: ['status'],
  default: (cronJob) => alter(fill<CronJob>(cronJob, { spec: {} as CronJobSpec }), 'spec', defaultSpec),
  prepareForCreate: (cronJob) => ({ ...prepared(cronJob), status: {} }),
  prepareForUpdate: (next, stored) => prepared(withStatusOf(next, stored)),
  prepareForStatusUpdate: withSpecOf,
  validate: (cronJob) =>
    findingsOf((findings) => {
      checkSpec(cronJob.spec, undefined, findings);
      checkNameLength(cronJob.metadata.name ?? '', findings);
    }),
  validateUpdate: ({ spec }, stored) => findingsOf((findings) => checkSpec(spec, stored.spec, findings)),
  validateStatusUpdate: () => [],
  warnings,
  columns: [
    NAME,
    column<CronJob>('Schedule', 'string', ({ spec }) => spec?.schedule ?? ''),
    column<CronJob>('Timezone', 'string', ({ spec }) => spec?.timeZone ?? '<none>'),
    column<CronJob>('Suspend', 'boolean', ({ spec }) => suspendCell(spec?.suspend)),
    column<CronJob>('Active', 'integer', ({ status }) => (status?.active ?? []).length),
    column<CronJob>('Last Schedule', 'string', ({ status }, now) =>
      status?.lastScheduleTime ? age(status.lastScheduleTime, now) : '<none>',
    ),
    AGE,
    wideColumn<CronJob>('Containers', ({ spec }) => containerNames(spec?.jobTemplate?.spec?.template)),
    wideColumn<CronJob>('Images', ({ spec }) => containerImages(spec?.jobTemplate?.spec?.template)),
    wideColumn<CronJob>('Selector', ({ spec }) => selectorCell(spec?.jobTemplate?.spec?.selector)),
  ],
});

function prepared(cronJob: CronJob): CronJob {
  return alter(cronJob, 'spec', (spec) =>
    alter(spec, 'jobTemplate', (job) => alter(job, 'spec', (jobSpec) => alter(jobSpec, 'template', withoutDisabledFields))),
  );
}

function suspendCell(suspend: boolean | undefined): string {
  if (suspend === undefined) return '<unset>';
  return suspend ? 'True' : 'False';
}

const defaultSpec: (spec: CronJobSpec) => CronJobSpec = memoised((spec) => {
  const next = fill(spec, {
    concurrencyPolicy: 'Allow',
    suspend: false,
    successfulJobsHistoryLimit: 3,
    failedJobsHistoryLimit: 1,
    jobTemplate: {},
  });
  return alter(next, 'jobTemplate', (template) =>
    alter(fill<JobTemplateSpec>(template, { metadata: {}, spec: { template: {} } }), 'spec', defaultJobTemplateParts),
  );
});

/** The names of its jobs end with eleven characters for their time. */
const MAX_NAME = 52;

function checkNameLength(name: string, findings: Findings): void {
  if (name.length > MAX_NAME) findings.push(invalid('metadata.name', name, `must be no more than ${MAX_NAME} characters`));
}

function checkSpec(spec: Partial<CronJobSpec> = {}, stored: CronJobSpec | undefined, findings: Findings): void {
  if (isUnset(spec.schedule)) findings.push(required('spec.schedule'));
  else findings.push(...scheduleErrors(spec.schedule, spec.timeZone, stored?.schedule.includes('TZ') === true));
  checkNotNegative(spec.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', findings);
  if (spec.timeZone !== undefined && spec.timeZone !== stored?.timeZone) findings.push(...timeZoneErrors(spec.timeZone));
  checkRequiredOneOf(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy', findings);
  checkTemplate(spec.jobTemplate ?? {}, findings);
  checkNotNegative(spec.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', findings);
  checkNotNegative(spec.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', findings);
}

/** A zone in the schedule itself is let pass where it stands already. */
function scheduleErrors(schedule: string, timeZone: string | undefined, mayHaveZone: boolean): readonly FieldError[] {
  const problem = cronError(schedule);
  const errors = problem === undefined ? [] : [invalid('spec.schedule', schedule, problem)];
  if (!schedule.includes('TZ') || (mayHaveZone && timeZone === undefined)) return errors;
  const detail = mayHaveZone
    ? 'cannot use both timeZone field and TZ or CRON_TZ in schedule'
    : 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
  return [...errors, invalid('spec.schedule', schedule, detail)];
}

const ZONE_PART = /^(?!-)[A-Za-z.\-_0-9+]{1,14}$/;

function timeZoneErrors(zone: string): readonly FieldError[] {
  const wrong = (detail: string): FieldError => invalid('spec.timeZone', zone, detail);
  if (zone === '') return [wrong('timeZone must be nil or non-empty string')];
  if (!zone.split('/').every((part) => part !== '.' && part !== '..' && ZONE_PART.test(part))) return [wrong(`unknown time zone ${zone}`)];
  const problem = timeZoneError(zone);
  return [
    ...(zone.toLowerCase() === 'local'
      ? [wrong('timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones')]
      : []),
    ...(problem === undefined ? [] : [wrong(problem)]),
  ];
}

/** Jobs get selectors of their own. */
function checkTemplate({ spec = { template: {} } }: JobTemplateSpec, findings: Findings): void {
  checkJobSpec(spec, TEMPLATE, findings);
  if (spec.selector !== undefined)
    findings.push(invalid(`${TEMPLATE}.selector`, shownSelector(spec.selector), '`selector` will be auto-generated'));
  if (spec.manualSelector === true) {
    findings.push({ ...invalid(`${TEMPLATE}.manualSelector`, true, 'supported values: "nil", "false"'), type: 'FieldValueNotSupported' });
  }
}

function warnings(next: CronJob, stored?: CronJob): readonly string[] {
  const spec = next.spec?.jobTemplate?.spec;
  if (stored === undefined) return [...nameWarnings(next, 'Pod names and hostnames'), ...jobSpecWarnings(spec, TEMPLATE)];
  const help = 'see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details';
  return [
    ...(deepEqual(next.spec, stored.spec) ? [] : jobSpecWarnings(spec, TEMPLATE)),
    ...(next.spec.schedule.includes('TZ') ? [`cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, ${help}`] : []),
  ];
}
