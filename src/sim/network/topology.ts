/** The wires: which machine has which address, and where a pod is. */
import { isReason } from '../../api/errors.ts';
import { POD } from '../../api/resources.ts';
import type { Node } from '../../api/types.gen.ts';
import { podPrefix } from '../kernel/pod-ranges.ts';
import type { Change, ComponentContext } from '../kernel/component.ts';

export interface NetworkMemory {
  /** Numbers that machines were given, by name; the same for ever. */
  readonly leases: Map<string, number>;
  nextLease: number;
  /** By address and by name. */
  readonly machines: Map<string, Machine>;
  /** `10.244.3.` → name of the machine whose pods have such addresses. */
  readonly podRanges: Map<string, string>;
}

export interface Machine {
  readonly name: string;
  readonly ip: string;
}

export type Network = ComponentContext<NetworkMemory>;

export function newNetworkMemory(): NetworkMemory {
  return { leases: new Map(), nextLease: 0, machines: new Map(), podRanges: new Map() };
}

export function nodeChanged({ memory }: Network, { type, object }: Change<Node>): void {
  const name = object.metadata.name ?? '';
  const known = memory.machines.get(name);
  const range = rangeOf(object.spec?.podCIDR ?? '');
  if (type === 'DELETED') {
    memory.machines.delete(name);
    if (known !== undefined) memory.machines.delete(known.ip);
    if (memory.podRanges.get(range) === name) memory.podRanges.delete(range);
    return;
  }
  if (range !== '') memory.podRanges.set(range, name);
  if (known === undefined) {
    const ip = object.status?.addresses?.find((address) => address.type === 'InternalIP')?.address;
    if (ip === undefined) return;
    const machine = { name, ip };
    memory.machines.set(name, machine);
    memory.machines.set(ip, machine);
  }
}

/** `10.244.3.0/24` or an address in it → `10.244.3.` */
function rangeOf(address: string): string {
  return address.slice(0, address.lastIndexOf('.') + 1);
}

/** The number that a machine's addresses follow from: the next free one, or the one that it had. */
export function lease({ memory }: Network, machine: string): number {
  const known = memory.leases.get(machine);
  if (known !== undefined) return known;
  while (isOthers(memory, machine, memory.nextLease)) memory.nextLease += 1;
  memory.leases.set(machine, memory.nextLease);
  memory.nextLease += 1;
  return memory.nextLease - 1;
}

/** Somebody has given the range of that number to another Node. */
function isOthers({ podRanges }: NetworkMemory, machine: string, index: number): boolean {
  const owner = podRanges.get(podPrefix(index));
  return owner !== undefined && owner !== machine;
}

export function machineOf({ memory }: Network, host: string): Machine | undefined {
  return memory.machines.get(host);
}

export function nodeOfPodAddress({ memory }: Network, ip: string): string {
  return memory.podRanges.get(rangeOf(ip)) ?? '';
}

/** Who sends: a pod, or '' for a client outside the cluster. */
export interface Origin {
  readonly pod: string;
  readonly namespace: string;
  readonly ip: string;
  readonly node: string;
}

const OUTSIDE: Origin = { pod: '', namespace: '', ip: '', node: '' };

/** A name without a namespace is one of `default`. A pod that is not there sends from nowhere. */
export function originOf(network: Network, pod: string): Origin {
  if (pod === '') return OUTSIDE;
  const slash = pod.indexOf('/');
  const namespace = slash < 0 ? 'default' : pod.slice(0, slash);
  const name = pod.slice(slash + 1);
  try {
    const { status, spec } = network.client.get(POD, namespace, name);
    return { pod: `${namespace}/${name}`, namespace, ip: status?.podIP ?? '', node: spec?.nodeName ?? '' };
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
    return { pod: `${namespace}/${name}`, namespace, ip: '', node: '' };
  }
}
