import { selectorOf, selectorText } from '../../../api/labels.ts';
import { humanDuration, parseTime } from '../../../api/time.ts';
import type { CronJob, Job, JobSpec, JobStatus } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { podTemplateText } from '../pod-template.ts';
import { capitalised, field, heading, longTime, marks, optional } from '../text.ts';
import { controlledBy } from './pod.ts';

export const jobDescriber = defineDescriber<Job>({
  group: 'batch',
  kind: 'Job',
  describe(_session, job) {
    const { metadata, spec, status } = job;
    return [
      field('Name', metadata.name ?? ''),
      optional('Namespace', metadata.namespace),
      field('Selector', selectorText(selectorOf(spec?.selector))),
      marks(metadata),
      controlledBy(job),
      ...settings(spec),
      ...times(status ?? {}),
      optional('Active Deadline Seconds', seconds(spec?.activeDeadlineSeconds)),
      field('Pods Statuses', podCounts(status ?? {})),
      spec?.completionMode === 'Indexed' ? field('Completed Indexes', indexesText(status?.completedIndexes)) : '',
      podTemplateText(spec?.template ?? {}),
    ].join('');
  },
});

function settings(spec: JobSpec | undefined): readonly string[] {
  return [
    optional('Parallelism', spec?.parallelism),
    field('Completions', spec?.completions ?? '<unset>'),
    optional('Completion Mode', spec?.completionMode),
    spec?.suspend === undefined ? '' : field('Suspend', spec.suspend),
    optional('Backoff Limit', spec?.backoffLimit),
    optional('TTL Seconds After Finished', spec?.ttlSecondsAfterFinished),
  ];
}

function times({ startTime, completionTime }: JobStatus): readonly string[] {
  return [
    startTime === undefined ? '' : field('Start Time', longTime(startTime)),
    completionTime === undefined ? '' : field('Completed At', longTime(completionTime)),
    startTime === undefined || completionTime === undefined
      ? ''
      : field('Duration', humanDuration(parseTime(completionTime) - parseTime(startTime))),
  ];
}

function podCounts({ active = 0, ready, succeeded = 0, failed = 0 }: JobStatus): string {
  const shownReady = ready === undefined ? '' : ` (${ready} Ready)`;
  return `${active} Active${shownReady} / ${succeeded} Succeeded / ${failed} Failed`;
}

const ENOUGH_INDEXES = 50;

/** A long list is cut at the first comma behind this many characters. */
function indexesText(indexes: string | undefined): string {
  if (indexes === undefined || indexes === '') return '<none>';
  const cut = indexes.indexOf(',', ENOUGH_INDEXES);
  return cut === -1 ? indexes : `${indexes.slice(0, cut + 1)}...`;
}

export const cronJobDescriber = defineDescriber<CronJob>({
  group: 'batch',
  kind: 'CronJob',
  describe(_session, cronJob) {
    const { spec, status } = cronJob;
    const unset = '<unset>';
    return [
      heading(cronJob),
      field('Schedule', spec?.schedule ?? ''),
      field('Concurrency Policy', spec?.concurrencyPolicy ?? ''),
      field('Suspend', spec?.suspend === undefined ? unset : capitalised(spec.suspend)),
      field('Time Zone', spec?.timeZone ?? unset),
      field('Successful Job History Limit', spec?.successfulJobsHistoryLimit ?? unset),
      field('Failed Job History Limit', spec?.failedJobsHistoryLimit ?? unset),
      field('Starting Deadline Seconds', seconds(spec?.startingDeadlineSeconds) ?? unset),
      ...jobTemplate(spec?.jobTemplate.spec),
      field('Last Schedule Time', status?.lastScheduleTime === undefined ? unset : longTime(status.lastScheduleTime)),
      field('Active Jobs', (status?.active ?? []).map(({ name = '' }) => name).join(', ') || '<none>'),
    ].join('');
  },
});

function jobTemplate(spec: JobSpec | undefined): readonly string[] {
  return [
    field('Selector', spec?.selector === undefined ? '<unset>' : selectorText(selectorOf(spec.selector))),
    field('Parallelism', spec?.parallelism ?? '<unset>'),
    field('Completions', spec?.completions ?? '<unset>'),
    optional('Active Deadline Seconds', seconds(spec?.activeDeadlineSeconds)),
    podTemplateText(spec?.template ?? {}),
  ];
}

function seconds(value: number | undefined): string | undefined {
  return value === undefined ? undefined : `${value}s`;
}
