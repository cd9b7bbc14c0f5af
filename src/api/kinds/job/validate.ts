import { type FieldError, invalid, required } from '../../field-error.ts';
import { isEmptySelector, matchesSelector, selectorOf } from '../../labels.ts';
import { dns1123Label } from '../../names.ts';
import type { Job, JobSpec } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, findingsOf } from '../checks.ts';
import { mismatch, shownSelector, sortedByKey } from '../workload.ts';
import { checkJobSpec } from './validate-spec.ts';

const PREFIX = 'batch.kubernetes.io/';

/** A new job (`pkg/apis/batch/validation`, ValidateJob). */
export function validateJob(job: Job): readonly FieldError[] {
  return findingsOf((findings) => checkJob(job, true, findings));
}

/** `prefixed`: its pods must have the labels with a prefix too, which jobs of old had not. */
export function checkJob(job: Job, prefixed: boolean, findings: Findings): void {
  const spec: Partial<JobSpec> = job.spec ?? {};
  if (spec.manualSelector !== true && spec.selector !== undefined) checkGeneratedSelector(job, prefixed, findings);
  checkWholeJobSpec(spec, findings);
  const name = job.metadata.name ?? '';
  const last = (spec.completions ?? 0) - 1;
  if (spec.completionMode === 'Indexed' && last >= 0 && dns1123Label(`${name}-${last}`).length > 0) {
    findings.push(invalid('metadata.name', name, `will not able to create pod with invalid DNS label: ${name}-${last}`));
  }
}

/** With its selector, which must be there and select its pods. */
export function checkWholeJobSpec(spec: Partial<JobSpec>, findings: Findings): void {
  checkJobSpec(spec, 'spec', findings);
  const problems = validateLabelSelector(spec.selector, 'spec.selector');
  if (spec.selector === undefined) findings.push(required('spec.selector'));
  findings.push(...problems);
  const labels = spec.template?.metadata?.labels;
  if (problems.length === 0 && !matchesSelector(selectorOf(spec.selector), labels)) findings.push(mismatch(labels, 'spec.template'));
}

/** What was generated must be as it was generated: the author may have given other values. */
function checkGeneratedSelector({ metadata, spec }: Job, prefixed: boolean, findings: Findings): void {
  const { uid = '', name = '' } = metadata;
  if (uid === '') findings.push(required('metadata.uid'));
  const expected: [string, string][] = [
    ['controller-uid', uid],
    ['job-name', name],
    ...(prefixed
      ? ([
          [`${PREFIX}controller-uid`, uid],
          [`${PREFIX}job-name`, name],
        ] satisfies [string, string][])
      : []),
  ];
  for (const [key, value] of expected) checkHasLabel(spec, key, value, findings);
  if (validateLabelSelector(spec?.selector, '').length > 0) return;
  const selector = selectorOf(spec?.selector);
  if (isEmptySelector(selector) || matchesSelector(selector, Object.fromEntries(expected))) return;
  findings.push(invalid('spec.selector', shownSelector(spec?.selector), '`selector` not auto-generated'));
}

function checkHasLabel(spec: Partial<JobSpec> | undefined, key: string, value: string, findings: Findings): void {
  const labels = spec?.template?.metadata?.labels;
  const path = `spec.template.metadata.labels[${key}]`;
  if (labels?.[key] === undefined) findings.push(required(path, `must be '${value}'`));
  else if (labels[key] !== value) findings.push(invalid(path, sortedByKey(labels), `must be '${value}'`));
}
