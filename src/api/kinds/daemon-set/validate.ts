import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import { matchesSelector, selectorOf } from '../../labels.ts';
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, checkNotNegative, findingsOf } from '../checks.ts';
import { checkIntOrPercent, checkNotMoreThanAll, intOrPercentValue } from '../int-or-percent.ts';
import { checkCollisions, checkTemplate, checkSelectorUnchanged, isEmptyLabelSelector, mismatch, shownSelector } from '../workload.ts';
import { templateGenerationOf } from './template-generation.ts';

/** Rules of DaemonSets (`pkg/apis/apps/validation`). */
export function validateDaemonSet(daemonSet: DaemonSet): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(daemonSet, findings));
}

export function validateDaemonSetUpdate(next: DaemonSet, stored: DaemonSet): readonly FieldError[] {
  return findingsOf((findings) => {
    checkTemplateGeneration(next, stored, findings);
    checkSelectorUnchanged(next.spec?.selector, stored.spec?.selector, findings);
    checkSpec(next, findings);
  });
}

export function validateDaemonSetStatusUpdate({ status }: DaemonSet, stored: DaemonSet): readonly FieldError[] {
  return findingsOf((findings) => {
    for (const field of COUNTS) checkNotNegative(status?.[field], `status.${field}`, findings);
    checkCollisions(status, stored.status, findings);
  });
}

const COUNTS = [
  'currentNumberScheduled',
  'numberMisscheduled',
  'desiredNumberScheduled',
  'numberReady',
  'observedGeneration',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'collisionCount',
] as const;

function checkTemplateGeneration(next: DaemonSet, stored: DaemonSet, findings: Findings): void {
  const [after, before] = [templateGenerationOf(next), templateGenerationOf(stored)];
  const isChanged = !deepEqual(next.spec?.template, stored.spec?.template);
  const complain = (detail: string): void => void findings.push(invalid('spec.templateGeneration', after, detail));
  if (after < before) complain('must not be decremented');
  if (after === before && isChanged) complain('must be incremented upon template update');
  else if (after > before && !isChanged) complain('must not be incremented without template update');
}

function checkSpec(daemonSet: DaemonSet, findings: Findings): void {
  const {
    selector,
    template = {},
    minReadySeconds,
    updateStrategy = {},
    revisionHistoryLimit,
  }: Partial<DaemonSetSpec> = daemonSet.spec ?? {};
  const problems = validateLabelSelector(selector, 'spec.selector');
  findings.push(...problems);
  if (problems.length === 0 && !matchesSelector(selectorOf(selector), template.metadata?.labels)) {
    findings.push(mismatch(template.metadata?.labels, 'spec.template'));
  }
  if (selector !== undefined && isEmptyLabelSelector(selector)) {
    findings.push(invalid('spec.selector', shownSelector(selector), 'empty selector is invalid for daemonset'));
  }
  checkTemplate(template, 'DaemonSet', 'spec.template', findings);
  checkNotNegative(minReadySeconds, 'spec.minReadySeconds', findings);
  checkNotNegative(templateGenerationOf(daemonSet), 'spec.templateGeneration', findings);
  checkStrategy(updateStrategy, 'spec.updateStrategy', findings);
  checkNotNegative(revisionHistoryLimit, 'spec.revisionHistoryLimit', findings);
}

function checkStrategy(strategy: DaemonSetUpdateStrategy, path: string, findings: Findings): void {
  const { type, rollingUpdate } = strategy;
  if (type === 'OnDelete') return;
  if (type !== 'RollingUpdate') {
    return void findings.push(notSupported(path, goInternal('apps.DaemonSetUpdateStrategy', strategy), ['RollingUpdate', 'OnDelete']));
  }
  if (rollingUpdate === undefined) findings.push(required(`${path}.rollingUpdate`));
  else checkRolling(rollingUpdate, `${path}.rollingUpdate`, findings);
}

function checkRolling({ maxUnavailable = 0, maxSurge = 0 }: RollingUpdateDaemonSet, path: string, findings: Findings): void {
  checkIntOrPercent(maxUnavailable, `${path}.maxUnavailable`, findings);
  checkIntOrPercent(maxSurge, `${path}.maxSurge`, findings);
  checkNotMoreThanAll(maxUnavailable, `${path}.maxUnavailable`, findings);
  checkNotMoreThanAll(maxSurge, `${path}.maxSurge`, findings);
  const [hasUnavailable, hasSurge] = [intOrPercentValue(maxUnavailable) !== 0, intOrPercentValue(maxSurge) !== 0];
  if (hasUnavailable && hasSurge) findings.push(invalid(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  if (!hasUnavailable && !hasSurge) findings.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
}
