import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import { isEmptySelector, matchesSelector, selectorOf } from '../../labels.ts';
import { dns1123Label } from '../../names.ts';
import type {
  PodTemplateSpec,
  RollingUpdateStatefulSetStrategy,
  StatefulSet,
  StatefulSetSpec,
  StatefulSetStatus,
} from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { validateAnnotations, validateLabels } from '../../validation/metadata.ts';
import { type Findings, checkNotNegative, checkOneOf, checkRule, findingsOf, isUnset } from '../checks.ts';
import { checkClaimSpec } from '../claim-spec.ts';
import { checkIntOrPercent, checkNotMoreThanAll, intOrPercentValue } from '../int-or-percent.ts';
import { checkPodAnnotations, checkPodTemplate } from '../pod/validate.ts';
import { alter, drop } from '../sharing.ts';
import { checkCollisions, isEmptyLabelSelector, mismatch, shownSelector } from '../workload.ts';

/** Rules of StatefulSets (`pkg/apis/apps/validation`). */
export function validateStatefulSet({ spec }: StatefulSet): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(spec ?? NO_SPEC, NEW, findings));
}

export function validateStatefulSetUpdate(next: StatefulSet, stored: StatefulSet): readonly FieldError[] {
  const [after, before] = [next.spec ?? NO_SPEC, stored.spec ?? NO_SPEC];
  return findingsOf((findings) => {
    const wasBroken = findingsOf((old) => checkSpec(before, OLD, old)).length > 0;
    checkSpec(after, { ...OLD, template: !wasBroken }, findings);
    if (!deepEqual(fixedPart(after), fixedPart(before))) findings.push(forbidden('spec', FIXED));
  });
}

export function validateStatefulSetStatusUpdate({ status }: StatefulSet, stored: StatefulSet): readonly FieldError[] {
  return findingsOf((findings) => {
    checkCounts(status ?? NO_STATUS, findings);
    checkCollisions(status, stored.status, findings);
  });
}

const NO_SPEC: Partial<StatefulSetSpec> = {};
const NO_STATUS: StatefulSetStatus = { replicas: 0 };

/** What is looked at: on update not what can't change, nor a template when what is stored would not pass. */
interface Scope {
  readonly claims: boolean;
  readonly serviceName: boolean;
  readonly template: boolean;
}

const NEW: Scope = { claims: true, serviceName: true, template: true };
const OLD: Scope = { claims: false, serviceName: false, template: true };

const MUTABLE = [
  'replicas',
  'template',
  'updateStrategy',
  'minReadySeconds',
  'ordinals',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
] as const;
const FIXED =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', " +
  "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

function fixedPart(spec: Partial<StatefulSetSpec>): Partial<StatefulSetSpec> {
  return MUTABLE.reduce<Partial<StatefulSetSpec>>((rest, field) => drop(rest, field), spec);
}

function checkSpec(spec: Partial<StatefulSetSpec>, scope: Scope, findings: Findings): void {
  checkPodManagement(spec.podManagementPolicy, 'spec.podManagementPolicy', findings);
  checkStrategy(spec.updateStrategy ?? {}, 'spec.updateStrategy', findings);
  checkRetention(spec.persistentVolumeClaimRetentionPolicy, 'spec.persistentVolumeClaimRetentionPolicy', findings);
  const claims = scope.claims ? (spec.volumeClaimTemplates ?? []) : [];
  for (const [index, claim] of claims.entries()) checkClaimSpec(claim.spec ?? {}, `spec.volumeClaimTemplates[${index}].spec`, findings);
  checkNotNegative(spec.replicas, 'spec.replicas', findings);
  checkNotNegative(spec.minReadySeconds, 'spec.minReadySeconds', findings);
  checkNotNegative(spec.ordinals?.start, 'spec.ordinals.start', findings);
  if (scope.serviceName && !isUnset(spec.serviceName)) checkRule(dns1123Label, spec.serviceName, 'spec.serviceName', findings);
  checkSelectorAndTemplate(spec, scope, findings);
  const { restartPolicy = '', activeDeadlineSeconds } = spec.template?.spec ?? {};
  if (restartPolicy !== 'Always') findings.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  if (activeDeadlineSeconds !== undefined) {
    findings.push(forbidden('spec.template.spec.activeDeadlineSeconds', 'activeDeadlineSeconds in StatefulSet is not Supported'));
  }
}

function checkPodManagement(policy: string | undefined, path: string, findings: Findings): void {
  if (isUnset(policy)) findings.push(required(path));
  else if (policy !== 'OrderedReady' && policy !== 'Parallel') findings.push(invalid(path, policy, "must be 'OrderedReady' or 'Parallel'"));
}

function checkStrategy(strategy: NonNullable<StatefulSetSpec['updateStrategy']>, path: string, findings: Findings): void {
  const { type, rollingUpdate } = strategy;
  if (isUnset(type)) return void findings.push(required(path));
  if (type === 'RollingUpdate') {
    if (rollingUpdate !== undefined) checkRolling(rollingUpdate, `${path}.rollingUpdate`, findings);
  } else if (type !== 'OnDelete') {
    findings.push(invalid(path, goInternal('apps.StatefulSetUpdateStrategy', strategy), "must be 'RollingUpdate' or 'OnDelete'"));
  } else if (rollingUpdate !== undefined) {
    const value = goInternal('apps.RollingUpdateStatefulSetStrategy', rollingUpdate);
    findings.push(invalid(`${path}.rollingUpdate`, value, "only allowed for updateStrategy 'RollingUpdate'"));
  }
}

function checkRolling({ partition, maxUnavailable }: RollingUpdateStatefulSetStrategy, path: string, findings: Findings): void {
  checkNotNegative(partition, `${path}.partition`, findings);
  if (maxUnavailable === undefined) return;
  checkIntOrPercent(maxUnavailable, `${path}.maxUnavailable`, findings);
  if (intOrPercentValue(maxUnavailable) === 0) findings.push(invalid(`${path}.maxUnavailable`, maxUnavailable, 'cannot be 0'));
  checkNotMoreThanAll(maxUnavailable, `${path}.maxUnavailable`, findings);
}

function checkRetention(policy: StatefulSetSpec['persistentVolumeClaimRetentionPolicy'], path: string, findings: Findings): void {
  if (policy === undefined) return;
  for (const when of ['whenDeleted', 'whenScaled'] as const) checkOneOf(policy[when], ['Retain', 'Delete'], `${path}.${when}`, findings);
}

function checkSelectorAndTemplate(spec: Partial<StatefulSetSpec>, scope: Scope, findings: Findings): void {
  const { selector } = spec;
  const problems = validateLabelSelector(selector, 'spec.selector');
  if (selector === undefined) findings.push(required('spec.selector'));
  else {
    findings.push(...problems);
    if (isEmptyLabelSelector(selector))
      findings.push(invalid('spec.selector', shownSelector(selector), 'empty selector is invalid for statefulset'));
  }
  if (problems.length > 0) return void findings.push(invalid('spec.selector', shownSelector(selector), ''));
  const parsed = selectorOf(selector);
  const labels = spec.template?.metadata?.labels;
  if (!isEmptySelector(parsed) && !matchesSelector(parsed, labels)) findings.push(mismatch(labels, 'spec.template'));
  checkTemplate(templateOfPods(spec), scope, 'spec.template', findings);
}

/** Labels and annotations are looked at twice, as upstream does. */
function checkTemplate(template: PodTemplateSpec, scope: Scope, path: string, findings: Findings): void {
  if (scope.template) checkPodTemplate(template, path, findings);
  const { labels, annotations } = template.metadata ?? {};
  findings.push(...validateLabels(labels, `${path}.labels`), ...validateAnnotations(annotations, `${path}.annotations`));
  if (annotations !== undefined) checkPodAnnotations(annotations, template.spec ?? { containers: [] }, `${path}.annotations`, findings);
}

/** The controller gives every pod its host name and subdomain, and volumes for its claims. */
function templateOfPods({ template = {}, volumeClaimTemplates = [] }: Partial<StatefulSetSpec>): PodTemplateSpec {
  return alter(template, 'spec', (spec) => {
    const named = drop(drop(spec, 'hostname'), 'subdomain');
    if (volumeClaimTemplates.length === 0) return named;
    const claims = volumeClaimTemplates.map(({ metadata }) => metadata?.name ?? '');
    const own = claims.map((name) => ({ name, persistentVolumeClaim: { claimName: name } }));
    return { ...named, volumes: [...own, ...(spec.volumes ?? []).filter(({ name }) => !claims.includes(name))] };
  });
}

const COUNTS = [
  'replicas',
  'readyReplicas',
  'currentReplicas',
  'updatedReplicas',
  'availableReplicas',
  'observedGeneration',
  'collisionCount',
] as const;
const BOUNDED = ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const;

function checkCounts(status: Partial<StatefulSetStatus>, findings: Findings): void {
  for (const field of COUNTS) checkNotNegative(status[field], `status.${field}`, findings);
  const { replicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  for (const field of BOUNDED) {
    const count = status[field] ?? 0;
    if (count > replicas) findings.push(invalid(`status.${field}`, count, 'cannot be greater than status.replicas'));
  }
  if (availableReplicas > readyReplicas) {
    findings.push(invalid('status.availableReplicas', availableReplicas, 'cannot be greater than status.readyReplicas'));
  }
}
