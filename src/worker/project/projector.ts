/**
 * Turns a cluster's objects into frames. It is fed changes, as a watch gives them, and keeps one small row per object, so that
 * a frame costs a copy of numbers and no look at an object. It does not know whether the cluster is simulated.
 */
import { type KubeObject, type ResourceType, controllerOf, keyOf } from '../../api/object.ts';
import { DEPLOYMENT, ENDPOINT_SLICE, NODE, POD, REPLICATION_CONTROLLER, REPLICA_SET, SERVICE } from '../../api/resources.ts';
import type { EndpointSlice, Node, Pod, Service } from '../../api/types.gen.ts';
import { type Frame, type FrameHint, NodeFlag, PodLook } from '../../protocol/frame.ts';
import { type NodeRow, nodeRow } from './node-row.ts';
import { type PodRow, podRow } from './pod-row.ts';
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
  frame(moment: Moment): Frame;
}

interface Owner {
  readonly label: string;
  readonly parent: string | undefined;
}

interface Model {
  readonly pods: Map<string, PodRow>;
  readonly nodes: Map<string, NodeRow>;
  /** Requested on each node: millicores and bytes of the pods that are there. */
  readonly usage: Map<string, { cpu: number; memory: number }>;
  readonly services: Map<string, Service>;
  readonly slices: Map<string, EndpointSlice>;
  readonly owners: Map<string, Owner>;
}

/** Resources that a picture is made of. */
export const PICTURED: readonly ResourceType[] = [NODE, POD, SERVICE, ENDPOINT_SLICE, REPLICA_SET, DEPLOYMENT, REPLICATION_CONTROLLER];

export function createProjector(): Projector {
  const model: Model = { pods: new Map(), nodes: new Map(), usage: new Map(), services: new Map(), slices: new Map(), owners: new Map() };
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
      return put(model.nodes, key, gone ? undefined : nodeRow(object as Node));
    case 'services':
      return put(model.services, key, gone ? undefined : (object as Service));
    case 'endpointslices.discovery.k8s.io':
      return put(model.slices, key, gone ? undefined : (object as EndpointSlice));
    case 'replicasets.apps':
    case 'deployments.apps':
    case 'replicationcontrollers':
      return put(
        model.owners,
        object.metadata.uid ?? '',
        gone ? undefined : { label: `${object.kind}/${object.metadata.name ?? ''}`, parent: controllerOf(object)?.uid },
      );
    default:
  }
}

function put<T>(map: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function applyPod(model: Model, key: string, pod: Pod | undefined, at: number): void {
  const before = model.pods.get(key);
  // A pod that was replaced under the same name is another pod.
  const same = before !== undefined && before.uid === pod?.metadata.uid ? before : undefined;
  if (before !== undefined) charge(model, before, -1);
  if (before !== undefined && same === undefined) model.pods.delete(key);
  if (pod === undefined) return;
  const row = podRow(pod, same, at);
  charge(model, row, 1);
  model.pods.set(key, row);
}

function charge(model: Model, row: PodRow, sign: 1 | -1): void {
  if (row.node === '') return;
  const usage = model.usage.get(row.node) ?? { cpu: 0, memory: 0 };
  usage.cpu += sign * row.cpu;
  usage.memory += sign * row.memory;
  model.usage.set(row.node, usage);
}

function topOwner(model: Model, row: PodRow): string {
  let owner = model.owners.get(row.controllerUid);
  while (owner?.parent !== undefined && model.owners.has(owner.parent)) owner = model.owners.get(owner.parent);
  return owner?.label ?? row.controller;
}

function buildFrame(model: Model, interner: Interner, moment: Moment, sequence: number): Frame {
  const nodes = nodeColumns(model, interner, moment);
  const pods = podColumns(model, interner, nodes.rows);
  const services = serviceColumns(model, interner, pods.rows);
  const stations = stationColumns(interner, moment.stations);
  return {
    sequence,
    revision: moment.revision,
    now: moment.now,
    ...nodes.columns,
    ...pods.columns,
    ...services,
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

function nodeColumns(model: Model, interner: Interner, moment: Moment) {
  const rows = [...model.nodes.values()];
  const u32 = (value: (row: NodeRow) => string) => Uint32Array.from(rows, (row) => interner.string(value(row)));
  const f64 = (value: (row: NodeRow) => number) => Float64Array.from(rows, value);
  return {
    rows: new Map(rows.map((row, index) => [row.name, { index, lost: (row.flags & NodeFlag.unknown) !== 0 }])),
    columns: {
      nodeCount: rows.length,
      nodeName: u32((row) => row.name),
      nodeZone: u32((row) => row.zone),
      nodeRoles: u32((row) => row.roles),
      nodeReason: u32((row) => row.reason),
      nodeFlags: Uint8Array.from(rows, (row) => row.flags | flagsOf(row.name, moment)),
      nodeCpuAllocatable: f64((row) => row.cpu),
      nodeCpuRequested: f64((row) => model.usage.get(row.name)?.cpu ?? 0),
      nodeMemoryAllocatable: f64((row) => row.memory),
      nodeMemoryRequested: f64((row) => model.usage.get(row.name)?.memory ?? 0),
      nodePodsAllocatable: Uint16Array.from(rows, (row) => row.pods),
    },
  };
}

function podColumns(model: Model, interner: Interner, nodes: ReadonlyMap<string, { index: number; lost: boolean }>) {
  const count = model.pods.size;
  const columns = {
    podCount: count,
    podUid: new Uint32Array(count),
    podName: new Uint32Array(count),
    podNamespace: new Uint32Array(count),
    podNode: new Int32Array(count),
    podLook: new Uint8Array(count),
    podReason: new Uint32Array(count),
    podReadyContainers: new Uint8Array(count),
    podContainers: new Uint8Array(count),
    podRestarts: new Uint16Array(count),
    podSince: new Float64Array(count),
    podCreated: new Float64Array(count),
    podMessage: new Uint32Array(count),
    podAddress: new Uint32Array(count),
    podImage: new Uint32Array(count),
    podOwner: new Uint32Array(count),
    podController: new Uint32Array(count),
    podLabels: new Uint32Array(count),
  };
  const rows = new Map<string, number>();
  let index = 0;
  for (const [key, row] of model.pods) {
    const node = nodes.get(row.node);
    rows.set(key, index);
    columns.podUid[index] = interner.string(row.uid);
    columns.podName[index] = interner.string(row.name);
    columns.podNamespace[index] = interner.string(row.namespace);
    columns.podNode[index] = node?.index ?? -1;
    columns.podLook[index] = node?.lost === true && row.look < PodLook.failed ? PodLook.unknown : row.look;
    columns.podReason[index] = interner.string(row.reason);
    columns.podReadyContainers[index] = row.ready;
    columns.podContainers[index] = row.containers;
    columns.podRestarts[index] = row.restarts;
    columns.podSince[index] = row.since;
    columns.podCreated[index] = row.created;
    columns.podMessage[index] = interner.string(row.message);
    columns.podAddress[index] = interner.string(row.address);
    columns.podImage[index] = interner.string(row.image);
    columns.podOwner[index] = interner.string(topOwner(model, row));
    columns.podController[index] = interner.string(row.controller);
    columns.podLabels[index] = interner.labels(row.labels);
    index += 1;
  }
  return { rows, columns };
}

function serviceColumns(model: Model, interner: Interner, pods: ReadonlyMap<string, number>) {
  const services = [...model.services];
  const rows = new Map(services.map(([key], index) => [key, index]));
  const u32 = (value: (service: Service) => string) => Uint32Array.from(services, ([, service]) => interner.string(value(service)));
  return {
    serviceCount: services.length,
    serviceName: u32((service) => service.metadata.name ?? ''),
    serviceNamespace: u32((service) => service.metadata.namespace ?? ''),
    serviceType: u32((service) => service.spec?.type ?? 'ClusterIP'),
    servicePorts: u32(portsText),
    serviceAddress: u32(
      (service) => service.status?.loadBalancer?.ingress?.[0]?.ip ?? service.spec?.clusterIP ?? service.spec?.externalName ?? '',
    ),
    ...endpointColumns(model, rows, pods),
  };
}

function portsText(service: Service): string {
  return (service.spec?.ports ?? [])
    .map((port) => `${port.port}${port.nodePort ? `:${port.nodePort}` : ''}/${port.protocol ?? 'TCP'}`)
    .join(', ');
}

function endpointColumns(model: Model, services: ReadonlyMap<string, number>, pods: ReadonlyMap<string, number>) {
  const edges: { service: number; pod: number; state: number }[] = [];
  for (const slice of model.slices.values()) {
    const namespace = slice.metadata.namespace ?? '';
    const service = services.get(`${namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`);
    if (service === undefined) continue;
    for (const { targetRef, conditions } of slice.endpoints ?? []) {
      const pod = targetRef?.kind === 'Pod' ? pods.get(`${targetRef.namespace ?? namespace}/${targetRef.name ?? ''}`) : undefined;
      if (pod !== undefined)
        edges.push({ service, pod, state: conditions?.terminating === true ? 2 : conditions?.ready === false ? 0 : 1 });
    }
  }
  return {
    endpointCount: edges.length,
    endpointService: Uint32Array.from(edges, (edge) => edge.service),
    endpointPod: Uint32Array.from(edges, (edge) => edge.pod),
    endpointState: Uint8Array.from(edges, (edge) => edge.state),
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
export function buffersOf(frame: Frame): ArrayBuffer[] {
  const arrays: unknown[] = [...Object.values(frame), ...frame.labelSets.added];
  return arrays.flatMap((value) => (ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : []));
}
