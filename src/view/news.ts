/** What happened between two frames, in a few facts: for those who do not see the picture. */
import { NodeFlag, PodLook } from './frame.ts';
import type { Frame } from './frame.ts';
import type { FrameSource } from './source.ts';

export type NewsKind =
  | 'failing'
  | 'lost'
  | 'nodeBad'
  | 'nodeBack'
  | 'nodeNew'
  | 'nodeGone'
  | 'waiting'
  | 'created'
  | 'ready'
  | 'ended'
  | 'leaving'
  | 'gone';

export interface NewsItem {
  readonly kind: NewsKind;
  readonly count: number;
  /** Of the first of them. */
  readonly name: string;
  /** Why, in Kubernetes' word; '' for none. */
  readonly reason: string;
}

/** What was told last, so that the next look finds what is other. */
export interface NewsDesk {
  /** 1 + look, by string number of the pod's uid; 0 for pods that are not there. */
  looks: Uint8Array;
  uids: Uint32Array;
  podCount: number;
  nodes: ReadonlyMap<number, number>;
  sequence: number;
  readonly pending: Map<string, { count: number; readonly kind: NewsKind; readonly name: string; readonly reason: string }>;
}

export function createNewsDesk(): NewsDesk {
  return { looks: new Uint8Array(0), uids: new Uint32Array(0), podCount: 0, nodes: new Map(), sequence: -1, pending: new Map() };
}

/** Takes down what is other than in the frame seen before; the first frame is no news. */
export function readNews(desk: NewsDesk, frame: Frame, source: FrameSource): void {
  if (frame.sequence === desk.sequence) return;
  const isFirst = desk.sequence < 0 || frame.sequence < desk.sequence;
  const follows = !isFirst && frame.sequence === desk.sequence + 1 ? frame.changes : undefined;
  if (isFirst) desk.looks.fill(0);
  if (isFirst) desk.pending.clear();
  const news: Note = (kind, name, reason = '') => {
    if (isFirst) return;
    const key = `${kind} ${reason}`;
    const told = desk.pending.get(key);
    if (told === undefined) desk.pending.set(key, { kind, name: source.string(name), reason, count: 1 });
    else told.count++;
  };
  readNodes(desk, frame, news);
  const before = follows === undefined ? desk.uids.subarray(0, desk.podCount) : undefined;
  if (follows === undefined) for (let row = 0; row < frame.podCount; row++) readPod(desk, frame, row, source, news);
  else for (const row of follows.rows) readPod(desk, frame, row, source, news);
  for (const uid of follows?.gone ?? NONE) leave(desk, uid, news);
  if (before !== undefined && !isFirst) leaveMissing(desk, before, frame, news);
  keepUids(desk, frame, follows?.rows);
  desk.podCount = frame.podCount;
  desk.sequence = frame.sequence;
}

/** Only needed for the next frame that tells of everything, but that one comes unannounced. */
function keepUids(desk: NewsDesk, frame: Frame, rows: Uint32Array | undefined): void {
  if (desk.uids.length < frame.podCount) {
    const larger = new Uint32Array(Math.ceil(frame.podCount * 1.1));
    larger.set(desk.uids);
    desk.uids = larger;
  }
  if (rows === undefined) desk.uids.set(frame.podUid.subarray(0, frame.podCount));
  else for (const row of rows) desk.uids[row] = frame.podUid[row] ?? 0;
}

type Note = (kind: NewsKind, name: number, reason?: string) => void;
const NONE = new Uint32Array(0);

const KIND_OF_LOOK: Readonly<Record<number, NewsKind>> = {
  [PodLook.pending]: 'waiting',
  [PodLook.ready]: 'ready',
  [PodLook.failing]: 'failing',
  [PodLook.failed]: 'failing',
  [PodLook.succeeded]: 'ended',
  [PodLook.terminating]: 'leaving',
  [PodLook.unknown]: 'lost',
};

function readPod(desk: NewsDesk, frame: Frame, row: number, source: FrameSource, news: Note): void {
  const uid = frame.podUid[row] ?? 0;
  if (uid >= desk.looks.length) {
    const larger = new Uint8Array(Math.ceil((uid + 1) * 1.5));
    larger.set(desk.looks);
    desk.looks = larger;
  }
  const look = frame.podLook[row] ?? 0;
  const before = desk.looks[uid] ?? 0;
  desk.looks[uid] = look + 1;
  if (before === look + 1) return;
  if (before === 0) news('created', frame.podName[row] ?? 0);
  const kind = KIND_OF_LOOK[look];
  // Whoever is new waits for a moment, which is no news of its own.
  if (kind === undefined || (before === 0 && kind === 'waiting')) return;
  news(kind, frame.podName[row] ?? 0, kind === 'failing' ? source.string(frame.podReason[row] ?? 0) : '');
}

/** The names of pods that are gone are not in the frame any more. */
function leave(desk: NewsDesk, uid: number, news: Note): void {
  if ((desk.looks[uid] ?? 0) === 0) return;
  desk.looks[uid] = 0;
  news('gone', 0);
}

function leaveMissing(desk: NewsDesk, before: Uint32Array, frame: Frame, news: Note): void {
  const there = new Set(frame.podUid.subarray(0, frame.podCount));
  for (const uid of before) if (!there.has(uid)) leave(desk, uid, news);
}

const BAD = NodeFlag.unknown | NodeFlag.poweredOff;

function readNodes(desk: NewsDesk, frame: Frame, news: Note): void {
  const nodes = new Map<number, number>();
  for (let row = 0; row < frame.nodeCount; row++) {
    const name = frame.nodeName[row] ?? 0;
    const flags = frame.nodeFlags[row] ?? 0;
    const well = (flags & BAD) === 0 && (flags & NodeFlag.ready) !== 0 ? 1 : 0;
    nodes.set(name, well);
    const before = desk.nodes.get(name);
    if (before === undefined) news('nodeNew', name);
    else if (before !== well) news(well === 1 ? 'nodeBack' : 'nodeBad', name);
  }
  for (const name of desk.nodes.keys()) if (!nodes.has(name)) news('nodeGone', name);
  desk.nodes = nodes;
}

/** What matters most first. */
const ORDER: readonly NewsKind[] = [
  'nodeBad',
  'nodeGone',
  'failing',
  'lost',
  'waiting',
  'nodeNew',
  'nodeBack',
  'ready',
  'ended',
  'created',
  'leaving',
  'gone',
];
const MOST_TOLD = 4;

/** The most important of what has been taken down, and nothing is left to tell. */
export function takeNews(desk: NewsDesk): readonly NewsItem[] {
  const items = [...desk.pending.values()].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.count - a.count);
  desk.pending.clear();
  return items.slice(0, MOST_TOLD);
}
