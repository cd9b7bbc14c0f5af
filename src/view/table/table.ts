/** What is on the stage as rows and columns, for a table. */
import { EndpointState } from '../endpoint-state.ts';
import { NodeFlag, PodLook } from '../frame.ts';
import type { Frame } from '../frame.ts';
import type { FrameSource } from '../source.ts';
import { rankAll } from './ranks.ts';
import type { Ranks } from './ranks.ts';

export const TABLES = {
  pods: ['state', 'name', 'namespace', 'status', 'ready', 'restarts', 'node', 'age', 'why'],
  nodes: ['state', 'name', 'zone', 'roles', 'pods', 'cpu', 'memory', 'why'],
  services: ['state', 'name', 'namespace', 'type', 'address', 'ports'],
} as const;

export type TableOf = keyof typeof TABLES;
export type TableColumn = (typeof TABLES)[TableOf][number];

export interface TableOrder {
  readonly by: TableColumn;
  readonly descending: boolean;
}

/** Trouble first. */
const BY_TROUBLE: readonly number[] = [
  PodLook.failing,
  PodLook.failed,
  PodLook.unknown,
  PodLook.pending,
  PodLook.unready,
  PodLook.starting,
  PodLook.terminating,
  PodLook.ready,
  PodLook.succeeded,
];
const TROUBLE = Object.values(PodLook).map((look) => BY_TROUBLE.indexOf(look));

/** More rows than this would not fit into the numbers that are sorted. */
const MOST_ROWS = 2 ** 20;

/** Rows in order, as far as they are kept; equal ones in the order of the frame. */
export function orderRows(
  frame: Frame,
  source: FrameSource,
  of: TableOf,
  { by, descending }: TableOrder,
  ranks: Ranks,
  keeps?: (row: number) => boolean,
): Uint32Array {
  const count = Math.min(MOST_ROWS, rowsOf(frame, of));
  const key = keyOf(frame, source, of, by, ranks);
  const keys = new Float64Array(count);
  let kept = 0;
  for (let row = 0; row < count; row++) {
    if (keeps !== undefined && !keeps(row)) continue;
    const value = key(row);
    keys[kept++] = (descending ? FARTHEST - value : value) * MOST_ROWS + row;
  }
  const sorted = keys.subarray(0, kept).sort();
  return Uint32Array.from(sorted, (value) => value % MOST_ROWS);
}

/** Keys are whole numbers below this. */
const FARTHEST = 2 ** 32;

export function rowsOf(frame: Frame, of: TableOf): number {
  return of === 'pods' ? frame.podCount : of === 'nodes' ? frame.nodeCount : frame.serviceCount;
}

function keyOf(frame: Frame, source: FrameSource, of: TableOf, by: TableColumn, ranks: Ranks): (row: number) => number {
  const words = wordsOf(frame, of, by);
  if (words !== undefined) {
    rankAll(ranks, words, source);
    return (row) => ranks.rank[words[row] ?? 0] ?? 0;
  }
  if (of === 'nodes') return nodeKey(frame, by);
  if (of === 'services') {
    const { ready, all } = endpointsByService(frame);
    // Those without any endpoint first, then those of which the most is missing.
    return (row) => ((all[row] ?? 0) === 0 ? 0 : 1 + Math.round((1000 * (ready[row] ?? 0)) / (all[row] ?? 1)));
  }
  return podKey(frame, source, by, ranks);
}

function podKey(frame: Frame, source: FrameSource, by: TableColumn, ranks: Ranks): (row: number) => number {
  if (by === 'ready')
    return (row) => Math.round((1000 * (frame.podReadyContainers[row] ?? 0)) / Math.max(1, frame.podContainers[row] ?? 0));
  if (by === 'restarts') return (row) => frame.podRestarts[row] ?? 0;
  if (by === 'age') return (row) => Math.min(FARTHEST - 1, Math.max(0, Math.round((frame.now - (frame.podCreated[row] ?? 0)) / 1000)));
  if (by !== 'node') return (row) => TROUBLE[frame.podLook[row] ?? 0] ?? 0;
  rankAll(ranks, frame.nodeName, source);
  return (row) => ranks.rank[frame.nodeName[frame.podNode[row] ?? -1] ?? 0] ?? 0;
}

function nodeKey(frame: Frame, by: TableColumn): (row: number) => number {
  const pods = by === 'pods' ? podsByNode(frame) : undefined;
  if (pods !== undefined) return (row) => pods[row] ?? 0;
  if (by === 'cpu') return (row) => share(frame.nodeCpuRequested[row], frame.nodeCpuAllocatable[row]);
  if (by === 'memory') return (row) => share(frame.nodeMemoryRequested[row], frame.nodeMemoryAllocatable[row]);
  return (row) => nodeTrouble(frame.nodeFlags[row] ?? 0);
}

function share(used = 0, whole = 0): number {
  return whole <= 0 ? 0 : Math.min(FARTHEST - 1, Math.round((10_000 * used) / whole));
}

/** The less, the worse. */
function nodeTrouble(flags: number): number {
  if ((flags & NodeFlag.poweredOff) !== 0) return 0;
  if ((flags & NodeFlag.unknown) !== 0) return 1;
  if ((flags & NodeFlag.ready) === 0) return 2;
  return (flags & NodeFlag.cordoned) !== 0 ? 3 : 4;
}

/** The column of texts that a column of the table shows, if it does. */
export function wordsOf(frame: Frame, of: TableOf, by: TableColumn): Uint32Array | undefined {
  const columns: Partial<Record<TableColumn, Uint32Array>> =
    of === 'pods'
      ? { name: frame.podName, namespace: frame.podNamespace, status: frame.podReason, why: frame.podMessage }
      : of === 'nodes'
        ? { name: frame.nodeName, zone: frame.nodeZone, roles: frame.nodeRoles, why: frame.nodeReason }
        : {
            name: frame.serviceName,
            namespace: frame.serviceNamespace,
            type: frame.serviceType,
            address: frame.serviceAddress,
            ports: frame.servicePorts,
          };
  return columns[by];
}

export function podsByNode(frame: Frame): Uint32Array {
  const pods = new Uint32Array(frame.nodeCount);
  for (let row = 0; row < frame.podCount; row++) {
    const node = frame.podNode[row] as number;
    if (node >= 0) pods[node] = (pods[node] as number) + 1;
  }
  return pods;
}

export function endpointsByService(frame: Frame): { readonly ready: Uint32Array; readonly all: Uint32Array } {
  const ready = new Uint32Array(frame.serviceCount);
  const all = new Uint32Array(frame.serviceCount);
  for (let edge = 0; edge < frame.endpointCount; edge++) {
    const service = frame.endpointService[edge] ?? 0;
    all[service] = (all[service] ?? 0) + 1;
    if (frame.endpointState[edge] === EndpointState.ready) ready[service] = (ready[service] ?? 0) + 1;
  }
  return { ready, all };
}
