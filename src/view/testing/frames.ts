import { NodeFlag, PodLook } from '../frame.ts';
import type { Frame, FrameHint } from '../frame.ts';
import type { FrameSource } from '../source.ts';

/** Frames made by hand: a small description of a cluster in, columns out. For tests and for the gallery. */
export interface Picture {
  readonly now?: number;
  readonly nodes: readonly NodeSketch[];
  readonly pods: readonly PodSketch[];
  readonly services?: readonly ServiceSketch[];
  readonly stations?: readonly StationSketch[];
  readonly hints?: readonly FrameHint[];
}

export interface NodeSketch {
  readonly name: string;
  readonly zone?: string;
  readonly roles?: string;
  readonly flags?: number;
  readonly reason?: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly cpuRequested?: number;
  readonly memoryRequested?: number;
  readonly cpuLimits?: number;
  readonly memoryLimits?: number;
  /** As JSON. */
  readonly taints?: string;
}

export interface PodSketch {
  readonly name: string;
  readonly namespace?: string;
  readonly node?: string;
  readonly look: keyof typeof PodLook;
  readonly reason?: string;
  readonly message?: string;
  readonly containers?: number;
  readonly ready?: number;
  readonly restarts?: number;
  /** Milliseconds before now. */
  readonly since?: number;
  readonly age?: number;
  readonly owner?: string;
  readonly controller?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly address?: string;
  readonly image?: string;
  /** 0 BestEffort, 1 Burstable, 2 Guaranteed. */
  readonly qos?: number;
  readonly priority?: number;
  readonly priorityClass?: string;
  /** As JSON. */
  readonly tolerations?: string;
  readonly spread?: string;
  readonly claims?: string;
}

export interface ServiceSketch {
  readonly name: string;
  readonly namespace?: string;
  readonly type?: string;
  readonly ports: string;
  readonly address?: string;
  readonly selects: (pod: PodSketch) => boolean;
}

export interface StationSketch {
  readonly name: string;
  readonly queue?: number;
  readonly lag?: number;
  readonly stopped?: boolean;
}

/** A source that shows one picture after another. */
export interface SketchSource extends FrameSource {
  show(picture: Picture): Frame;
}

const SKETCH_NOW = Date.UTC(2026, 4, 1, 9, 30);

export function sketchSource(first?: Picture): SketchSource {
  const table = createTable();
  const listeners = new Set<() => void>();
  let latest: Frame | undefined;
  const source: SketchSource = {
    latest: () => latest,
    string: (index) => table.strings[index] ?? '',
    numberOf: (text) => table.numbers.get(text) ?? -1,
    labelSet: (index) => table.sets[index] ?? new Uint32Array(0),
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    show(picture) {
      const shown = sketchFrame(table, picture, (latest?.sequence ?? 0) + 1);
      latest = shown;
      for (const changed of listeners) changed();
      return shown;
    },
  };
  if (first !== undefined) source.show(first);
  return source;
}

interface Table {
  readonly strings: string[];
  readonly numbers: Map<string, number>;
  readonly sets: Uint32Array[];
  readonly setNumbers: Map<string, number>;
}

function createTable(): Table {
  return { strings: [''], numbers: new Map([['', 0]]), sets: [new Uint32Array(0)], setNumbers: new Map([['', 0]]) };
}

function intern(table: Table, text: string): number {
  const known = table.numbers.get(text);
  if (known !== undefined) return known;
  table.numbers.set(text, table.strings.length);
  return table.strings.push(text) - 1;
}

function internSet(table: Table, labels: Readonly<Record<string, string>>): number {
  const flat = Object.entries(labels).flatMap(([key, value]) => [intern(table, key), intern(table, value)]);
  const key = flat.join();
  const known = table.setNumbers.get(key);
  if (known !== undefined) return known;
  table.setNumbers.set(key, table.sets.length);
  return table.sets.push(Uint32Array.from(flat)) - 1;
}

function sketchFrame(table: Table, picture: Picture, sequence: number): Frame {
  const now = picture.now ?? SKETCH_NOW;
  const strings = { from: table.strings.length, added: [] };
  const labelSets = { from: table.sets.length, added: [] };
  return {
    sequence,
    revision: sequence,
    now,
    strings,
    labelSets,
    ...nodeColumns(table, picture),
    ...podColumns(table, picture, now),
    ...serviceColumns(table, picture),
    ...stationColumns(table, picture, now),
    hints: picture.hints ?? [],
  };
}

function nodeColumns(table: Table, { nodes }: Picture) {
  const text = (read: (node: NodeSketch) => string | undefined): Uint32Array =>
    Uint32Array.from(nodes, (node) => intern(table, read(node) ?? ''));
  const real = (read: (node: NodeSketch) => number): Float64Array => Float64Array.from(nodes, read);
  return {
    nodeCount: nodes.length,
    nodeName: text((node) => node.name),
    nodeZone: text((node) => node.zone),
    nodeRoles: text((node) => node.roles),
    nodeFlags: Uint8Array.from(nodes, (node) => node.flags ?? NodeFlag.ready),
    nodeReason: text((node) => node.reason),
    nodeCpuAllocatable: real((node) => node.cpu ?? 4000),
    nodeCpuRequested: real((node) => node.cpuRequested ?? 0),
    nodeMemoryAllocatable: real((node) => node.memory ?? 8 * 2 ** 30),
    nodeMemoryRequested: real((node) => node.memoryRequested ?? 0),
    nodeCpuLimits: real((node) => node.cpuLimits ?? 0),
    nodeMemoryLimits: real((node) => node.memoryLimits ?? 0),
    nodeTaints: text((node) => node.taints),
    nodePodsAllocatable: Uint16Array.from(nodes, () => 110),
  };
}

function podColumns(table: Table, { nodes, pods }: Picture, now: number) {
  const rows = new Map(nodes.map((node, row) => [node.name, row]));
  const text = (read: (pod: PodSketch) => string | undefined): Uint32Array =>
    Uint32Array.from(pods, (pod) => intern(table, read(pod) ?? ''));
  const small = (read: (pod: PodSketch) => number): Uint8Array => Uint8Array.from(pods, read);
  return {
    podCount: pods.length,
    podUid: text((pod) => `uid of ${pod.namespace ?? 'default'}/${pod.name}`),
    podName: text((pod) => pod.name),
    podNamespace: text((pod) => pod.namespace ?? 'default'),
    podNode: Int32Array.from(pods, (pod) => rows.get(pod.node ?? '') ?? -1),
    podLook: small((pod) => PodLook[pod.look]),
    podReason: text((pod) => pod.reason ?? REASONS[pod.look]),
    podReadyContainers: small((pod) => pod.ready ?? (pod.look === 'ready' ? (pod.containers ?? 1) : 0)),
    podContainers: small((pod) => pod.containers ?? 1),
    podRestarts: Uint16Array.from(pods, (pod) => pod.restarts ?? 0),
    podSince: Float64Array.from(pods, (pod) => now - (pod.since ?? pod.age ?? 60_000)),
    podOwner: text((pod) => pod.owner),
    podController: text((pod) => pod.controller ?? pod.owner),
    podLabels: Uint32Array.from(pods, (pod) => internSet(table, pod.labels ?? {})),
    podCreated: Float64Array.from(pods, (pod) => now - (pod.age ?? 60_000)),
    podMessage: text((pod) => pod.message),
    podAddress: text((pod) => pod.address),
    podImage: text((pod) => pod.image),
    podQos: small((pod) => pod.qos ?? 1),
    podPriority: Int32Array.from(pods, (pod) => pod.priority ?? 0),
    podPriorityClass: text((pod) => pod.priorityClass),
    podTolerations: text((pod) => pod.tolerations),
    podSpread: text((pod) => pod.spread),
    podClaims: text((pod) => pod.claims),
  };
}

const REASONS: { readonly [Look in keyof typeof PodLook]: string } = {
  pending: 'Pending',
  starting: 'ContainerCreating',
  unready: 'Running',
  ready: 'Running',
  failing: 'CrashLoopBackOff',
  failed: 'Error',
  succeeded: 'Completed',
  terminating: 'Terminating',
  unknown: 'Unknown',
};

function serviceColumns(table: Table, { pods, services = [] }: Picture) {
  const edges = services.flatMap((service, row) =>
    pods.flatMap((pod, at) =>
      pod.node !== undefined && (pod.namespace ?? 'default') === (service.namespace ?? 'default') && service.selects(pod)
        ? [{ row, at, pod }]
        : [],
    ),
  );
  const text = (read: (service: ServiceSketch) => string): Uint32Array =>
    Uint32Array.from(services, (service) => intern(table, read(service)));
  return {
    serviceCount: services.length,
    serviceName: text((service) => service.name),
    serviceNamespace: text((service) => service.namespace ?? 'default'),
    serviceType: text((service) => service.type ?? 'ClusterIP'),
    servicePorts: text((service) => service.ports),
    serviceAddress: text((service) => service.address ?? '10.96.0.10'),
    endpointCount: edges.length,
    endpointService: Uint32Array.from(edges, (edge) => edge.row),
    endpointPod: Uint32Array.from(edges, (edge) => edge.at),
    endpointState: Uint8Array.from(edges, ({ pod }) => (pod.look === 'ready' ? 1 : pod.look === 'terminating' ? 2 : 0)),
  };
}

function stationColumns(table: Table, { stations = [] }: Picture, now: number) {
  return {
    stationCount: stations.length,
    stationName: Uint32Array.from(stations, (station) => intern(table, station.name)),
    stationQueue: Uint32Array.from(stations, (station) => station.queue ?? 0),
    stationLag: Uint32Array.from(stations, (station) => station.lag ?? 0),
    stationLastSync: Float64Array.from(stations, () => now),
    stationRunning: Uint8Array.from(stations, (station) => (station.stopped === true ? 0 : 1)),
  };
}
