import { type FieldError, invalid, notSupported, required, tooLong } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import type { JobSpec } from '../../types.gen.ts';
import { type Findings, checkNotNegative, checkOneOf, checkPrefixedPath } from '../checks.ts';
import { checkPodTemplate } from '../pod/validate.ts';
import { templateWarnings } from '../pod/warnings.ts';
import { checkPodFailurePolicy, checkSuccessPolicy } from './validate-policies.ts';

const INDEXED = 'Indexed';
const MAX_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
/** Beyond so many completions parallelism and failed indexes are held shorter. */
const MANY_COMPLETIONS = 100_000;
const LIMIT_FOR_MANY = 10_000;
const MAX_MANAGER = 63;

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
] as const;

/** The spec of a job or of a CronJob's template, but for its selector (validateJobSpec). */
export function checkJobSpec(spec: Partial<JobSpec>, path: string, findings: Findings): void {
  for (const field of COUNTS) checkNotNegative(spec[field], `${path}.${field}`, findings);
  if (spec.maxFailedIndexes !== undefined) {
    checkNotNegative(spec.maxFailedIndexes, `${path}.maxFailedIndexes`, findings);
    if (spec.backoffLimitPerIndex === undefined)
      findings.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  }
  if (spec.managedBy !== undefined) checkManager(spec.managedBy, `${path}.managedBy`, findings);
  checkCompletionMode(spec, path, findings);
  if (spec.podFailurePolicy !== undefined) checkPodFailurePolicy(spec, spec.podFailurePolicy, `${path}.podFailurePolicy`, findings);
  checkSuccess(spec, `${path}.successPolicy`, findings);
  checkReplacement(spec, `${path}.podReplacementPolicy`, findings);
  checkPodTemplate(spec.template ?? {}, `${path}.template`, findings);
  findings.push(...restartPolicyErrors(spec, `${path}.template.spec.restartPolicy`));
}

function checkManager(name: string, path: string, findings: Findings): void {
  checkPrefixedPath(name, path, findings);
  if (name.length > MAX_MANAGER) findings.push(tooLong(path, MAX_MANAGER));
}

function checkCompletionMode(spec: Partial<JobSpec>, path: string, findings: Findings): void {
  const { completionMode = 'NonIndexed', backoffLimitPerIndex, maxFailedIndexes } = spec;
  if (completionMode === INDEXED) return checkIndexed(spec, path, findings);
  if (completionMode !== 'NonIndexed') {
    return void findings.push(notSupported(`${path}.completionMode`, completionMode, ['NonIndexed', INDEXED]));
  }
  const only = (field: string, value: number | undefined): void => {
    if (value !== undefined) findings.push(invalid(`${path}.${field}`, value, 'requires indexed completion mode'));
  };
  only('backoffLimitPerIndex', backoffLimitPerIndex);
  only('maxFailedIndexes', maxFailedIndexes);
}

function checkIndexed(spec: Partial<JobSpec>, path: string, findings: Findings): void {
  const { completions, parallelism, maxFailedIndexes, backoffLimitPerIndex } = spec;
  const atMost = (field: string, value: number | undefined, limit: number | undefined, detail: string): void => {
    if (value !== undefined && limit !== undefined && value > limit) findings.push(invalid(`${path}.${field}`, value, detail));
  };
  const below = (limit: number): string => `must be less than or equal to ${limit}`;
  if (completions === undefined) findings.push(required(`${path}.completions`, `when completion mode is ${INDEXED}`));
  atMost('parallelism', parallelism, MAX_PARALLELISM, `${below(MAX_PARALLELISM)} when completion mode is ${INDEXED}`);
  atMost('maxFailedIndexes', maxFailedIndexes, completions, 'must be less than or equal to completions');
  atMost('maxFailedIndexes', maxFailedIndexes, MAX_FAILED_INDEXES, below(MAX_FAILED_INDEXES));
  if (completions === undefined || completions <= MANY_COMPLETIONS || backoffLimitPerIndex === undefined) return;
  const many = `${below(LIMIT_FOR_MANY)} when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (maxFailedIndexes === undefined) {
    findings.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MANY_COMPLETIONS}`));
  }
  atMost('parallelism', parallelism, LIMIT_FOR_MANY, many);
  atMost('maxFailedIndexes', maxFailedIndexes, LIMIT_FOR_MANY, many);
}

function checkSuccess(spec: Partial<JobSpec>, path: string, findings: Findings): void {
  const { successPolicy, completionMode } = spec;
  if (successPolicy === undefined) return;
  if (completionMode === INDEXED) return checkSuccessPolicy(spec, successPolicy, path, findings);
  findings.push(invalid(path, goInternal('batch.SuccessPolicy', successPolicy), 'requires indexed completion mode'));
}

function checkReplacement({ podReplacementPolicy: policy, podFailurePolicy }: Partial<JobSpec>, path: string, findings: Findings): void {
  if (policy === undefined) return;
  checkOneOf(policy, podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed'], path, findings);
}

function restartPolicyErrors({ template, podFailurePolicy }: Partial<JobSpec>, path: string): readonly FieldError[] {
  const policy = template?.spec?.restartPolicy ?? '';
  if (policy === '' || policy === 'Always') return [required(path, 'valid values: "OnFailure", "Never"')];
  if (policy !== 'OnFailure' && policy !== 'Never') return [notSupported(path, policy, ['OnFailure', 'Never'])];
  if (podFailurePolicy === undefined || policy === 'Never') return [];
  return [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

/** Texts of Warning headers (`pkg/api/job/warnings.go`). */
export function jobSpecWarnings(spec: Partial<JobSpec> | undefined, path: string): readonly string[] {
  const { completionMode, completions = 0, parallelism = 0, template } = spec ?? {};
  const isHuge = completionMode === INDEXED && completions > MANY_COMPLETIONS && parallelism > LIMIT_FOR_MANY;
  const text =
    'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, ' +
    'Kubernetes might not be able to track completedIndexes when a big number of indexes fail';
  return [...(isHuge ? [`${path}: ${text}`] : []), ...templateWarnings(template, `${path}.template`)];
}
