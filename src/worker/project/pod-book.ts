import type { FrameUpdate } from '../../protocol/frame.ts';
import { type PodColumns, makePodColumns } from '../../protocol/frame.ts';
import { PodLook } from '../../protocol/frame.ts';
import type { PodRow } from './pod-row.ts';
import type { Interner } from './strings.ts';

/** A pod in the book. Its row is its own until another pod of the book goes and the last one takes the place. */
export interface PodEntry {
  pod: PodRow;
  row: number;
  /** Label of its topmost known owner. */
  owner: string;
  changed: boolean;
}

/** All pods of the picture by row, and which of them the next frame has to tell of. */
export interface PodBook {
  readonly byKey: Map<string, PodEntry>;
  readonly rows: PodEntry[];
  changed: PodEntry[];
  /** Uids of those that went since the last frame. */
  gone: string[];
  /** Rows have moved since they were last asked about. */
  moved: boolean;
}

export function createPodBook(): PodBook {
  return { byKey: new Map(), rows: [], changed: [], gone: [], moved: true };
}

export function putPod(book: PodBook, key: string, pod: PodRow): void {
  const known = book.byKey.get(key);
  if (known !== undefined) {
    known.pod = pod;
    noteChange(book, known);
    return;
  }
  const entry: PodEntry = { pod, row: book.rows.length, owner: '', changed: false };
  book.rows.push(entry);
  book.byKey.set(key, entry);
  book.moved = true;
  noteChange(book, entry);
}

export function removePod(book: PodBook, key: string): void {
  const entry = book.byKey.get(key);
  const last = book.rows.pop();
  if (entry === undefined || last === undefined) return;
  book.byKey.delete(key);
  book.gone.push(entry.pod.uid);
  book.moved = true;
  if (last === entry) return;
  last.row = entry.row;
  book.rows[last.row] = last;
  noteChange(book, last);
}

export function noteChange(book: PodBook, entry: PodEntry): void {
  if (entry.changed) return;
  entry.changed = true;
  book.changed.push(entry);
}

/** Below this many pods, and when this share of them has changed, a frame tells of all. */
const FEW = 256;
const MOST_CHANGED = 0.25;

export interface PodPlace {
  readonly index: number;
  readonly lost: boolean;
}

/** Columns of the pods that changed, or of all, and nothing more to tell afterwards. */
export function takePods(
  book: PodBook,
  interner: Interner,
  nodes: ReadonlyMap<string, PodPlace>,
  all: boolean,
): PodColumns & Pick<FrameUpdate, 'changes' | 'podCount'> {
  const changed = book.changed.filter((entry) => book.rows[entry.row] === entry);
  const whole = all || book.rows.length < FEW || changed.length > book.rows.length * MOST_CHANGED;
  const told = whole ? book.rows : changed;
  const columns = makePodColumns(told.length);
  for (const [index, entry] of told.entries()) writePod(columns, index, entry, interner, nodes);
  const changes = { rows: Uint32Array.from(changed, ({ row }) => row), gone: Uint32Array.from(book.gone, (uid) => interner.string(uid)) };
  for (const entry of book.changed) entry.changed = false;
  book.changed = [];
  book.gone = [];
  return { ...columns, podCount: book.rows.length, ...(whole ? {} : { changes }) };
}

function writePod(
  columns: PodColumns,
  index: number,
  { pod, owner }: PodEntry,
  interner: Interner,
  nodes: ReadonlyMap<string, PodPlace>,
): void {
  const node = nodes.get(pod.node);
  columns.podUid[index] = interner.string(pod.uid);
  columns.podName[index] = interner.string(pod.name);
  columns.podNamespace[index] = interner.string(pod.namespace);
  columns.podNode[index] = node?.index ?? -1;
  columns.podLook[index] = node?.lost === true && pod.look < PodLook.failed ? PodLook.unknown : pod.look;
  columns.podReason[index] = interner.string(pod.reason);
  columns.podReadyContainers[index] = pod.ready;
  columns.podContainers[index] = pod.containers;
  columns.podRestarts[index] = pod.restarts;
  columns.podSince[index] = pod.since;
  columns.podCreated[index] = pod.created;
  columns.podMessage[index] = interner.string(pod.message);
  columns.podAddress[index] = interner.string(pod.address);
  columns.podImage[index] = interner.string(pod.image);
  columns.podOwner[index] = interner.string(owner);
  columns.podController[index] = interner.string(pod.controller);
  columns.podLabels[index] = interner.labels(pod.labels);
  columns.podQos[index] = pod.qos;
  columns.podPriority[index] = pod.priority;
  columns.podPriorityClass[index] = interner.string(pod.priorityClass);
  columns.podTolerations[index] = interner.string(pod.tolerations);
  columns.podSpread[index] = interner.string(pod.spread);
  columns.podClaims[index] = interner.string(pod.claims);
}
