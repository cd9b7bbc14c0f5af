import { type FieldError, forbidden, invalid } from '../../field-error.ts';
import { dns1123Subdomain, labelKey } from '../../names.ts';
import { mayRestartAll, restartsOn } from '../../pod/restart.ts';
import type { Container, ContainerStatus, Pod, PodCondition, PodSpec, PodStatus } from '../../types.gen.ts';
import { type Findings, IMMUTABLE, checkRule, findingsOf, isUnset } from '../checks.ts';
import { latePodRules } from './late.ts';
import { checkAnnotationUpdates } from './update.ts';

/** What kubelets and others may write into a pod's status (ValidatePodStatusUpdate). */
export function validatePodStatusUpdate(next: Pod, stored: Pod): readonly FieldError[] {
  const status = next.status ?? {};
  const before = stored.status ?? {};
  return findingsOf((findings) => {
    checkAnnotationUpdates(next, stored, findings);
    if (status.conditions !== before.conditions) checkConditions(status.conditions ?? [], findings);
    if (next.spec?.nodeName !== stored.spec?.nodeName) findings.push(forbidden('status.nodeName', 'may not be changed directly'));
    checkNomination(next, before, findings);
    checkGeneration(status.observedGeneration, 'status.observedGeneration', findings);
    if (before.qosClass !== undefined && status.qosClass !== before.qosClass) {
      findings.push(invalid('status.qosClass', status.qosClass ?? '', IMMUTABLE));
    }
    checkTransitions(status, before, stored.spec, findings);
    latePodRules()?.checkStatus(next, stored, findings);
  });
}

const SYSTEM_CONDITIONS: ReadonlySet<string> = new Set(['PodScheduled', 'Ready', 'Initialized']);

function checkConditions(conditions: readonly PodCondition[], findings: Findings): void {
  for (const [index, condition] of conditions.entries()) {
    if ((condition.observedGeneration ?? 0) < 0)
      checkGeneration(condition.observedGeneration, `status.conditions[${index}].observedGeneration`, findings);
    if (!SYSTEM_CONDITIONS.has(condition.type)) checkRule(labelKey, condition.type, `status.conditions[${index}].Type`, findings);
  }
}

function checkGeneration(generation: number | undefined, path: string, findings: Findings): void {
  if (generation !== undefined && generation < 0) findings.push(invalid(path, generation, 'must be a non-negative integer'));
}

function checkNomination(next: Pod, before: PodStatus, findings: Findings): void {
  const name = next.status?.nominatedNodeName;
  if (isUnset(name) || name === before.nominatedNodeName) return;
  checkRule(dns1123Subdomain, name, 'status.nominatedNodeName', findings);
  if (!isUnset(next.spec?.nodeName)) {
    findings.push(forbidden('status.nominatedNodeName', 'may not be set on pods that are already bound to a node'));
  }
}

/** What has ended for good stays ended. */
function checkTransitions(next: PodStatus, before: PodStatus, spec: PodSpec | undefined, findings: Findings): void {
  const areSame = next.containerStatuses === before.containerStatuses && next.initContainerStatuses === before.initContainerStatuses;
  if (spec !== undefined && !areSame && !mayRestartAll(spec)) {
    const restarts = (containers: readonly Container[]) => (status: ContainerStatus) => mayRestart(spec, containers, status);
    const { containers, initContainers = [] } = spec;
    checkStayEnded(next.containerStatuses, before.containerStatuses, restarts(containers), 'containerStatuses', findings);
    checkStayEnded(next.initContainerStatuses, before.initContainerStatuses, restarts(initContainers), 'initContainerStatuses', findings);
  }
  checkStayEnded(next.ephemeralContainerStatuses, before.ephemeralContainerStatuses, () => false, 'ephemeralContainerStatuses', findings);
}

function mayRestart(spec: PodSpec, containers: readonly Container[], { name, state }: ContainerStatus): boolean {
  const container = containers.find((one) => one.name === name);
  return container !== undefined && restartsOn(spec, container, state?.terminated?.exitCode ?? 0);
}

type Statuses = readonly ContainerStatus[] | undefined;

function checkStayEnded(
  next: Statuses,
  before: Statuses,
  restarts: (status: ContainerStatus) => boolean,
  list: string,
  findings: Findings,
): void {
  if (next === before) return;
  for (const [index, old] of (before ?? []).entries()) {
    if (old.state?.terminated === undefined || restarts(old)) continue;
    const revived = next?.some((status) => status.name === old.name && status.state?.terminated === undefined) === true;
    if (revived) findings.push(forbidden(`status.${list}[${index}].state`, 'may not be transitioned to non-terminated state'));
  }
}
