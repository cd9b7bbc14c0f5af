/** How a machine becomes a Node: addresses, capacity, labels, and the events of a kubelet that starts. */
import { type ApiError, isReason } from '../../api/errors.ts';
import { findCondition } from '../../api/pod/conditions.ts';
import { LEASE, NODE } from '../../api/resources.ts';
import { formatMicroTime, formatTime } from '../../api/time.ts';
import type { Node, NodeCondition, NodeStatus, NodeSystemInfo } from '../../api/types.gen.ts';
import { uuidOf } from '../images/digest.ts';
import type { MachineSpec } from '../kernel/spec.ts';
import { imageList } from './image-store.ts';
import type { Kubelet } from './memory.ts';

const LEASE_NAMESPACE = 'kube-node-lease';
const LEASE_SECONDS = 40;
const DEFAULT_PODS = 110;

/** Tells the API server of the machine: creates the Node, or brings an old one up to date (kubelet_node_status.go). */
export function register(context: Kubelet): void {
  const machine = machineOf(context);
  const node = createOrGet(context, machine);
  for (const [reason, message] of startEvents(context, node))
    context.event(node, reason === 'Rebooted' ? 'Warning' : 'Normal', reason, message);
  context.memory.registered = context.memory.boots;
  writeNodeStatus(context);
  renewLease(context);
}

export function machineOf(context: Kubelet): MachineSpec {
  const { machine } = context.memory;
  if (machine === undefined) throw new Error(`kubelet ${context.instance} runs without a machine`);
  return machine;
}

function createOrGet(context: Kubelet, machine: MachineSpec): Node {
  try {
    return context.client.create(NODE, newNode(context, machine));
  } catch (error) {
    if (!isReason(error, 'AlreadyExists')) throw error;
    return context.client.get(NODE, '', context.instance);
  }
}

function newNode(context: Kubelet, machine: MachineSpec): Node {
  const { podCIDR } = context.memory;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: machine.name,
      labels: nodeLabels(machine),
      annotations: { 'node.alpha.kubernetes.io/ttl': '0', 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      podCIDR,
      podCIDRs: [podCIDR],
      ...(machine.taints === undefined || machine.taints.length === 0 ? {} : { taints: machine.taints }),
    },
    status: nodeStatus(context, machine, undefined),
  };
}

function nodeLabels(machine: MachineSpec): { readonly [key: string]: string } {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': machine.name,
    'kubernetes.io/os': 'linux',
    ...(machine.zone === undefined ? {} : { 'topology.kubernetes.io/zone': machine.zone }),
    ...machine.labels,
  };
}

/** Writes the node's status as the kubelet sees it; says so when that makes the node ready. */
export function writeNodeStatus(context: Kubelet): void {
  const { memory, now } = context;
  try {
    const node = context.client.get(NODE, '', context.instance);
    const wasReady = isReady(node);
    const written = context.client.updateStatus(NODE, { ...node, status: nodeStatus(context, machineOf(context), node.status) });
    memory.statusWrittenAt = now;
    memory.statusChanged = false;
    if (!wasReady || memory.announced !== memory.boots) announceReady(context, written);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

function announceReady(context: Kubelet, node: Node): void {
  context.memory.announced = context.memory.boots;
  context.event(node, 'Normal', 'NodeReady', `Node ${context.instance} status is now: NodeReady`);
}

export function isReady(node: Node): boolean {
  return findCondition(node.status?.conditions, 'Ready')?.status === 'True';
}

/** The object that the kubelet wanted to write to was deleted: its next start makes it anew. */
export function isGone(error: unknown): error is ApiError {
  return isReason(error, 'NotFound');
}

function nodeStatus(context: Kubelet, machine: MachineSpec, before: NodeStatus | undefined): NodeStatus {
  const resources = capacityOf(machine);
  const images = context.spec.images === 'preloaded' ? [] : imageList(context.memory.images);
  const volumesInUse = volumesOf(context);
  const { volumesInUse: _before, ...others } = before ?? {};
  return {
    ...others,
    addresses: [
      { type: 'InternalIP', address: context.memory.nodeIP },
      { type: 'Hostname', address: machine.name },
    ],
    capacity: resources,
    allocatable: resources,
    conditions: conditions(formatTime(context.now), before?.conditions),
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: nodeInfo(context, machine),
    ...(images.length === 0 ? {} : { images }),
    ...(volumesInUse.length === 0 ? {} : { volumesInUse }),
  };
}

function volumesOf({ memory }: Kubelet): readonly string[] {
  const volumes = new Set<string>();
  for (const worker of memory.workers.values()) for (const volume of worker.volumes) volumes.add(volume);
  return volumes.size === 0 ? NO_VOLUMES : [...volumes].sort();
}

const NO_VOLUMES: readonly string[] = [];

type Capacity = { readonly [name: string]: string };

/** The same object for the same machine: whoever compares two reports need not look inside. */
const CAPACITIES = new WeakMap<MachineSpec, Capacity>();

function capacityOf(machine: MachineSpec): Capacity {
  const known = CAPACITIES.get(machine);
  if (known !== undefined) return known;
  const capacity = newCapacity(machine);
  CAPACITIES.set(machine, capacity);
  return capacity;
}

function newCapacity(machine: MachineSpec): Capacity {
  return {
    cpu: machine.cpu,
    'ephemeral-storage': '100Gi',
    'hugepages-1Gi': '0',
    'hugepages-2Mi': '0',
    memory: machine.memory,
    pods: String(machine.pods ?? DEFAULT_PODS),
    ...machine.extended,
  };
}

const HEALTHY = [
  { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory', message: 'kubelet has sufficient memory available' },
  { type: 'DiskPressure', status: 'False', reason: 'KubeletHasNoDiskPressure', message: 'kubelet has no disk pressure' },
  { type: 'PIDPressure', status: 'False', reason: 'KubeletHasSufficientPID', message: 'kubelet has sufficient PID available' },
  { type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' },
] as const;

/** The kubelet's own four; what others have put beside them stays. */
function conditions(now: string, before: readonly NodeCondition[] = []): readonly NodeCondition[] {
  const own = HEALTHY.map((condition) => {
    const present = findCondition(before, condition.type);
    const since = present?.status === condition.status ? (present.lastTransitionTime ?? now) : now;
    return { ...condition, lastHeartbeatTime: now, lastTransitionTime: since };
  });
  return [...before.filter(({ type }) => !OWN.has(type)), ...own];
}

const OWN: ReadonlySet<string> = new Set(HEALTHY.map(({ type }) => type));

/** The last one of each machine. */
const INFOS = new WeakMap<MachineSpec, { readonly boots: number; readonly info: NodeSystemInfo }>();

function nodeInfo(context: Kubelet, machine: MachineSpec): NodeSystemInfo {
  const { boots } = context.memory;
  const known = INFOS.get(machine);
  if (known?.boots === boots) return known.info;
  const info = newInfo(context);
  INFOS.set(machine, { boots, info });
  return info;
}

function newInfo(context: Kubelet): NodeSystemInfo {
  return {
    machineID: '00000000000000000000000000000000',
    systemUUID: uuidOf(`${context.instance}/system`),
    bootID: bootID(context),
    kernelVersion: '6.12.0-fake',
    osImage: 'Debian GNU/Linux 13 (trixie)',
    containerRuntimeVersion: 'containerd://2.2.0',
    kubeletVersion: 'v1.36.2',
    kubeProxyVersion: '',
    operatingSystem: 'linux',
    architecture: 'amd64',
  };
}

function bootID(context: Kubelet): string {
  return uuidOf(`${context.instance}/boot/${context.memory.boots}`);
}

function startEvents(context: Kubelet, node: Node): readonly (readonly [string, string])[] {
  const name = context.instance;
  const statusIs = (reason: string) => [reason, `Node ${name} status is now: ${reason}`] as const;
  const rebooted = context.memory.boots > 1 && node.status?.nodeInfo?.bootID !== bootID(context);
  return [
    ['Starting', 'Starting kubelet.'],
    statusIs('NodeHasSufficientMemory'),
    statusIs('NodeHasNoDiskPressure'),
    statusIs('NodeHasSufficientPID'),
    ['NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods'],
    ...(rebooted ? [['Rebooted', `Node ${name} has been rebooted, boot id: ${bootID(context)}`] as const] : []),
  ];
}

/** Renews the Lease that tells the control plane that this kubelet lives, or makes it. */
export function renewLease(context: Kubelet): void {
  const renewTime = formatMicroTime(context.now);
  try {
    const lease = context.client.get(LEASE, LEASE_NAMESPACE, context.instance);
    context.client.update(LEASE, { ...lease, spec: { ...lease.spec, renewTime } });
  } catch (error) {
    if (!isGone(error)) throw error;
    createLease(context, renewTime);
  }
}

function createLease(context: Kubelet, renewTime: string): void {
  try {
    const { name = '', uid = '' } = context.client.get(NODE, '', context.instance).metadata;
    context.client.create(LEASE, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: LEASE_NAMESPACE, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
    });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}
