/** What can be done about a node that has too little left: ask for less, make room, or let the node grow. */
import { podRequests } from '../../../../api/pod/resources.ts';
import { quantityMilli, quantityValue } from '../../../../api/quantity.ts';
import type { Container, Node, PodSpec } from '../../../../api/types.gen.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { roomOn } from '../now.ts';
import { type Trial, withNode } from '../trial.ts';
import { makeRoom } from './removal.ts';
import { both } from './nodes.ts';
import { type Remedies, type Remedy, nodeChange, podRemedy } from './remedy.ts';

export function resources(trial: Trial, node: NodeInfo): Remedies {
  const short = roomOn(node, trial.cycle.facts).filter(({ asked, used, allocatable }) => asked > 0 && asked > allocatable - used);
  if (short.length === 0) return [];
  const less = short.map(({ resource, used, allocatable, asked }) => requestLess(trial, resource, allocatable - used, asked));
  const grown = short.map(({ resource, used, allocatable, asked }) => growNode(node.name, resource, used + asked, allocatable));
  return [...inAll(less), ...makeRoom(trial, node), ...inAll(grown)];
}

/** One remedy of many, if none of them is missing. */
function inAll(remedies: readonly (Remedy | undefined)[]): Remedies {
  const [first, ...rest] = remedies;
  if (first === undefined) return [];
  let all = first;
  for (const next of rest) {
    if (next === undefined) return [];
    all = both(all, next);
  }
  return [all];
}

/** The container that asks for most gives way. */
function requestLess(trial: Trial, resource: string, free: number, asked: number): Remedy | undefined {
  const { spec } = trial.cycle;
  if (free <= 0 || resource === 'pods' || spec.resources !== undefined) return undefined;
  const index = largest(spec.containers, resource);
  const container = spec.containers[index];
  const own = amountOf(container, resource);
  const left = own - (asked - free);
  if (container === undefined || left <= 0) return undefined;
  const to = textOf(resource, left);
  const change = {
    kind: 'request-less',
    what: resource,
    from: container.resources?.requests?.[resource] ?? '0',
    to,
    field: `spec.containers[${index}].resources.requests.${resource}`,
  } as const;
  return podRemedy(trial, 3 + (3 * (asked - free)) / asked, change, (before) => withRequest(before, index, resource, to));
}

function withRequest(spec: PodSpec, index: number, resource: string, to: string): PodSpec {
  const containers = spec.containers.map((container, place) =>
    place === index
      ? { ...container, resources: { ...container.resources, requests: { ...container.resources?.requests, [resource]: to } } }
      : container,
  );
  return { ...spec, containers };
}

function largest(containers: readonly Container[], resource: string): number {
  let index = 0;
  for (const [place, container] of containers.entries())
    if (amountOf(container, resource) > amountOf(containers[index], resource)) index = place;
  return index;
}

function amountOf(container: Container | undefined, resource: string): number {
  const quantity = container?.resources?.requests?.[resource];
  return resource === 'cpu' ? quantityMilli(quantity) : quantityValue(quantity);
}

/** cpu in thousandths, bytes in Ki where they come out even enough, rounded down. */
export function textOf(resource: string, amount: number): string {
  if (resource === 'cpu') return `${Math.floor(amount)}m`;
  if (resource !== 'memory' && resource !== 'ephemeral-storage') return String(Math.floor(amount));
  if (amount >= 1 << 20) return `${Math.floor(amount / (1 << 20))}Mi`;
  return amount >= 1024 ? `${Math.floor(amount / 1024)}Ki` : String(Math.floor(amount));
}

function growNode(name: string, resource: string, needed: number, allocatable: number): Remedy {
  const units = resource === 'cpu' ? `${Math.ceil(needed)}m` : resource === 'pods' ? String(needed) : textUp(resource, needed);
  return {
    size: 7 + (needed - allocatable) / Math.max(1, needed),
    changes: [nodeChange(name, { kind: 'grow-node', what: resource, from: textOf(resource, allocatable), to: units })],
    apply: (trial) => withNode(trial, name, (node) => withAllocatable(node, resource, units)),
  };
}

function textUp(resource: string, amount: number): string {
  if (resource !== 'memory' && resource !== 'ephemeral-storage') return String(Math.ceil(amount));
  return `${Math.ceil(amount / (1 << 20))}Mi`;
}

function withAllocatable(node: Node, resource: string, amount: string): Node {
  const { status } = node;
  return {
    ...node,
    status: {
      ...status,
      allocatable: { ...status?.allocatable, [resource]: amount },
      capacity: { ...status?.capacity, [resource]: amount },
    },
  };
}

/** A machine that is large enough for the pod alone, at least of the usual size. */
export function machineFor(spec: PodSpec): { readonly cpu: string; readonly memory: string } {
  const { cpuMilli, memoryBytes } = podRequests(spec);
  return { cpu: String(Math.max(4, Math.ceil(cpuMilli / 1000))), memory: `${Math.max(8, Math.ceil(memoryBytes / 2 ** 30))}Gi` };
}
