import { NodeFlag, PodLook } from '../frame.ts';
import { makePodColumns } from '../update.ts';
import type { FrameUpdate, PodColumns } from '../update.ts';

/** Clusters of any size as columns at once, without an object per pod: for measuring. Every step is the same every time. */
export interface ColumnFilm {
  /** Everything, with its strings. */
  first(): FrameUpdate;
  /** So many pods get another look. */
  change(count: number): FrameUpdate;
  /** So many pods move to another node. */
  move(count: number): FrameUpdate;
}

const NOW = Date.UTC(2026, 4, 1, 9, 30);
const ZONES = ['zone-a', 'zone-b', 'zone-c'];
const APPS = 60;
const LOOKS = [PodLook.ready, PodLook.ready, PodLook.ready, PodLook.ready, PodLook.unready, PodLook.starting, PodLook.failing];

export function columnFilm(nodeCount: number, podCount: number): ColumnFilm {
  const strings: string[] = [''];
  const sets: Uint32Array[] = [new Uint32Array(0)];
  const numbers = new Map<string, number>();
  /** Words that many share; names and uids are each said once. */
  const word = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, strings.length);
    return strings.push(text) - 1;
  };
  const say = (text: string): number => strings.push(text) - 1;
  const nodeName = Uint32Array.from({ length: nodeCount }, (_, index) => word(`node-${index + 1}`));
  const nodeZone = Uint32Array.from({ length: nodeCount }, (_, index) => word(ZONES[index % ZONES.length] ?? ''));
  for (let app = 0; app < APPS; app++)
    sets.push(Uint32Array.from([word('app'), word(`app-${app}`), word('tier'), word(`tier-${app % 3}`)]));
  const pods = makePodColumns(podCount);
  const random = generator(podCount);
  for (let row = 0; row < podCount; row++) fill(row);
  let sequence = 0;
  let told = 0;
  let toldSets = 0;

  function fill(row: number): void {
    const app = Math.floor(random() ** 2 * APPS);
    const suffix = row.toString(36).padStart(5, 'x');
    const ready = random() > 0.03;
    pods.podUid[row] = say(`00000000-0000-4000-8000-${row.toString(16).padStart(12, '0')}`);
    pods.podName[row] = say(`app-${app}-7d9c5b8f6d-${suffix}`);
    pods.podNamespace[row] = word(`team-${app % 9}`);
    pods.podNode[row] = row % nodeCount;
    pods.podLook[row] = ready ? PodLook.ready : (LOOKS[4 + (row % 3)] ?? 3);
    pods.podReason[row] = word(ready ? 'Running' : 'CrashLoopBackOff');
    pods.podReadyContainers[row] = ready ? 1 : 0;
    pods.podContainers[row] = 1;
    pods.podSince[row] = NOW - 60_000;
    pods.podCreated[row] = NOW - 3_600_000 - row;
    pods.podAddress[row] = say(`10.${(row >> 16) & 255}.${(row >> 8) & 255}.${row & 255}`);
    pods.podImage[row] = word(`registry.example/app-${app}:1.${app % 4}`);
    pods.podOwner[row] = word(`Deployment/app-${app}`);
    pods.podController[row] = word(`ReplicaSet/app-${app}-7d9c5b8f6d`);
    pods.podLabels[row] = app + 1;
  }

  const frame = (columns: PodColumns, rows: Uint32Array | undefined): FrameUpdate => {
    sequence += 1;
    const from = told;
    const fromSet = toldSets;
    told = strings.length;
    toldSets = sets.length;
    return {
      sequence,
      revision: sequence,
      now: NOW + sequence * 16,
      strings: { from, added: strings.slice(from) },
      labelSets: { from: fromSet, added: sets.slice(fromSet) },
      ...nodes(nodeCount, nodeName, nodeZone),
      podCount,
      ...columns,
      ...(rows === undefined ? NO_SERVICES : { changes: { rows, gone: new Uint32Array(0) } }),
      stationCount: 0,
      stationName: new Uint32Array(0),
      stationQueue: new Uint32Array(0),
      stationLag: new Uint32Array(0),
      stationLastSync: new Float64Array(0),
      stationRunning: new Uint8Array(0),
      hints: [],
    };
  };
  /** Columns of these rows alone, as they come from the worker. */
  const some = (rows: Uint32Array): FrameUpdate => {
    const columns = makePodColumns(rows.length);
    for (const name of Object.keys(columns) as (keyof PodColumns)[]) {
      const into: { [index: number]: number } = columns[name];
      for (const [index, row] of rows.entries()) into[index] = pods[name][row] ?? 0;
    }
    return frame(columns, rows);
  };
  const pick = (count: number): Uint32Array =>
    Uint32Array.from(new Set(Array.from({ length: count }, () => Math.floor(random() * podCount))));

  return {
    first: () =>
      frame(Object.fromEntries(Object.entries(pods).map(([name, column]) => [name, column.slice()])) as unknown as PodColumns, undefined),
    change(count) {
      const rows = pick(count);
      for (const row of rows) pods.podLook[row] = LOOKS[Math.floor(random() * LOOKS.length)] ?? PodLook.ready;
      return some(rows);
    },
    move(count) {
      const rows = pick(count);
      for (const row of rows) pods.podNode[row] = Math.floor(random() * nodeCount);
      return some(rows);
    },
  };
}

function nodes(count: number, nodeName: Uint32Array, nodeZone: Uint32Array) {
  return {
    nodeCount: count,
    nodeName: nodeName.slice(),
    nodeZone: nodeZone.slice(),
    nodeRoles: new Uint32Array(count),
    nodeFlags: new Uint8Array(count).fill(NodeFlag.ready),
    nodeReason: new Uint32Array(count),
    nodeCpuAllocatable: new Float64Array(count).fill(16_000),
    nodeCpuRequested: Float64Array.from({ length: count }, (_, index) => 3000 + ((index * 97) % 12_000)),
    nodeCpuLimits: new Float64Array(count).fill(18_000),
    nodeMemoryAllocatable: new Float64Array(count).fill(64 * 2 ** 30),
    nodeMemoryRequested: Float64Array.from({ length: count }, (_, index) => (8 + ((index * 31) % 50)) * 2 ** 30),
    nodeMemoryLimits: new Float64Array(count).fill(60 * 2 ** 30),
    nodePodsAllocatable: new Uint16Array(count).fill(110),
    nodeTaints: new Uint32Array(count),
  };
}

const NO_SERVICES = {
  serviceCount: 0,
  serviceName: new Uint32Array(0),
  serviceNamespace: new Uint32Array(0),
  serviceType: new Uint32Array(0),
  servicePorts: new Uint32Array(0),
  serviceAddress: new Uint32Array(0),
  endpointCount: 0,
  endpointService: new Uint32Array(0),
  endpointPod: new Uint32Array(0),
  endpointState: new Uint8Array(0),
};

/** mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
