import { ownValue } from '../../../base/own.ts';
import { forbidden, invalid, required } from '../../field-error.ts';
import { labelKey } from '../../names.ts';
import type { ResourceList } from '../../pod/resources.ts';
import { compareQuantities, quantityMilli, quantityValue } from '../../quantity.ts';
import type { Quantity } from '../../scalars.ts';
import type { ResourceRequirements } from '../../types.gen.ts';
import { type Findings, NOT_NEGATIVE, checkRule, remembered } from '../checks.ts';

/** Requests and limits of a container (ValidateContainerResourceRequirements). Claims are checked apart: they look at the pod. */
export const checkContainerResources = remembered<ResourceRequirements>((resources, path, findings) => {
  checkRequirements(resources, path, findings, checkContainerResourceName);
});

export type NameCheck = (name: string, path: string, findings: Findings) => void;

export function checkRequirements(resources: ResourceRequirements, path: string, findings: Findings, checkName: NameCheck): void {
  const { limits = {}, requests = {} } = resources;
  for (const name of namesOf(limits)) checkQuantityOf(name, limits[name] ?? '0', `${path}.limits[${name}]`, findings, checkName);
  for (const name of namesOf(requests)) {
    const quantity = requests[name] ?? '0';
    checkQuantityOf(name, quantity, `${path}.requests[${name}]`, findings, checkName);
    checkAgainstLimit(name, quantity, ownValue(limits, name), path, findings);
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePages) && !names.some((name) => name === 'cpu' || name === 'memory')) {
    findings.push(forbidden(path, 'HugePages require cpu or memory'));
  }
}

function namesOf(list: ResourceList): string[] {
  return Object.keys(list).sort();
}

function checkQuantityOf(name: string, quantity: Quantity, path: string, findings: Findings, checkName: NameCheck): void {
  checkName(name, path, findings);
  checkResourceQuantity(name, quantity, path, findings);
  if (isHugePages(name) && !isDivisible(name, quantity)) {
    findings.push(invalid(path, quantity, `${quantity} is not positive integer multiple of ${name}`));
  }
}

/** Not negative, and whole where only whole ones exist (ValidateResourceQuantityValue). */
export function checkResourceQuantity(name: string, quantity: Quantity, path: string, findings: Findings): void {
  if (compareQuantities(quantity, '0') < 0) findings.push(invalid(path, quantity, NOT_NEGATIVE));
  if (isInteger(name) && quantityMilli(quantity) % 1000 !== 0) findings.push(invalid(path, quantity, 'must be an integer'));
}

function checkAgainstLimit(name: string, request: Quantity, limit: Quantity | undefined, path: string, findings: Findings): void {
  if (limit === undefined) {
    if (!mayOvercommit(name)) findings.push(required(`${path}.limits`, 'Limit must be set for non overcommitable resources'));
    return;
  }
  const order = compareQuantities(request, limit);
  if (order !== 0 && !mayOvercommit(name))
    findings.push(invalid(`${path}.requests`, request, `must be equal to ${name} limit of ${limit}`));
  else if (order > 0) findings.push(invalid(`${path}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`));
}

export function checkContainerResourceName(name: string, path: string, findings: Findings): void {
  if (CONTAINER_RESOURCES.has(name)) return;
  const before = findings.length;
  checkResourceName(name, path, findings);
  if (!name.includes('/')) {
    if (!isHugePages(name)) findings.push(invalid(path, name, 'must be a standard resource for containers'));
  } else if (findings.length === before && !isNative(name) && !isExtendedResource(name)) {
    findings.push(invalid(path, name, "doesn't follow extended resource name standard"));
  }
}

export function checkResourceName(name: string, path: string, findings: Findings): void {
  const before = findings.length;
  checkRule(labelKey, name, path, findings);
  if (findings.length > before || name.includes('/') || isStandard(name)) return;
  findings.push(invalid(path, name, 'must be a standard resource type or fully qualified'));
}

const CONTAINER_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage']);

const OBJECT_COUNTS = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];

const STANDARD: ReadonlySet<string> = new Set([
  ...CONTAINER_RESOURCES,
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'storage',
  'requests.storage',
  ...OBJECT_COUNTS,
]);

function isStandard(name: string): boolean {
  return STANDARD.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-');
}

export function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Kubernetes' own, as opposed to what a vendor's device plugin offers. */
export function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

export function isExtendedResource(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && labelKey(`requests.${name}`).length === 0;
}

export function mayOvercommit(name: string): boolean {
  return isNative(name) && !isHugePages(name);
}

function isInteger(name: string): boolean {
  return OBJECT_COUNTS.includes(name) || isExtendedResource(name);
}

function isDivisible(name: string, quantity: Quantity): boolean {
  const pageSize = quantityValue(name.slice('hugepages-'.length));
  const value = quantityMilli(quantity);
  return pageSize > 0 && value >= 0 && value % (pageSize * 1000) === 0;
}
