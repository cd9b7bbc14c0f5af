import { deepEqual } from '../../../../base/equal.ts';
import { duplicate, forbidden, invalid, required, tooLong } from '../../../field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../../names.ts';
import { compareQuantities } from '../../../quantity.ts';
import type { Container, ContainerStatus, Pod, PodSpec, PodStatus, ResourceStatus } from '../../../types.gen.ts';
import { type Findings, MAX_INT32, checkRange, checkOneOf, checkRule, isUnset } from '../../checks.ts';
import { checkIp, ipFamily } from '../../ip.ts';
import { isNative } from '../validate-resources.ts';

/** The parts of a status that hardly any pod has, and addresses (second half of ValidatePodStatusUpdate). */
export function checkRareStatus(next: Pod, stored: Pod, findings: Findings): void {
  const { status = {}, spec = NO_SPEC } = next;
  const before = stored.status ?? {};
  if (hasClaims(status)) checkClaims(status, spec, findings);
  if (status.podIPs !== before.podIPs) checkAddresses(status.podIPs, before.podIPs, 'podIPs', findings);
  if (status.hostIPs !== before.hostIPs || status.hostIP !== before.hostIP) checkHostAddresses(status, before, findings);
  if (spec.os?.name !== 'windows' && !LISTS.some((list) => status[list]?.some(isRare))) return;
  for (const list of LISTS) checkUsers(status[list], spec, `status.${list}`, findings);
  checkAllocated(status.containerStatuses, spec.containers, 'status.containerStatuses', findings);
  checkAllocated(status.initContainerStatuses, spec.initContainers ?? [], 'status.initContainerStatuses', findings);
  for (const [index, { allocatedResourcesStatus = [] }] of (status.ephemeralContainerStatuses ?? []).entries()) {
    if (allocatedResourcesStatus.length === 0) continue;
    const path = `status.ephemeralContainerStatuses[${index}].allocatedResourcesStatus`;
    findings.push(forbidden(path, 'must not be specified in container status'));
  }
  for (const list of LISTS) checkImages(status[list], `status.${list}`, findings);
}

const NO_SPEC: PodSpec = { containers: [] };
const LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;

function hasClaims({ resourceClaimStatuses, extendedResourceClaimStatus, nodeAllocatableResourceClaimStatuses }: PodStatus): boolean {
  return (resourceClaimStatuses ?? extendedResourceClaimStatus ?? nodeAllocatableResourceClaimStatuses) !== undefined;
}

/** Whether any of the rules about containers has to do with one. */
function isRare({ user, allocatedResourcesStatus, volumeMounts }: ContainerStatus): boolean {
  if ((user?.linux !== undefined && !isOrdinary(user.linux)) || allocatedResourcesStatus !== undefined) return true;
  return volumeMounts?.some(({ volumeStatus }) => volumeStatus !== undefined) === true;
}

function isOrdinary({ uid, gid, supplementalGroups }: LinuxUser): boolean {
  return isId(uid) && isId(gid) && supplementalGroups?.every(isId) !== false;
}

function isId(id: number): boolean {
  return id >= 0 && id <= MAX_INT32;
}

function checkClaims(status: PodStatus, spec: PodSpec, findings: Findings): void {
  const { resourceClaimStatuses = [], extendedResourceClaimStatus, nodeAllocatableResourceClaimStatuses = [] } = status;
  const known = new Set(spec.resourceClaims?.map(({ name }) => name));
  const seen = new Set<string>();
  for (const [index, { name, resourceClaimName }] of resourceClaimStatuses.entries()) {
    const path = `status.resourceClaimStatuses[${index}]`;
    if (!known.has(name)) findings.push(invalid(`${path}.name`, name, 'must match the name of an entry in `spec.resourceClaims`'));
    if (seen.has(name)) findings.push(duplicate(`${path}.name`, name));
    seen.add(name);
    if (resourceClaimName !== undefined) checkRule(dns1123Subdomain, resourceClaimName, `${path}.resourceClaimName`, findings);
  }
  if (extendedResourceClaimStatus !== undefined) checkExtendedClaim(extendedResourceClaimStatus, spec, findings);
  for (const [index, claim] of nodeAllocatableResourceClaimStatuses.entries()) {
    checkNodeAllocatable(claim, status, spec, `status.nodeAllocatableResourceClaimStatuses[${index}]`, findings);
  }
}

type ExtendedClaim = NonNullable<PodStatus['extendedResourceClaimStatus']>;

function checkExtendedClaim(claim: Partial<ExtendedClaim>, spec: PodSpec, findings: Findings): void {
  const path = 'status.extendedResourceClaimStatus';
  const { requestMappings = [], resourceClaimName } = claim;
  if (requestMappings.length === 0) findings.push(required(`${path}.requestMappings`, 'at least one request mapping is required'));
  for (const [index, mapping] of requestMappings.entries()) {
    const at = `${path}.requestMappings[${index}]`;
    checkMapping(mapping, spec, at, findings);
    checkRule(dns1123Label, mapping.requestName, `${path}.requestName`, findings);
    if (!requestMappings.slice(0, index).some((other) => deepEqual(other, mapping))) continue;
    for (const field of ['containerName', 'resourceName', 'requestName'] as const) {
      findings.push(duplicate(`${at}.${field}`, mapping[field]));
    }
  }
  if (isUnset(resourceClaimName)) findings.push(required(`${path}.resourceClaimName`));
  else checkRule(dns1123Subdomain, resourceClaimName, `${path}.resourceClaimName`, findings);
}

type RequestMapping = NonNullable<ExtendedClaim['requestMappings']>[number];

const NO_SUCH_CONTAINER = 'must match the name of an entry in spec.initContainers.name or spec.containers.name';
const NO_SUCH_RESOURCE =
  'must match the extended resource name of an entry in spec.initContainers.resources.requests or spec.containers.resources.requests';

function checkMapping({ containerName, resourceName }: RequestMapping, spec: PodSpec, path: string, findings: Findings): void {
  const container = [...spec.containers, ...(spec.initContainers ?? [])].find(({ name }) => name === containerName);
  if (container === undefined) findings.push(invalid(`${path}.containerName`, containerName, NO_SUCH_CONTAINER));
  else if (container.resources?.requests?.[resourceName] === undefined) {
    findings.push(invalid(`${path}.resourceName`, resourceName, NO_SUCH_RESOURCE));
  }
}

type NodeAllocatable = NonNullable<PodStatus['nodeAllocatableResourceClaimStatuses']>[number];

function checkNodeAllocatable(claim: NodeAllocatable, status: PodStatus, spec: PodSpec, path: string, findings: Findings): void {
  const { resourceClaimName, containers = [], resources } = claim;
  if (isUnset(resourceClaimName)) findings.push(required(`${path}.resourceClaimName`, 'must not be empty'));
  const references = [...(spec.resourceClaims ?? []), ...(status.resourceClaimStatuses ?? [])];
  if (!references.some((reference) => reference.resourceClaimName === resourceClaimName)) {
    findings.push(invalid(`${path}.resourceClaimName`, resourceClaimName, 'no mapping found in pod reference'));
  }
  if (containers.length === 0) findings.push(required(`${path}.containers`, 'must not be empty'));
  const amounts = Object.entries(resources ?? {});
  if (amounts.length === 0) findings.push(required(`${path}.resources`, 'must not be empty'));
  for (const [name, quantity] of amounts) {
    const at = `${path}.resources[${name}]`;
    if (!isNative(name)) findings.push(invalid(at, name, 'must be a node allocatable resource name'));
    if (compareQuantities(quantity, '0') < 0) findings.push(invalid(at, quantity, 'must be non-negative'));
  }
}

type Addresses = readonly { readonly ip?: string }[] | undefined;

function checkHostAddresses(status: PodStatus, before: PodStatus, findings: Findings): void {
  const first = status.hostIPs?.[0];
  if (first === undefined) return;
  if (first.ip !== status.hostIP) findings.push(invalid('status.hostIPs[0].ip', first.ip ?? '', 'must be equal to `hostIP`'));
  checkAddresses(status.hostIPs, before.hostIPs, 'hostIPs', findings);
}

/** Addresses that were there before may stay, however they are written. */
function checkAddresses(next: Addresses = [], before: Addresses, list: string, findings: Findings): void {
  for (const [index, { ip }] of next.entries()) {
    if (before?.some((other) => other.ip === ip) !== true) checkIp(ip, `status.${list}[${index}]`, findings);
  }
  if (next.length < 2) return;
  const families = new Set(next.map(({ ip }) => ipFamily(ip ?? '')));
  if (families.size === 2 && next.length === 2) return;
  findings.push(
    invalid(
      `status.${list}`,
      next.map(({ ip = '' }) => ({ IP: ip })),
      'may specify no more than one IP for each IP family',
    ),
  );
}

function checkUsers(statuses: readonly ContainerStatus[] = [], spec: PodSpec, path: string, findings: Findings): void {
  for (const [index, { user }] of statuses.entries()) {
    if (user?.linux === undefined) continue;
    const at = `${path}[${index}].user.linux`;
    if (spec.os?.name === 'windows') findings.push(forbidden(at, 'cannot be set for a windows pod'));
    else checkUser(user.linux, at, findings);
  }
}

type LinuxUser = NonNullable<NonNullable<ContainerStatus['user']>['linux']>;

function checkUser({ uid, gid, supplementalGroups = [] }: LinuxUser, path: string, findings: Findings): void {
  checkRange(uid, 0, MAX_INT32, `${path}.uid`, findings);
  checkRange(gid, 0, MAX_INT32, `${path}.gid`, findings);
  for (const [index, group] of supplementalGroups.entries()) {
    checkRange(group, 0, MAX_INT32, `${path}.supplementalGroups[${index}]`, findings);
  }
}

function checkAllocated(
  statuses: readonly ContainerStatus[] = [],
  containers: readonly Container[],
  path: string,
  findings: Findings,
): void {
  for (const [index, { name, allocatedResourcesStatus = [] }] of statuses.entries()) {
    const container = containers.find((one) => one.name === name);
    for (const [at, allocated] of allocatedResourcesStatus.entries()) {
      const where = `${path}[${index}].allocatedResourcesStatus[${at}]`;
      if (container !== undefined) checkAllocatedName(allocated.name, container, `${where}.name`, findings);
      checkHealth(allocated, `${where}.resources`, findings);
    }
  }
}

const NO_SUCH_CLAIM =
  "must match one of the container's resource claims in a format 'claim:<claimName>/<request>' or 'claim:<claimName>' if request is empty";

function checkAllocatedName(name: string, { resources = {} }: Container, path: string, findings: Findings): void {
  if (name.startsWith('claim:')) {
    const claims = (resources.claims ?? []).map((claim) => `claim:${claim.name}${isUnset(claim.request) ? '' : `/${claim.request}`}`);
    if (!claims.includes(name)) findings.push(invalid(path, name, NO_SUCH_CLAIM));
  } else if (resources.requests?.[name] === undefined) {
    findings.push(invalid(path, name, "must match one of the container's resource requests"));
  }
}

const HEALTH = ['Healthy', 'Unhealthy', 'Unknown'];
const MAX_HEALTH_MESSAGE = 1024;

function checkHealth({ resources = [] }: ResourceStatus, path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { health, message, resourceID }] of resources.entries()) {
    const at = `${path}[${index}]`;
    checkOneOf(health ?? '', HEALTH, `${at}.health`, findings);
    if (message === '') findings.push(required(`${at}.message`, 'must be non-empty if specified'));
    else if ((message ?? '').length > MAX_HEALTH_MESSAGE) findings.push(tooLong(`${at}.message`, MAX_HEALTH_MESSAGE));
    if (seen.has(resourceID)) findings.push(duplicate(`${at}.resourceID`, resourceID));
    seen.add(resourceID);
  }
}

const MAX_IMAGE_REF = 256;

function checkImages(statuses: readonly ContainerStatus[] = [], path: string, findings: Findings): void {
  for (const [index, { volumeMounts = [] }] of statuses.entries()) {
    for (const [at, { volumeStatus }] of volumeMounts.entries()) {
      const image = volumeStatus?.image;
      if (image === undefined) continue;
      const where = `${path}[${index}].volumeMounts[${at}].volumeStatus.imageVolumeStatus.imageRef`;
      if (isUnset(image.imageRef)) findings.push(required(where, 'imageRef must not be empty'));
      else if (image.imageRef.length > MAX_IMAGE_REF) findings.push(tooLong(where, MAX_IMAGE_REF));
    }
  }
}
