import { quantityMilli, quantityValue } from '../quantity.ts';
import type { Container, PodSpec } from '../types.gen.ts';
import type { ResourceList } from './resources.ts';

export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed';

/** The quality of service that a pod's cpu and memory earn it (`pkg/apis/core/v1/helper/qos`). */
export function qosClassOf(spec: PodSpec): QosClass {
  return spec.resources === undefined ? classOfContainers(spec) : classOfTotals(sum([spec.resources]));
}

type Bounds = Pick<NonNullable<Container['resources']>, 'requests' | 'limits'>;

interface Totals {
  readonly requests: Amounts;
  readonly limits: Amounts;
  /** Every part limits both cpu and memory. */
  readonly allLimited: boolean;
}

interface Amounts {
  readonly cpu: number;
  readonly memory: number;
}

function classOfContainers(spec: PodSpec): QosClass {
  const containers = spec.initContainers === undefined ? spec.containers : [...spec.containers, ...spec.initContainers];
  return containers.some(hasBounds) ? classOfTotals(sum(containers.map((container) => container.resources ?? {}))) : 'BestEffort';
}

function hasBounds({ resources }: Container): boolean {
  return resources !== undefined && (resources.requests !== undefined || resources.limits !== undefined);
}

function classOfTotals({ requests, limits, allLimited }: Totals): QosClass {
  if (requests.cpu + requests.memory + limits.cpu + limits.memory === 0) return 'BestEffort';
  return allLimited && requests.cpu === limits.cpu && requests.memory === limits.memory ? 'Guaranteed' : 'Burstable';
}

function sum(parts: readonly Bounds[]): Totals {
  const requests = { cpu: 0, memory: 0 };
  const limits = { cpu: 0, memory: 0 };
  let allLimited = true;
  for (const part of parts) {
    addTo(requests, part.requests);
    const { cpu, memory } = addTo(limits, part.limits);
    if (cpu === 0 || memory === 0) allLimited = false;
  }
  return { requests, limits, allLimited };
}

function addTo(total: { cpu: number; memory: number }, list: ResourceList | undefined): Amounts {
  const cpu = quantityMilli(list?.['cpu']);
  const memory = quantityValue(list?.['memory']);
  total.cpu += cpu;
  total.memory += memory;
  return { cpu, memory };
}
