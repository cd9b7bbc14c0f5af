/** What a node has of a resource, what is in use of it, and what the pod adds (noderesources/resource_allocation.go). */
import type { NodeInfo } from '../../cache/node-info.ts';
import type { PodFacts } from '../../cache/pod-facts.ts';
import type { DeviceResources } from './device-resources.ts';

export interface ResourceAmounts {
  /** More than 0. */
  readonly allocatable: number;
  readonly used: number;
  readonly wanted: number;
}

/** Real requests; undefined for a resource that the node has none of, or that is not native and not requested. */
export function amountsOf(name: string, facts: PodFacts, node: NodeInfo, devices?: DeviceResources): ResourceAmounts | undefined {
  const wanted = requestOf(name, facts);
  const found = (allocatable: number, used: number) => (allocatable === 0 ? undefined : { allocatable, used, wanted });
  switch (name) {
    case 'cpu':
      return found(node.cpuMilli, node.usedCpuMilli);
    case 'memory':
      return found(node.memoryBytes, node.usedMemoryBytes);
    case 'ephemeral-storage':
      return found(node.ephemeralBytes, node.usedEphemeralBytes);
    default:
      return wanted === 0 ? undefined : scalarAmounts(name, wanted, node, devices);
  }
}

/** Requests as scores see them: what a container leaves out of cpu and memory counts as 100m and 200Mi. */
export function scoredAmountsOf(name: string, facts: PodFacts, node: NodeInfo, devices?: DeviceResources): ResourceAmounts | undefined {
  const real = amountsOf(name, facts, node, devices);
  if (real !== undefined && name === 'cpu') return { ...real, used: node.scoredCpuMilli, wanted: facts.scoredCpuMilli };
  if (real !== undefined && name === 'memory') return { ...real, used: node.scoredMemoryBytes, wanted: facts.scoredMemoryBytes };
  return real;
}

export function requestOf(name: string, facts: PodFacts): number {
  switch (name) {
    case 'cpu':
      return facts.cpuMilli;
    case 'memory':
      return facts.memoryBytes;
    case 'ephemeral-storage':
      return facts.ephemeralBytes;
    default:
      return facts.scalars?.[name] ?? 0;
  }
}

function scalarAmounts(name: string, wanted: number, node: NodeInfo, devices?: DeviceResources): ResourceAmounts | undefined {
  const allocatable = node.scalars[name] ?? 0;
  if (allocatable > 0) return { allocatable, used: node.usedScalars[name] ?? 0, wanted };
  const { capacity = 0, allocated = 0 } = devices?.on(node, name) ?? {};
  return capacity === 0 ? undefined : { allocatable: capacity, used: allocated, wanted };
}
