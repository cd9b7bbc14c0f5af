import { ownValue } from '../../../base/own.ts';
import { zoneKey } from '../../../api/node-topology.ts';
import { isHardTaint } from '../../../api/pod/tolerations.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import type { Quantity } from '../../../api/scalars.ts';
import type { Node, Taint } from '../../../api/types.gen.ts';
import type { PodFacts, Scalars } from './pod-facts.ts';
import type { HostPort } from './host-ports.ts';

/**
 * All that filters and scores look at of one node, as numbers that are kept current pod by pod (NodeInfo of kube-scheduler).
 * It outlives its Node object for as long as pods are assigned to that name.
 */
export interface NodeInfo {
  readonly name: string;
  /** Its place in `ClusterCache.slots`: the number by which counters refer to it. */
  readonly slot: number;
  /** There is a Node object. */
  present: boolean;
  zone: string;
  labels: { readonly [key: string]: string };
  /** Its labels kubernetes.io/hostname and topology.kubernetes.io/zone, at hand because every pod asks for them; '' for none. */
  hostname: string;
  topologyZone: string;
  unschedulable: boolean;
  hardTaints: readonly Taint[];
  softTaints: readonly Taint[];
  cpuMilli: number;
  memoryBytes: number;
  ephemeralBytes: number;
  maxPods: number;
  scalars: Scalars;
  podCount: number;
  usedCpuMilli: number;
  usedMemoryBytes: number;
  usedEphemeralBytes: number;
  usedScalars: { [name: string]: number };
  /** Requests as scores see them: what a container leaves out counts as 100m and 200Mi. */
  scoredCpuMilli: number;
  scoredMemoryBytes: number;
  usedPorts: readonly HostPort[];
}

const NO_LABELS = {};
const HOSTNAME = 'kubernetes.io/hostname';
const ZONE = 'topology.kubernetes.io/zone';

export function createNodeInfo(name: string, slot: number): NodeInfo {
  return {
    name,
    slot,
    present: false,
    zone: '',
    labels: NO_LABELS,
    hostname: '',
    topologyZone: '',
    unschedulable: false,
    hardTaints: [],
    softTaints: [],
    cpuMilli: 0,
    memoryBytes: 0,
    ephemeralBytes: 0,
    maxPods: 0,
    scalars: {},
    podCount: 0,
    usedCpuMilli: 0,
    usedMemoryBytes: 0,
    usedEphemeralBytes: 0,
    usedScalars: {},
    scoredCpuMilli: 0,
    scoredMemoryBytes: 0,
    usedPorts: [],
  };
}

/** Copies from the Node object what it says; what pods use is left as it is. */
export function describeNode(info: NodeInfo, node: Node): void {
  const taints = node.spec?.taints ?? [];
  const allocatable = node.status?.allocatable ?? {};
  info.present = true;
  info.labels = node.metadata.labels ?? NO_LABELS;
  info.hostname = info.labels[HOSTNAME] ?? '';
  info.topologyZone = info.labels[ZONE] ?? '';
  info.zone = zoneKey(info.labels);
  info.unschedulable = node.spec?.unschedulable === true;
  info.hardTaints = taints.filter(isHardTaint);
  info.softTaints = taints.filter((taint) => taint.effect === 'PreferNoSchedule');
  info.cpuMilli = quantityMilli(allocatable['cpu']);
  info.memoryBytes = quantityValue(allocatable['memory']);
  info.ephemeralBytes = quantityValue(allocatable['ephemeral-storage']);
  info.maxPods = quantityValue(allocatable['pods']);
  info.scalars = scalarsOf(allocatable);
}

/** The Node object is gone: nothing fits any more, but what its pods use is remembered. */
export function forgetNode(info: NodeInfo): void {
  info.present = false;
  info.labels = NO_LABELS;
  info.hostname = info.topologyZone = info.zone = '';
  info.unschedulable = false;
  info.hardTaints = [];
  info.softTaints = [];
  info.cpuMilli = info.memoryBytes = info.ephemeralBytes = info.maxPods = 0;
  info.scalars = {};
}

/** Adds (`sign` 1) or takes away (-1) what a pod uses. */
export function countPod(info: NodeInfo, facts: PodFacts, sign: 1 | -1): void {
  info.podCount += sign;
  info.usedCpuMilli += sign * facts.cpuMilli;
  info.usedMemoryBytes += sign * facts.memoryBytes;
  info.usedEphemeralBytes += sign * facts.ephemeralBytes;
  info.scoredCpuMilli += sign * facts.scoredCpuMilli;
  info.scoredMemoryBytes += sign * facts.scoredMemoryBytes;
  if (facts.scalars !== undefined) countScalars(info, facts.scalars, sign);
  if (facts.hostPorts !== undefined) countPorts(info, facts.hostPorts, sign);
}

function countScalars(info: NodeInfo, scalars: Scalars, sign: 1 | -1): void {
  for (const name in scalars) info.usedScalars[name] = (info.usedScalars[name] ?? 0) + sign * (scalars[name] ?? 0);
}

function countPorts(info: NodeInfo, ports: readonly HostPort[], sign: 1 | -1): void {
  if (sign === 1) {
    info.usedPorts = [...info.usedPorts, ...ports];
    return;
  }
  const left = [...info.usedPorts];
  for (const port of ports) {
    const index = left.findIndex((used) => used.port === port.port && used.protocol === port.protocol && used.ip === port.ip);
    if (index >= 0) left.splice(index, 1);
  }
  info.usedPorts = left;
}

const NATIVE = new Set(['cpu', 'memory', 'ephemeral-storage', 'pods']);

function scalarsOf(resources: { readonly [name: string]: Quantity }): Scalars {
  const scalars: { [name: string]: number } = {};
  for (const name in resources) if (!NATIVE.has(name)) scalars[name] = quantityValue(resources[name]);
  return scalars;
}

/** The node's value of a topology key; undefined when it has no such label. */
export function topologyValue(node: NodeInfo, key: string): string | undefined {
  if (key === HOSTNAME) return node.hostname === '' ? node.labels[key] : node.hostname;
  if (key === ZONE) return node.topologyZone === '' ? node.labels[key] : node.topologyZone;
  return ownValue(node.labels, key);
}
