import { type ResourceList, podRequests } from '../../../api/pod/resources.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import type { Container, PodSpec } from '../../../api/types.gen.ts';
import { type HostPort, hostPortsOf } from './host-ports.ts';

/** Extended resources and huge pages, by name. */
export type Scalars = { readonly [name: string]: number };

/** What a pod asks of its node, in numbers. */
export interface PodFacts {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
  readonly ephemeralBytes: number;
  /** Without zeros; undefined when there is none. */
  readonly scalars: Scalars | undefined;
  /** As scores see it: a container without a request counts as 100m and 200Mi. */
  readonly scoredCpuMilli: number;
  readonly scoredMemoryBytes: number;
  readonly hostPorts: readonly HostPort[] | undefined;
}

const DEFAULT_CPU_MILLI = 100;
const DEFAULT_MEMORY_BYTES = 200 * 1024 * 1024;

/** Pods of one template share the object that holds their requests, and then their facts too. */
const KNOWN = new WeakMap<ResourceList, PodFacts>();

export function podFacts(spec: PodSpec): PodFacts {
  const requests = onlyRequests(spec);
  if (requests === undefined) return workOut(spec);
  let facts = KNOWN.get(requests);
  if (facts === undefined) KNOWN.set(requests, (facts = workOut(spec)));
  return facts;
}

/** The requests of the one container when nothing else in the spec bears on the facts. */
function onlyRequests(spec: PodSpec): ResourceList | undefined {
  const [container] = spec.containers;
  if (container === undefined || spec.containers.length > 1 || spec.initContainers !== undefined) return undefined;
  if (spec.resources !== undefined || spec.overhead !== undefined || container.ports?.some((port) => port.hostPort)) return undefined;
  return container.resources?.requests;
}

function workOut(spec: PodSpec): PodFacts {
  const requests = podRequests(spec);
  return {
    cpuMilli: requests.cpuMilli,
    memoryBytes: requests.memoryBytes,
    ephemeralBytes: requests.ephemeralBytes,
    scalars: nonZero(requests.extended),
    scoredCpuMilli: scoredRequest(spec, 'cpu', requests.cpuMilli),
    scoredMemoryBytes: scoredRequest(spec, 'memory', requests.memoryBytes),
    hostPorts: hostPortsOf(spec),
  };
}

function nonZero(scalars: Scalars): Scalars | undefined {
  let left: { [name: string]: number } | undefined;
  for (const name in scalars) {
    const amount = scalars[name] ?? 0;
    if (amount > 0) (left ??= {})[name] = amount;
  }
  return left;
}

/**
 * The effective request of cpu or memory with defaults for containers that name none
 * (component-helpers/resource PodRequests with NonMissingContainerRequests).
 */
function scoredRequest(spec: PodSpec, resource: 'cpu' | 'memory', actual: number): number {
  const podLevel = spec.resources?.requests?.[resource];
  if (podLevel !== undefined) return actual;
  const missing = spec.resources !== undefined && actual > 0 ? 0 : resource === 'cpu' ? DEFAULT_CPU_MILLI : DEFAULT_MEMORY_BYTES;
  let regular = 0;
  for (const container of spec.containers) regular += containerRequest(container, resource, missing);
  const total = spec.initContainers === undefined ? regular : withInitContainers(spec.initContainers, regular, resource, missing);
  const overhead = spec.overhead?.[resource];
  return overhead === undefined ? total : total + amountOf(overhead, resource);
}

/** Sidecars run beside everything after them; other init containers run alone, one after another. */
function withInitContainers(containers: readonly Container[], regular: number, resource: 'cpu' | 'memory', missing: number): number {
  let sidecars = 0;
  let peak = 0;
  for (const container of containers) {
    const request = containerRequest(container, resource, missing);
    if (container.restartPolicy === 'Always') {
      sidecars += request;
      peak = Math.max(peak, sidecars);
    } else {
      peak = Math.max(peak, request + sidecars);
    }
  }
  return Math.max(regular + sidecars, peak);
}

function containerRequest(container: Container, resource: 'cpu' | 'memory', missing: number): number {
  const request = container.resources?.requests?.[resource];
  return request === undefined ? missing : amountOf(request, resource);
}

function amountOf(quantity: string, resource: 'cpu' | 'memory'): number {
  return resource === 'cpu' ? quantityMilli(quantity) : quantityValue(quantity);
}
