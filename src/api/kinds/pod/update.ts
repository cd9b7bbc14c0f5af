import { type FieldError, forbidden, invalid, required } from '../../field-error.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { Container, NodeAffinity, NodeSelectorTerm, Pod, PodSpec, Toleration } from '../../types.gen.ts';
import { type Findings, MAX_INT32, findingsOf, isUnset, rangeText } from '../checks.ts';
import { internalValue, latePodRules } from './late.ts';
import { checkInitResizePolicies } from './validate-container.ts';
import { APP_ARMOR, MIRROR, checkPod, checkPodAnnotations } from './validate.ts';

/** What of a pod may still change once it exists (ValidatePodUpdate). */
export function validatePodUpdate(next: Pod, stored: Pod): readonly FieldError[] {
  if (next.spec === stored.spec && next.metadata.annotations === stored.metadata.annotations) return [];
  return findingsOf((findings) => {
    checkPod(next, findings);
    checkAnnotationUpdates(next, stored, findings);
    if (next.spec === undefined || stored.spec === undefined) return;
    checkInitResizePolicies(next.spec, stored.spec, 'spec', findings);
    checkSpecUpdate(next.spec, stored.spec, findings);
  });
}

/** What the annotations of pods that only kubelets write, and those of old, may become. */
export function checkAnnotationUpdates(next: Pod, stored: Pod, findings: Findings): void {
  const now = next.metadata.annotations ?? {};
  const before = stored.metadata.annotations ?? {};
  if (now === before) return;
  for (const [key, value] of Object.entries(before)) {
    const guarded = now[key] === value ? undefined : guardedAs(key);
    if (guarded !== undefined) findings.push(forbidden(`metadata.annotations[${key}]`, `may not remove or update ${guarded}`));
  }
  for (const key of Object.keys(now)) {
    const guarded = before[key] === undefined ? guardedAs(key) : undefined;
    if (guarded !== undefined) findings.push(forbidden(`metadata.annotations[${key}]`, `may not add ${guarded}`));
  }
  checkPodAnnotations(now, next.spec ?? { containers: [] }, 'metadata.annotations', findings);
}

function guardedAs(key: string): string | undefined {
  if (key.startsWith(APP_ARMOR)) return 'AppArmor annotations';
  return key === MIRROR ? 'mirror pod annotation' : undefined;
}

function checkSpecUpdate(next: PodSpec, stored: PodSpec, findings: Findings): void {
  if (!checkContainerUpdates(next.containers, stored.containers, 'spec.containers', findings)) return;
  if (!checkContainerUpdates(next.initContainers ?? [], stored.initContainers ?? [], 'spec.initContainers', findings)) return;
  if (!checkDeadline(next.activeDeadlineSeconds, stored.activeDeadlineSeconds, findings)) return;
  checkTolerationsGrow(next.tolerations ?? [], stored.tolerations ?? [], findings);
  checkGatesShrink(next, stored, findings);
  const rest = withUpdatableFieldsOf(next, stored);
  const settled = (stored.schedulingGates ?? []).length === 0 ? rest : checkPlacement(rest, stored, findings);
  if (deepEqual(settled, stored)) return;
  findings.push(forbidden('spec', OTHER_FIELDS + (latePodRules()?.diff('core.PodSpec', stored, settled) ?? '')));
}

const OTHER_FIELDS =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
  '`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n';

function checkContainerUpdates(next: readonly Container[], stored: readonly Container[], path: string, findings: Findings): boolean {
  if (next.length !== stored.length) {
    findings.push(forbidden(path, 'pod updates may not add or remove containers'));
    return false;
  }
  for (const [index, { image }] of next.entries()) if (isUnset(image)) findings.push(required(`${path}[${index}].image`));
  return true;
}

/** May be set, or lowered. */
function checkDeadline(next: number | undefined, stored: number | undefined, findings: Findings): boolean {
  const path = 'spec.activeDeadlineSeconds';
  if (next === undefined) {
    if (stored !== undefined) findings.push(invalid(path, null, 'must not update from a positive integer to nil value'));
    return true;
  }
  if (next < 0 || next > MAX_INT32) findings.push(invalid(path, next, rangeText(0, MAX_INT32)));
  else if (stored === undefined || next <= stored) return true;
  else findings.push(invalid(path, next, 'must be less than or equal to previous value'));
  return false;
}

function checkTolerationsGrow(next: readonly Toleration[], stored: readonly Toleration[], findings: Findings): void {
  if (next === stored) return;
  const bare = (toleration: Toleration): Toleration => {
    const { tolerationSeconds: _seconds, ...rest } = toleration;
    return rest;
  };
  const kept = stored.every((old) => next.some((toleration) => deepEqual(bare(toleration), bare(old))));
  if (!kept) findings.push(forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'));
}

function checkGatesShrink(next: PodSpec, stored: PodSpec, findings: Findings): void {
  for (const [index, { name }] of (next.schedulingGates ?? []).entries()) {
    if (stored.schedulingGates?.some((gate) => gate.name === name) === true) continue;
    const path = `spec.schedulingGates[${index}].name`;
    findings.push(forbidden(path, `only deletion is allowed, but found new scheduling gate '${name}'`));
  }
}

/** `next` with every field that may change as it was, so that what differs then may not. */
function withUpdatableFieldsOf(next: PodSpec, stored: PodSpec): PodSpec {
  const { activeDeadlineSeconds: _deadline, tolerations: _tolerations, schedulingGates: _gates, ...rest } = next;
  const { activeDeadlineSeconds, tolerations, schedulingGates, terminationGracePeriodSeconds: grace } = stored;
  const becomesOne = grace !== undefined && grace < 0 && next.terminationGracePeriodSeconds === 1;
  return {
    ...rest,
    ...(activeDeadlineSeconds === undefined ? {} : { activeDeadlineSeconds }),
    ...(tolerations === undefined ? {} : { tolerations }),
    ...(schedulingGates === undefined ? {} : { schedulingGates }),
    ...(becomesOne ? { terminationGracePeriodSeconds: grace } : {}),
    containers: withImagesOf(next.containers, stored.containers),
    ...(next.initContainers === undefined ? {} : { initContainers: withImagesOf(next.initContainers, stored.initContainers ?? []) }),
  };
}

function withImagesOf(next: readonly Container[], stored: readonly Container[]): Container[] {
  return next.map((container, index) => {
    const { image: _image, ...rest } = container;
    const image = stored[index]?.image;
    return image === undefined ? rest : { ...rest, image };
  });
}

/** While a pod is gated, where it may go can still be narrowed. Gives `next` with that part as it was. */
function checkPlacement(next: PodSpec, stored: PodSpec, findings: Findings): PodSpec {
  checkSelectorNarrows(next.nodeSelector ?? {}, stored.nodeSelector ?? {}, findings);
  const { nodeSelector: _selector, affinity: _affinity, ...rest } = next;
  const before = stored.affinity?.nodeAffinity;
  const after = next.affinity?.nodeAffinity;
  if (!deepEqual(after, before)) checkAffinityNarrows(after, before, findings);
  const { nodeAffinity: _node, ...others } = next.affinity ?? {};
  const affinity = { ...others, ...(before === undefined ? {} : { nodeAffinity: before }) };
  const keepsAffinity = Object.keys(affinity).length > 0 || stored.affinity !== undefined;
  return {
    ...rest,
    ...(stored.nodeSelector === undefined ? {} : { nodeSelector: stored.nodeSelector }),
    ...(keepsAffinity ? { affinity } : {}),
  };
}

type Labels = { readonly [key: string]: string };

function checkSelectorNarrows(next: Labels, stored: Labels, findings: Findings): void {
  if (Object.entries(stored).every(([key, value]) => next[key] === value)) return;
  const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  findings.push(invalid('spec.nodeSelector', Object.keys(next).length === 0 ? null : next, detail));
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

function checkAffinityNarrows(next: NodeAffinity | undefined, stored: NodeAffinity | undefined, findings: Findings): void {
  const before = stored?.[REQUIRED]?.nodeSelectorTerms;
  if (before === undefined) return;
  const path = `spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms`;
  const after = next?.[REQUIRED]?.nodeSelectorTerms ?? [];
  if (before.length > 0 && before.length !== after.length) {
    const shown = after.map((term) => internalValue('core.NodeSelectorTerm', term));
    return void findings.push(invalid(path, shown, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'));
  }
  for (const [index, old] of before.entries()) {
    const term = after[index];
    if (term !== undefined && !narrows(term, old)) {
      const detail = 'only additions are allowed (no mutations or deletions)';
      findings.push(invalid(`${path}[${index}]`, internalValue('core.NodeSelectorTerm', term), detail));
    }
  }
}

function narrows(next: NodeSelectorTerm, stored: NodeSelectorTerm): boolean {
  const isEmpty = (stored.matchExpressions ?? []).length === 0 && (stored.matchFields ?? []).length === 0;
  if (isEmpty && !deepEqual(next, stored)) return false;
  return (
    startsWith(next.matchExpressions ?? [], stored.matchExpressions ?? []) && startsWith(next.matchFields ?? [], stored.matchFields ?? [])
  );
}

function startsWith(next: readonly unknown[], stored: readonly unknown[]): boolean {
  return stored.every((requirement, index) => deepEqual(next[index], requirement));
}
