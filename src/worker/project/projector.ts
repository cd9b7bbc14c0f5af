/**
 * Turns a cluster's objects into frames. It is fed changes, as a watch gives them, and keeps one small row per object, so that
 * a frame costs a copy of numbers and no look at an object. It does not know whether the cluster is simulated.
 */
import { type KubeObject, type ResourceType, controllerOf, keyOf } from '../../api/object.ts';
import { DEPLOYMENT, ENDPOINT_SLICE, NODE, POD, REPLICATION_CONTROLLER, REPLICA_SET, SERVICE } from '../../api/resources.ts';
import type { EndpointSlice, Node, Pod, Service } from '../../api/types.gen.ts';
import { type FrameHint, type FrameUpdate, NodeFlag } from '../../protocol/frame.ts';
import { type NodeRow, nodeRow } from './node-row.ts';
import { type PodBook, createPodBook, noteChange, putPod, removePod, takePods } from './pod-book.ts';
import { type PodRow, podRow } from './pod-row.ts';
import { type ServiceBook, createServiceBook, edgesOf, serviceColumns } from './services.ts';
import { type Interner, createInterner } from './strings.ts';

export interface Station {
  readonly name: string;
  readonly queue: number;
  readonly lag: number;
  readonly lastSync: number;
  readonly running: boolean;
}

/** What a frame shows beside the objects. */
export interface Moment {
  readonly revision: number;
  readonly now: number;
  readonly stations: readonly Station[];
  readonly hints: readonly FrameHint[];
  isPoweredOff(node: string): boolean;
  isKubeletStopped(node: string): boolean;
}

export interface Projector {
  /** One change of one object; `object` is its last state when it is gone. */
  apply(resource: string, gone: boolean, object: KubeObject, at: number): void;
  frame(moment: Moment): FrameUpdate;
}

interface Owner {
  readonly label: string;
  readonly parent: string | undefined;
}

interface Model {
  readonly pods: PodBook;
  readonly nodes: Map<string, NodeRow>;
  /** Requested on each node, and limited: millicores and bytes of the pods that are there. */
  readonly usage: Map<string, Usage>;
  readonly services: ServiceBook;
  readonly owners: Map<string, Owner>;
  /** Nodes that came, went, were lost or found since the last frame. */
  readonly turned: Set<string>;
  /** A node has gone, and so rows of nodes have moved. */
  nodesMoved: boolean;
  ownersChanged: boolean;
}

interface Usage {
  cpu: number;
  memory: number;
  cpuLimit: number;
  memoryLimit: number;
}

/** Resources that a picture is made of. */
export const PICTURED: readonly ResourceType[] = [NODE, POD, SERVICE, ENDPOINT_SLICE, REPLICA_SET, DEPLOYMENT, REPLICATION_CONTROLLER];

export function createProjector(): Projector {
  const model: Model = {
    pods: createPodBook(),
    nodes: new Map(),
    usage: new Map(),
    services: createServiceBook(),
    owners: new Map(),
    turned: new Set(),
    nodesMoved: false,
    ownersChanged: false,
  };
  const interner = createInterner();
  let sequence = 0;
  return {
    apply: (resource, gone, object, at) => applyChange(model, resource, gone, object, at),
    frame: (moment) => buildFrame(model, interner, moment, (sequence += 1)),
  };
}

function applyChange(model: Model, resource: string, gone: boolean, object: KubeObject, at: number): void {
  const key = keyOf(object);
  switch (resource) {
    case 'pods':
      return applyPod(model, key, gone ? undefined : (object as Pod), at);
    case 'nodes':
      return applyNode(model, key, gone ? undefined : nodeRow(object as Node));
    case 'services':
      model.services.changed = true;
      return put(model.services.services, key, gone ? undefined : (object as Service));
    case 'endpointslices.discovery.k8s.io':
      model.services.changed = true;
      return put(model.services.slices, key, gone ? undefined : edgesOf(object as EndpointSlice));
    case 'replicasets.apps':
    case 'deployments.apps':
    case 'replicationcontrollers':
      return applyOwner(model, object, gone);
    default:
  }
}

function put<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function applyNode(model: Model, key: string, node: NodeRow | undefined): void {
  const before = model.nodes.get(key);
  if (before === undefined || node === undefined || isLost(before) !== isLost(node)) model.turned.add(key);
  if (node === undefined) model.nodesMoved = true;
  put(model.nodes, key, node);
}

function isLost({ flags }: NodeRow): boolean {
  return (flags & NodeFlag.unknown) !== 0;
}

function applyOwner(model: Model, object: KubeObject, gone: boolean): void {
  const uid = object.metadata.uid ?? '';
  if (gone === model.owners.has(uid)) model.ownersChanged = true;
  put(model.owners, uid, gone ? undefined : { label: `${object.kind}/${object.metadata.name ?? ''}`, parent: controllerOf(object)?.uid });
}

function applyPod(model: Model, key: string, pod: Pod | undefined, at: number): void {
  const before = model.pods.byKey.get(key)?.pod;
  // A pod that was replaced under the same name is another pod.
  const same = before !== undefined && before.uid === pod?.metadata.uid ? before : undefined;
  if (before !== undefined) charge(model, before, -1);
  if (before !== undefined && same === undefined) removePod(model.pods, key);
  if (pod === undefined) return;
  const row = podRow(pod, same, at);
  charge(model, row, 1);
  putPod(model.pods, key, row);
}

function charge(model: Model, row: PodRow, sign: 1 | -1): void {
  if (row.node === '') return;
  const usage = model.usage.get(row.node) ?? { cpu: 0, memory: 0, cpuLimit: 0, memoryLimit: 0 };
  usage.cpu += sign * row.cpu;
  usage.memory += sign * row.memory;
  usage.cpuLimit += sign * row.cpuLimit;
  usage.memoryLimit += sign * row.memoryLimit;
  model.usage.set(row.node, usage);
}

function topOwner(model: Model, row: PodRow): string {
  let owner = model.owners.get(row.controllerUid);
  while (owner?.parent !== undefined && model.owners.has(owner.parent)) owner = model.owners.get(owner.parent);
  return owner?.label ?? row.controller;
}

function buildFrame(model: Model, interner: Interner, moment: Moment, sequence: number): FrameUpdate {
  const nodes = nodeColumns(model, interner, moment);
  const all = sequence === 1 || model.nodesMoved;
  review(model);
  const pods = takePods(model.pods, interner, nodes.rows, all);
  const services = pods.changes === undefined || model.services.changed || model.pods.moved;
  const serviced = services ? serviceColumns(model.services, interner, model.pods) : {};
  model.services.changed = false;
  model.pods.moved = false;
  const stations = stationColumns(interner, moment.stations);
  return {
    sequence,
    revision: moment.revision,
    now: moment.now,
    ...nodes.columns,
    ...pods,
    ...serviced,
    ...stations,
    hints: moment.hints,
    // Last: everything above may have added to the tables.
    strings: interner.takeStrings(),
    labelSets: interner.takeLabelSets(),
  };
}

/** What is of the machine, and nothing that its Node could tell. */
function flagsOf(node: string, { isPoweredOff, isKubeletStopped }: Moment): number {
  return (isPoweredOff(node) ? NodeFlag.poweredOff : 0) | (isKubeletStopped(node) ? NodeFlag.kubeletStopped : 0);
}

/** Notes the pods that look different because their nodes or owners do. */
function review(model: Model): void {
  const { pods, turned, ownersChanged } = model;
  const every = ownersChanged || turned.size > 0;
  for (const entry of every ? pods.rows : pods.changed) {
    const owner = topOwner(model, entry.pod);
    if (owner !== entry.owner || turned.has(entry.pod.node)) noteChange(pods, entry);
    entry.owner = owner;
  }
  turned.clear();
  model.ownersChanged = false;
  model.nodesMoved = false;
}

function nodeColumns(model: Model, interner: Interner, moment: Moment) {
  const rows = [...model.nodes.values()];
  const u32 = (value: (row: NodeRow) => string) => Uint32Array.from(rows, (row) => interner.string(value(row)));
  const f64 = (value: (row: NodeRow) => number) => Float64Array.from(rows, value);
  return {
    rows: new Map(rows.map((row, index) => [row.name, { index, lost: isLost(row) }])),
    columns: {
      nodeCount: rows.length,
      nodeName: u32((row) => row.name),
      nodeZone: u32((row) => row.zone),
      nodeRoles: u32((row) => row.roles),
      nodeReason: u32((row) => row.reason),
      nodeTaints: u32((row) => row.taints),
      nodeFlags: Uint8Array.from(rows, (row) => row.flags | flagsOf(row.name, moment)),
      nodeCpuAllocatable: f64((row) => row.cpu),
      nodeCpuRequested: f64((row) => model.usage.get(row.name)?.cpu ?? 0),
      nodeCpuLimits: f64((row) => model.usage.get(row.name)?.cpuLimit ?? 0),
      nodeMemoryAllocatable: f64((row) => row.memory),
      nodeMemoryRequested: f64((row) => model.usage.get(row.name)?.memory ?? 0),
      nodeMemoryLimits: f64((row) => model.usage.get(row.name)?.memoryLimit ?? 0),
      nodePodsAllocatable: Uint16Array.from(rows, (row) => row.pods),
    },
  };
}

function stationColumns(interner: Interner, stations: readonly Station[]) {
  return {
    stationCount: stations.length,
    stationName: Uint32Array.from(stations, ({ name }) => interner.string(name)),
    stationQueue: Uint32Array.from(stations, ({ queue }) => queue),
    stationLag: Uint32Array.from(stations, ({ lag }) => lag),
    stationLastSync: Float64Array.from(stations, ({ lastSync }) => lastSync),
    stationRunning: Uint8Array.from(stations, ({ running }) => (running ? 1 : 0)),
  };
}

/** The buffers of a frame, to be transferred rather than copied. */
export function buffersOf(frame: FrameUpdate): ArrayBuffer[] {
  const arrays: unknown[] = [...Object.values(frame), ...Object.values(frame.changes ?? {}), ...frame.labelSets.added];
  return arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []));
}
