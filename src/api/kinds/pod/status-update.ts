import { type FieldError, duplicate, forbidden, invalid, required, tooLong } from '../../field-error.ts';
import { dns1123Subdomain, labelKey } from '../../names.ts';
import { isSidecar } from '../../pod/resources.ts';
import type { ContainerStatus, Pod, PodCondition, PodSpec, PodStatus } from '../../types.gen.ts';
import { type Findings, IMMUTABLE, MAX_INT32, checkRange, checkRule, findingsOf, isUnset } from '../checks.ts';

/** What kubelets and others may write into a pod's status (ValidatePodStatusUpdate). */
export function validatePodStatusUpdate(next: Pod, stored: Pod): readonly FieldError[] {
  const status = next.status ?? {};
  const before = stored.status ?? {};
  return findingsOf((findings) => {
    if (status.conditions !== before.conditions) checkConditions(status.conditions ?? [], findings);
    if (next.spec?.nodeName !== stored.spec?.nodeName) findings.push(forbidden('status.nodeName', 'may not be changed directly'));
    checkNomination(next, before, findings);
    checkGeneration(status.observedGeneration, 'status.observedGeneration', findings);
    if (before.qosClass !== undefined && status.qosClass !== before.qosClass) {
      findings.push(invalid('status.qosClass', status.qosClass ?? '', IMMUTABLE));
    }
    checkTransitions(status, before, stored.spec, findings);
    checkClaimStatuses(status, next.spec, findings);
    checkContainerStatuses(status, next.spec, findings);
  });
}

const SYSTEM_CONDITIONS: ReadonlySet<string> = new Set([
  'PodScheduled',
  'Ready',
  'Initialized',
  'ContainersReady',
  'PodReadyToStartContainers',
]);

function checkConditions(conditions: readonly PodCondition[], findings: Findings): void {
  for (const [index, condition] of conditions.entries()) {
    if (!SYSTEM_CONDITIONS.has(condition.type)) checkRule(labelKey, condition.type, `metadata.conditions[${index}].Type`, findings);
    checkGeneration(condition.observedGeneration, `status.conditions[${index}].observedGeneration`, findings);
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
  const policy = spec?.restartPolicy ?? 'Always';
  const sidecars = new Set(spec?.initContainers?.filter(isSidecar).map(({ name }) => name));
  if (policy !== 'Always') {
    const restarts = (status: ContainerStatus): boolean => policy === 'OnFailure' && status.state?.terminated?.exitCode !== 0;
    checkStayEnded(next.containerStatuses, before.containerStatuses, restarts, 'containerStatuses', findings);
    const initRestarts = (status: ContainerStatus): boolean => sidecars.has(status.name) || restarts(status);
    checkStayEnded(next.initContainerStatuses, before.initContainerStatuses, initRestarts, 'initContainerStatuses', findings);
  }
  checkStayEnded(next.ephemeralContainerStatuses, before.ephemeralContainerStatuses, () => false, 'ephemeralContainerStatuses', findings);
}

type Statuses = readonly ContainerStatus[] | undefined;

function checkStayEnded(
  next: Statuses,
  before: Statuses,
  mayRestart: (status: ContainerStatus) => boolean,
  list: string,
  findings: Findings,
): void {
  if (next === before) return;
  for (const [index, old] of (before ?? []).entries()) {
    if (old.state?.terminated === undefined || mayRestart(old)) continue;
    const revived = next?.some((status) => status.name === old.name && status.state?.terminated === undefined) === true;
    if (revived) findings.push(forbidden(`status.${list}[${index}].state`, 'may not be transitioned to non-terminated state'));
  }
}

function checkClaimStatuses(status: PodStatus, spec: PodSpec | undefined, findings: Findings): void {
  const known = new Set(spec?.resourceClaims?.map(({ name }) => name));
  for (const [index, { name, resourceClaimName }] of (status.resourceClaimStatuses ?? []).entries()) {
    const path = `status.resourceClaimStatuses[${index}]`;
    if (!known.has(name)) findings.push(invalid(`${path}.name`, name, 'must match the name of an entry in `spec.resourceClaims`'));
    if (resourceClaimName !== undefined) checkRule(dns1123Subdomain, resourceClaimName, `${path}.resourceClaimName`, findings);
  }
  if (status.extendedResourceClaimStatus !== undefined) checkExtendedClaims(status.extendedResourceClaimStatus, spec, findings);
}

type ExtendedClaims = NonNullable<PodStatus['extendedResourceClaimStatus']>;

function checkExtendedClaims(claims: ExtendedClaims, spec: PodSpec | undefined, findings: Findings): void {
  const path = 'status.extendedResourceClaimStatus';
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  const mappings = claims.requestMappings ?? [];
  checkRule(dns1123Subdomain, claims.resourceClaimName, `${path}.resourceClaimName`, findings);
  if (mappings.length === 0) findings.push(invalid(`${path}.requestMappings`, [], 'at least one request mapping is required'));
  for (const [index, { containerName, resourceName, requestName }] of mappings.entries()) {
    const at = `${path}.requestMappings[${index}]`;
    const repeats = mappings.findIndex((other) => other.containerName === containerName && other.resourceName === resourceName) < index;
    if (repeats) findings.push(duplicate(`${at}.containerName`, containerName));
    const named = containers.filter(({ name }) => name === containerName);
    if (named.length === 0) {
      const detail = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';
      findings.push(invalid(`${at}.containerName`, containerName, detail));
    } else if (!named.some(({ resources }) => resources?.requests?.[resourceName] !== undefined)) {
      const detail =
        'must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests';
      findings.push(invalid(`${at}.resourceName`, resourceName, detail));
    }
    if (isUnset(requestName)) findings.push(required(`${at}.requestName`));
  }
}

const STATUS_LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;
const MAX_IMAGE_REF = 256;

function checkContainerStatuses(status: PodStatus, spec: PodSpec | undefined, findings: Findings): void {
  for (const list of STATUS_LISTS) {
    for (const [index, container] of (status[list] ?? []).entries()) {
      const path = `status.${list}[${index}]`;
      const user = container.user?.linux;
      if (user !== undefined) checkUser(user, spec, `${path}.user.linux`, findings);
      for (const [mountIndex, mount] of (container.volumeMounts ?? []).entries()) {
        const image = mount.volumeStatus?.image;
        if (image !== undefined)
          checkImageRef(image.imageRef ?? '', `${path}.volumeMounts[${mountIndex}].volumeStatus.imageVolumeStatus.imageRef`, findings);
      }
    }
  }
}

type LinuxUser = NonNullable<NonNullable<ContainerStatus['user']>['linux']>;

function checkUser(user: LinuxUser, spec: PodSpec | undefined, path: string, findings: Findings): void {
  if (spec?.os?.name === 'windows') return void findings.push(forbidden(path, 'cannot be set for a windows pod'));
  checkRange(user.uid, 0, MAX_INT32, `${path}.uid`, findings);
  checkRange(user.gid, 0, MAX_INT32, `${path}.gid`, findings);
  for (const [index, group] of (user.supplementalGroups ?? []).entries()) {
    checkRange(group, 0, MAX_INT32, `${path}.supplementalGroups[${index}]`, findings);
  }
}

function checkImageRef(ref: string, path: string, findings: Findings): void {
  if (ref === '') findings.push(required(path, 'imageRef must not be empty'));
  else if (ref.length > MAX_IMAGE_REF) findings.push(tooLong(path, MAX_IMAGE_REF));
}
