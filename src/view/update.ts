import type { Frame } from './frame.ts';

/**
 * A frame on its way to the page: with `changes`, its pod columns hold only the rows named there, one after the other, and Services
 * with their endpoints are there only when they are others than before. So a large cluster in which little happens costs little.
 */
export type FrameUpdate = Omit<Frame, ServiceColumn> & Partial<Pick<Frame, ServiceColumn>>;

export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

export const POD_COLUMNS = {
  podUid: Uint32Array,
  podName: Uint32Array,
  podNamespace: Uint32Array,
  podNode: Int32Array,
  podLook: Uint8Array,
  podReason: Uint32Array,
  podReadyContainers: Uint8Array,
  podContainers: Uint8Array,
  podRestarts: Uint16Array,
  podSince: Float64Array,
  podCreated: Float64Array,
  podMessage: Uint32Array,
  podAddress: Uint32Array,
  podImage: Uint32Array,
  podOwner: Uint32Array,
  podController: Uint32Array,
  podLabels: Uint32Array,
  podQos: Uint8Array,
  podPriority: Int32Array,
  podPriorityClass: Uint32Array,
  podTolerations: Uint32Array,
  podSpread: Uint32Array,
  podClaims: Uint32Array,
} as const;

export type PodColumn = keyof typeof POD_COLUMNS;
export type PodColumns = { [Name in PodColumn]: InstanceType<(typeof POD_COLUMNS)[Name]> };

const NAMES = Object.keys(POD_COLUMNS) as readonly PodColumn[];

const SERVICE_COLUMNS = [
  'serviceCount',
  'serviceName',
  'serviceNamespace',
  'serviceType',
  'servicePorts',
  'serviceAddress',
  'endpointCount',
  'endpointService',
  'endpointPod',
  'endpointState',
] as const;
type ServiceColumn = (typeof SERVICE_COLUMNS)[number];

/** Columns for so many rows. */
export function makePodColumns(rows: number): PodColumns {
  return Object.fromEntries(NAMES.map((name) => [name, new POD_COLUMNS[name](rows)])) as unknown as PodColumns;
}

/** The page's own columns, with room to grow, and the last complete frame. */
export interface HeldFrame {
  pods: PodColumns;
  capacity: number;
  frame: Frame | undefined;
}

export function holdNothing(): HeldFrame {
  return { pods: makePodColumns(0), capacity: 0, frame: undefined };
}

/** The complete frame that an update makes of the one before it. */
export function completeFrame(held: HeldFrame, update: FrameUpdate): Frame {
  if (update.changes === undefined) {
    held.pods = Object.fromEntries(NAMES.map((name) => [name, update[name]])) as unknown as PodColumns;
    held.capacity = update.podCount;
    held.frame = update as Frame;
    return held.frame;
  }
  if (held.frame === undefined) throw new Error('The first frame must be a whole one.');
  if (update.podCount > held.capacity) grow(held, update.podCount);
  for (const name of NAMES) scatter(held.pods[name], update[name], update.changes.rows);
  held.frame = { ...servicesOf(held.frame), ...update, ...viewsOf(held.pods, update.podCount) };
  return held.frame;
}

function scatter(into: Column, from: Column, rows: Uint32Array): void {
  for (let index = 0; index < rows.length; index++) into[rows[index] ?? 0] = from[index] ?? 0;
}

function grow(held: HeldFrame, rows: number): void {
  held.capacity = Math.max(rows, Math.ceil(held.capacity * 1.5));
  const larger = makePodColumns(held.capacity);
  for (const name of NAMES) larger[name].set(held.pods[name]);
  held.pods = larger;
}

function viewsOf(pods: PodColumns, count: number): PodColumns {
  return Object.fromEntries(NAMES.map((name) => [name, pods[name].subarray(0, count)])) as unknown as PodColumns;
}

function servicesOf(frame: Frame): Pick<Frame, ServiceColumn> {
  return Object.fromEntries(SERVICE_COLUMNS.map((name) => [name, frame[name]])) as unknown as Pick<Frame, ServiceColumn>;
}
