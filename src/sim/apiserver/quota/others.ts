/** What services, claims and all other objects count for (pkg/quota/v1/evaluator/core). */
import type { KubeObject } from '../../../api/object.ts';
import type { ResourceList } from '../../../api/pod/resources.ts';
import { compareQuantities, quantityValue } from '../../../api/quantity.ts';
import type { Quantity } from '../../../api/scalars.ts';
import type { ExactDeviceRequest, PersistentVolumeClaim, ResourceResourceClaim, Service } from '../../../api/types.gen.ts';
import type { AdmissionAttributes } from '../admission/plugin.ts';
import { addAmounts } from './amounts.ts';
import { type Evaluator, selectsName } from './evaluator.ts';

const SERVICE_NAMES: ReadonlySet<string> = new Set(['count/services', 'services', 'services.nodeports', 'services.loadbalancers']);

export const SERVICE_EVALUATOR: Evaluator = {
  handles: isWrite,
  counts: (name) => SERVICE_NAMES.has(name),
  usage(object) {
    const { spec = {} } = object as Service;
    const isBalanced = spec.type === 'LoadBalancer';
    return {
      'count/services': '1',
      services: '1',
      'services.loadbalancers': isBalanced ? '1' : '0',
      'services.nodeports': String(spec.type === 'NodePort' || isBalanced ? nodePorts(spec) : 0),
    };
  },
};

/** All ports, unless a load balancer does without: then those that have one anyway. */
function nodePorts({ type, ports = [], allocateLoadBalancerNodePorts: allocate }: NonNullable<Service['spec']>): number {
  return type === 'LoadBalancer' && allocate === false ? ports.filter(({ nodePort }) => nodePort).length : ports.length;
}

const OF_CLASS = '.storageclass.storage.k8s.io/';
const CLAIM_NAMES = ['persistentvolumeclaims', 'requests.storage'] as const;

export const CLAIM_EVALUATOR: Evaluator = {
  handles: (attributes) => isWrite(attributes) || attributes.subresource === 'status',
  counts: (name) => name === 'count/persistentvolumeclaims' || CLAIM_NAMES.some((own) => name === own || name.endsWith(OF_CLASS + own)),
  usage(object) {
    const claim = object as PersistentVolumeClaim;
    const storage = storageOf(claim);
    const amounts = { persistentvolumeclaims: '1', ...(storage === undefined ? {} : { 'requests.storage': storage }) };
    const storageClass = claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim.spec?.storageClassName;
    const ofClass = storageClass ? Object.entries(amounts).map(([name, amount]) => [storageClass + OF_CLASS + name, amount] as const) : [];
    return { 'count/persistentvolumeclaims': '1', ...amounts, ...Object.fromEntries(ofClass) };
  },
  inScope: (scope, object) =>
    scope.scopeName === 'VolumeAttributesClass' && selectsName(scope, attributesClasses(object as PersistentVolumeClaim)),
};

/** What is asked for, or what an expansion that was taken back still holds. */
function storageOf({ spec, status }: PersistentVolumeClaim): Quantity | undefined {
  const asked = spec?.resources?.requests?.['storage'];
  const held = status?.allocatedResources?.['storage'];
  if (asked === undefined) return undefined;
  return wholeBytes(held !== undefined && compareQuantities(held, wholeBytes(asked)) > 0 ? held : asked);
}

function wholeBytes(amount: Quantity): Quantity {
  const bytes = String(quantityValue(amount));
  return compareQuantities(bytes, amount) === 0 ? amount : bytes;
}

function attributesClasses({ spec, status }: PersistentVolumeClaim): readonly string[] {
  const names = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ];
  return [...new Set(names.flatMap((name) => name || []))];
}

const OF_DEVICE_CLASS = '.deviceclass.resource.k8s.io/devices';
const RESOURCE_CLAIMS = 'count/resourceclaims.resource.k8s.io';
/** resource.k8s.io AllocationResultsMaxSize: what a claim of all devices may get. */
const ALL_DEVICES = 32;

export const DEVICE_CLAIM_EVALUATOR: Evaluator = {
  handles: isWrite,
  counts: (name) => name === RESOURCE_CLAIMS || name.endsWith(OF_DEVICE_CLASS),
  usage: (object) =>
    ((object as ResourceResourceClaim).spec.devices?.requests ?? [])
      .map(({ exactly, firstAvailable = [] }) => (exactly === undefined ? mostDevices(firstAvailable) : devices(exactly)))
      .reduce<ResourceList>(addAmounts, { [RESOURCE_CLAIMS]: '1' }),
};

type DeviceRequest = Pick<ExactDeviceRequest, 'deviceClassName' | 'allocationMode' | 'count'>;

function devices({ deviceClassName, allocationMode, count = 0 }: DeviceRequest): ResourceList {
  return { [deviceClassName + OF_DEVICE_CLASS]: String(allocationMode === 'All' ? ALL_DEVICES : count) };
}

/** Of alternatives only one is taken: for each class the largest. */
function mostDevices(alternatives: readonly DeviceRequest[]): ResourceList {
  const most: { [name: string]: Quantity } = {};
  for (const [name, amount] of alternatives.flatMap((alternative) => Object.entries(devices(alternative)))) {
    if (compareQuantities(amount, most[name] ?? '0') > 0) most[name] = amount;
  }
  return most;
}

/** Names of object counts from before there was `count/…`. */
const ALIASED: ReadonlySet<string> = new Set(['configmaps', 'resourcequotas', 'replicationcontrollers', 'secrets']);

export function countEvaluator(resource: string): Evaluator {
  const names = [`count/${resource}`, ...(ALIASED.has(resource) ? [resource] : [])];
  const usage = Object.fromEntries(names.map((name) => [name, '1']));
  return {
    handles: ({ operation, subresource }) => operation === 'CREATE' && subresource === '',
    counts: (name) => names.includes(name),
    usage: (_object: KubeObject) => usage,
  };
}

function isWrite({ operation, subresource }: AdmissionAttributes): boolean {
  return subresource === '' && (operation === 'CREATE' || operation === 'UPDATE');
}
