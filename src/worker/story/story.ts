/**
 * A story: the links of the causal chain that descend from an act, or that an object has to do with, made into beats. Reads the chain and
 * the log and writes into neither, so following changes nothing; what it holds is its own, and goes when the story is left.
 */
import type { Story, StoryBeat, StorySubject, StorySubjectObject } from '../../protocol/story.ts';
import { type Cluster, entriesSince } from '../../sim/engine.ts';
import { type CauseRecord, NO_CAUSE } from '../../sim/kernel/causes.ts';
import type { LogEntry } from '../../sim/store/store.ts';
import type { Telling } from './changes.ts';
import { type Link, actorOf, tell, writtenBy } from './telling.ts';

export interface StoryTeller {
  /** What there is to tell up to now. */
  look(): Story;
  /** Takes in what is new, and gives how many beats there are. */
  read(): number;
}

/** Alike and at about the same time: one sentence. */
const TOGETHER_MS = 1500;
const MOST_SUBJECTS = 20;
const MOST_BEATS = 500;
/** How long nothing may happen before a story is over; what is done to a machine is found out late, and acted upon later still. */
const QUIET_MS = 30_000;
const LOST_QUIET_MS = 400_000;

export function tellStory(cluster: Cluster, subject: StorySubject, resource: string): StoryTeller {
  const { state } = cluster;
  const { causes } = state;
  const plot = subject.of === 'last' ? plotOfLast(cluster) : plotOfObject(cluster, resource, subject);
  /** By the number of a link that belongs to the story: the beat that it is part of, or the nearest one above it. */
  const members = new Map<number, number>();
  /** Members that led to the story's own: what else followed from them is another story. */
  const stem = new Set<number>();
  const beats: Beat[] = [];
  let next = Math.max(plot.from, causes.first);
  let revision = revisionBefore(cluster, next);
  let isLost = false;
  let lastAt = state.now;

  const read = () => {
    const entries = new Map<number, LogEntry>();
    for (const entry of entriesSince(cluster, revision)) entries.set(entry.cause, entry);
    revision = state.store.revision;
    next = Math.max(next, causes.first);
    for (let id = next; id < causes.first + causes.records.length; id += 1) {
      const record = causes.records[id - causes.first];
      if (record === undefined) continue;
      const follows = plot.has(id, record) || (members.has(record.parent) && !stem.has(record.parent));
      if (!follows && !plot.ledTo(id)) continue;
      if (!follows) stem.add(id);
      take(id, record, entries.get(id));
    }
    next = causes.first + causes.records.length;
    return beats.length;
  };
  const take = (id: number, record: CauseRecord, entry: LogEntry | undefined) => {
    const before = members.get(record.parent) ?? -1;
    members.set(id, before);
    const parent = causes.records[record.parent - causes.first];
    const link: Link = { ...record, entry, parentWhat: parent?.what ?? '', pod: podAbove(cluster, record) };
    for (const telling of tell(link)) {
      if (beats.length >= MOST_BEATS) return;
      if (isLoss(telling)) isLost = true;
      if (telling.act === 'evict' || telling.act === 'node-back') isLost = false;
      lastAt = record.at;
      members.set(id, place(beats, telling, id, record, before));
    }
  };
  read();
  return {
    read,
    look: () => {
      read();
      const quiet = state.now - lastAt;
      const goesOn = isLost ? quiet < LOST_QUIET_MS : quiet < QUIET_MS && isUnderWay(cluster, members);
      return { beats: beats.map(shown), now: state.now, goesOn: goesOn && beats.length < MOST_BEATS };
    },
  };
}

/** A machine falls silent. */
function isLoss({ act, detail: { fault = '', part } }: Telling): boolean {
  return act === 'fault' && (fault === 'node-stop' || fault === 'node-disconnect' || (fault === 'component-stop' && part === 'kubelet'));
}

interface Beat extends Omit<StoryBeat, 'subjects' | 'count'> {
  readonly key: string;
  /** By kind and name. */
  readonly subjects: Map<string, StorySubjectObject>;
  lastAt: number;
}

function shown({ subjects, key: _key, lastAt: _lastAt, ...beat }: Beat): StoryBeat {
  return { ...beat, subjects: [...subjects.values()].slice(0, MOST_SUBJECTS), count: subjects.size };
}

/** Adds to a beat that says the same of others, or begins one. Gives its index. */
function place(beats: Beat[], telling: Telling, id: number, { actor, at }: CauseRecord, because: number): number {
  const { name, machine } = actorOf(actor);
  const key = sentenceOf(telling, name);
  const known = beats.findLastIndex((beat) => beat.key === key && at - beat.lastAt <= TOGETHER_MS);
  const subjects = telling.subjects.map((own) => (own.node === '' && machine !== '' ? { ...own, node: machine } : own));
  const beat = beats[known];
  if (beat === undefined) {
    const { act, detail } = telling;
    beats.push({ id, because, at, lastAt: at, actor: name, act, detail, key, subjects: new Map() });
    return addSubjects(beats, beats.length - 1, subjects);
  }
  beat.lastAt = at;
  return addSubjects(beats, known, subjects);
}

function addSubjects(beats: readonly Beat[], index: number, subjects: readonly StorySubjectObject[]): number {
  for (const subject of subjects) beats[index]?.subjects.set(`${subject.kind} ${subject.namespace}/${subject.name}`, subject);
  return index;
}

/** What must be the same for two tellings to be one sentence: all but whom they are about, and numbers that go with each. */
function sentenceOf({ act, detail, subjects }: Telling, actor: string): string {
  const { feasible: _feasible, message: _message, ...alike } = detail;
  return JSON.stringify([act, actor, subjects[0]?.kind ?? '', alike]);
}

interface Plot {
  /** The first link that may belong to it. */
  readonly from: number;
  /** Whether a link belongs to it by itself, and not only through what led to it. */
  has(id: number, record: CauseRecord): boolean;
  /** Whether it led to one that does. */
  ledTo(id: number): boolean;
}

/** Acts of one apply follow one another closely. */
const ONE_APPLY_MS = 1000;

function plotOfLast(cluster: Cluster): Plot {
  const { first, records } = cluster.state.causes;
  const components = new Set([...cluster.components, ...cluster.state.components.keys(), 'kube-apiserver'].map((id) => actorOf(id).name));
  const roots = new Set<number>();
  let earliest: CauseRecord | undefined;
  for (let index = records.length - 1; index >= 0; index -= 1) {
    const record = records[index];
    if (record === undefined || (earliest !== undefined && earliest.at - record.at > ONE_APPLY_MS)) break;
    if (record.parent !== NO_CAUSE || components.has(actorOf(record.actor).name) || record.what.startsWith('request ')) continue;
    if (earliest !== undefined && record.actor !== earliest.actor) break;
    earliest = record;
    roots.add(first + index);
  }
  return { from: Math.min(...roots, first + records.length), has: (id) => roots.has(id), ledTo: () => false };
}

type ObjectName = Extract<StorySubject, { of: 'object' }>;

function plotOfObject(cluster: Cluster, resource: string, { kind, namespace, name }: ObjectName): Plot {
  const { first, records } = cluster.state.causes;
  const key = namespace === '' ? name : `${namespace}/${name}`;
  const faults = kind === 'Node' ? ` ${name}` : undefined;
  const isOwn = ({ what, actor }: CauseRecord): boolean => {
    const written = writtenBy(what);
    if (written !== undefined) return written.resource === resource && written.key === key;
    return actor === 'world' && faults !== undefined && what.endsWith(faults);
  };
  const above = new Set<number>();
  for (const record of records) {
    if (!isOwn(record)) continue;
    for (let id = record.parent; id >= first && !above.has(id); id = records[id - first]?.parent ?? NO_CAUSE) above.add(id);
  }
  return { from: first, has: (_, record) => isOwn(record), ledTo: (id) => above.has(id) };
}

/** The newest revision that was written before a link of the chain was made. */
function revisionBefore({ state: { store } }: Cluster, cause: number): number {
  let [low, high] = [0, store.log.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((store.log[middle]?.cause ?? 0) < cause) low = middle + 1;
    else high = middle;
  }
  return store.compacted + low;
}

const MOST_STEPS_UP = 8;
const CRASH = 'container-crash ';

function podAbove({ state: { causes } }: Cluster, from: CauseRecord): string {
  let record: CauseRecord | undefined = from;
  for (let step = 0; record !== undefined && step < MOST_STEPS_UP; step += 1) {
    const written = writtenBy(record.what);
    if (written?.resource === 'pods') return written.key;
    if (record.what.startsWith(CRASH)) return record.what.slice(CRASH.length);
    record = causes.records[record.parent - causes.first];
  }
  return '';
}

/** Whether anything that belongs to the story is on its way. */
function isUnderWay({ state }: Cluster, members: ReadonlyMap<number, number>): boolean {
  if (state.heap.some(({ cause }) => members.has(cause))) return true;
  for (const { queue } of state.components.values()) for (const cause of queue.queued.values()) if (members.has(cause)) return true;
  const { log, compacted } = state.store;
  for (const { watches } of state.processes.values())
    for (const { pending } of watches.values())
      if (pending.some((revision) => members.has(log[revision - compacted - 1]?.cause ?? NO_CAUSE))) return true;
  return false;
}
