import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, invalid, invalidOverall, required } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import { parseTime } from '../../time.ts';
import type { Job, JobStatus } from '../../types.gen.ts';
import { type Findings, IMMUTABLE, checkNotNegative, findingsOf } from '../checks.ts';
import { isJobConditionFalse, isJobConditionTrue, isJobFinished } from './conditions.ts';
import { overlapOf, parseIndexes } from './indexes.ts';

/**
 * What a controller may write into a job's status (ValidateJobUpdateStatus). Most rules are about what changes: what was
 * wrong already may stay.
 */
export function validateJobStatusUpdate(next: Job, stored: Job): readonly FieldError[] {
  return findingsOf((findings) => {
    checkCounts(next.status ?? {}, findings);
    checkConditionsAndTimes(next, stored, findings);
    checkFinished(next, stored, findings);
    checkIndexes(next, stored, findings);
    checkPodCounts(next, stored, findings);
    checkSuccess(next, findings);
    checkTransitions(next, stored, findings);
  });
}

const CONDITIONS = 'status.conditions';

function changes(next: Job, stored: Job, ...fields: readonly (keyof JobStatus)[]): boolean {
  return fields.some((field) => !deepEqual(next.status?.[field], stored.status?.[field]));
}

/** Whether one of these conditions turned true or ceased to be. */
function turns(next: Job, stored: Job, ...types: readonly string[]): boolean {
  return types.some((type) => isJobConditionTrue(next, type) !== isJobConditionTrue(stored, type));
}

function checkCounts(status: JobStatus, findings: Findings): void {
  for (const field of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const) {
    checkNotNegative(status[field], `status.${field}`, findings);
  }
  const seen = new Set<string>();
  for (const list of ['succeeded', 'failed'] as const) {
    for (const [index, uid] of (status.uncountedTerminatedPods?.[list] ?? []).entries()) {
      const path = `status.uncountedTerminatedPods.${list}[${index}]`;
      if (uid === '') findings.push(invalid(path, uid, 'must not be empty'));
      else if (seen.has(uid)) findings.push(duplicate(path, uid));
      seen.add(uid);
    }
  }
}

function checkConditionsAndTimes(next: Job, stored: Job, findings: Findings): void {
  const is = (type: string): boolean => isJobConditionTrue(next, type);
  const { startTime, completionTime } = next.status ?? {};
  const complain = (detail: string): void => void findings.push(invalidOverall(CONDITIONS, detail));
  if (turns(next, stored, 'Complete', 'Failed') && is('Complete') && is('Failed')) {
    complain('cannot set Complete=True and Failed=true conditions');
  }
  if (turns(next, stored, 'Complete', 'FailureTarget') && is('Complete') && is('FailureTarget')) {
    complain('cannot set Complete=True and FailureTarget=true conditions');
  }
  if (turns(next, stored, 'Complete') || changes(next, stored, 'completionTime')) checkCompletionTime(next, findings);
  if (
    changes(next, stored, 'startTime', 'completionTime') &&
    startTime &&
    completionTime &&
    parseTime(completionTime) < parseTime(startTime)
  ) {
    findings.push(invalid('status.completionTime', completionTime, 'must be equal to or after `startTime`'));
  }
  if ((turns(next, stored, 'Failed') || changes(next, stored, 'failedIndexes')) && is('Failed') && !is('FailureTarget')) {
    complain('cannot set Failed=True condition without the FailureTarget=true condition');
  }
  if (turns(next, stored, 'Complete', 'SuccessCriteriaMet') && is('Complete') && !is('SuccessCriteriaMet')) {
    complain('cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
  }
}

function checkCompletionTime(next: Job, findings: Findings): void {
  const time = next.status?.completionTime;
  const isComplete = isJobConditionTrue(next, 'Complete');
  if (time && !isComplete) {
    findings.push(invalid('status.completionTime', time, 'cannot set completionTime when there is no Complete=True condition'));
  }
  if (!time && isComplete) findings.push(required('status.completionTime', 'completionTime is required for Complete jobs'));
}

function checkFinished(next: Job, stored: Job, findings: Findings): void {
  if (!isJobFinished(next)) return;
  const { active = 0, startTime, uncountedTerminatedPods: uncounted } = next.status ?? {};
  const isNew = !isJobFinished(stored);
  if ((isNew || changes(next, stored, 'active')) && active > 0) {
    findings.push(invalid('status.active', active, 'active>0 is invalid for finished job'));
  }
  const neverRan = next.spec?.suspend === true && next.spec.completions === 0;
  if ((isNew || changes(next, stored, 'startTime')) && !neverRan && !startTime) {
    findings.push(required('status.startTime', 'startTime is required for finished job'));
  }
  const count = (uncounted?.failed ?? []).length + (uncounted?.succeeded ?? []).length;
  if ((isNew || changes(next, stored, 'uncountedTerminatedPods')) && count > 0) {
    const value = goInternal('batch.UncountedTerminatedPods', uncounted);
    findings.push(invalid('status.uncountedTerminatedPods', value, 'must be empty for finished job'));
  }
}

function checkIndexes(next: Job, stored: Job, findings: Findings): void {
  const { completions, completionMode, backoffLimitPerIndex } = next.spec ?? {};
  const { completedIndexes = '', failedIndexes } = next.status ?? {};
  const [newCompleted, newFailed] = [changes(next, stored, 'completedIndexes'), changes(next, stored, 'failedIndexes')];
  const checkFormat = (field: string, text: string): void => {
    const indexes = parseIndexes(text, completions ?? 0);
    if ('error' in indexes) findings.push(invalid(`status.${field}`, text, `error parsing ${field}: ${indexes.error}`));
  };
  if (newCompleted && completions !== undefined) checkFormat('completedIndexes', completedIndexes);
  if (newFailed && completions !== undefined && backoffLimitPerIndex !== undefined && failedIndexes !== undefined) {
    checkFormat('failedIndexes', failedIndexes);
  }
  if (newCompleted && completedIndexes !== '' && completionMode !== 'Indexed') {
    const detail = 'cannot set non-empty completedIndexes when non-indexed completion mode';
    findings.push(invalid('status.completedIndexes', completedIndexes, detail));
  }
  if (newFailed && backoffLimitPerIndex === undefined && failedIndexes !== undefined) {
    const detail = 'cannot set non-null failedIndexes when backoffLimitPerIndex is null';
    findings.push(invalid('status.failedIndexes', failedIndexes, detail));
  }
  if ((newCompleted || newFailed) && completions !== undefined && failedIndexes) {
    const shared = completedIndexes === '' ? undefined : overlapOf(completedIndexes, failedIndexes, completions);
    const detail = `failedIndexes and completedIndexes overlap at index: ${shared}`;
    if (shared !== undefined) findings.push(invalid('status.failedIndexes', failedIndexes, detail));
  }
}

function checkPodCounts(next: Job, stored: Job, findings: Findings): void {
  const { terminating = 0, ready = 0, active = 0 } = next.status ?? {};
  const isNewlyFinished = isJobFinished(next) !== isJobFinished(stored);
  if ((isNewlyFinished || changes(next, stored, 'terminating')) && terminating > 0 && isJobFinished(next)) {
    findings.push(invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job'));
  }
  if (changes(next, stored, 'ready', 'active') && next.status?.ready !== undefined && ready > active) {
    findings.push(invalid('status.ready', ready, 'cannot set more ready pods than active'));
  }
}

function checkSuccess(next: Job, findings: Findings): void {
  const is = (type: string): boolean => isJobConditionTrue(next, type);
  const complain = (detail: string): void => void findings.push(invalidOverall(CONDITIONS, detail));
  if (is('SuccessCriteriaMet') && is('Failed')) complain('cannot set SuccessCriteriaMet=True and Failed=true conditions');
  if (is('SuccessCriteriaMet') && is('FailureTarget')) complain('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  if (next.spec?.successPolicy !== undefined && !is('SuccessCriteriaMet') && is('Complete')) {
    complain('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
  }
}

function checkTransitions(next: Job, stored: Job, findings: Findings): void {
  const complain = (detail: string): void => void findings.push(invalidOverall(CONDITIONS, detail));
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (isJobConditionTrue(stored, type) && !isJobConditionTrue(next, type)) complain(`cannot disable the terminal ${type}=True condition`);
  }
  checkCountersGrow(next, stored, findings);
  checkTimesStay(next, stored, findings);
  const [met, wasMet] = [isJobConditionTrue(next, 'SuccessCriteriaMet'), isJobConditionTrue(stored, 'SuccessCriteriaMet')];
  if (wasMet && !met) complain('cannot disable the SuccessCriteriaMet=True condition');
  if (isJobConditionTrue(stored, 'Complete') && !wasMet && met) {
    complain('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions');
  }
}

/** Jobs that can be scaled down may lose successes. */
function checkCountersGrow(next: Job, stored: Job, findings: Findings): void {
  const { failed = 0, succeeded = 0 } = next.status ?? {};
  if (failed < (stored.status?.failed ?? 0)) findings.push(invalid('status.failed', failed, 'cannot decrease the failed counter'));
  const { completionMode, completions, parallelism } = next.spec ?? {};
  const canShrink = completionMode === 'Indexed' && completions === parallelism;
  if (!canShrink && succeeded < (stored.status?.succeeded ?? 0)) {
    findings.push(invalid('status.succeeded', succeeded, 'cannot decrease the succeeded counter'));
  }
}

function checkTimesStay(next: Job, stored: Job, findings: Findings): void {
  const { startTime, completionTime } = next.status ?? {};
  const before = stored.status ?? {};
  if (completionTime && before.completionTime && completionTime !== before.completionTime) {
    findings.push(invalid('status.completionTime', completionTime, IMMUTABLE));
  }
  const isResuming = isJobConditionTrue(stored, 'Suspended') && isJobConditionFalse(next, 'Suspended');
  if (isResuming || !before.startTime || startTime === before.startTime || next.spec?.suspend === true) return;
  findings.push(invalid('status.startTime', startTime ?? null, 'field is immutable for unsuspended job once set'));
}
