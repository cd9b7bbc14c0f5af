/** Parts of the control plane looked into, from the state alone: nothing is kept for it, but the syncs of what somebody looks at. */
import type {
  EtcdDetails,
  KubeletDetails,
  PartDetails,
  SchedulingPlace,
  ServerDetails,
  WatchNote,
  WorkQueue,
} from '../../api/part-details.ts';
import { groupResource, keyOf } from '../../api/object.ts';
import { API_SERVER, ETCD, isServing } from '../apiserver/outage.ts';
import { COMPACTION_MS } from '../apiserver/housekeeping.ts';
import { queueLength } from '../client/queue.ts';
import { CONTROLLER_NAMES } from '../controller-names.ts';
import type { ComponentDefinition } from '../kernel/component.ts';
import type { ComponentState, QueueState } from '../kernel/state.ts';
import type { KubeletMemory } from '../node/memory.ts';
import type { SchedulerMemory } from '../scheduler/memory.ts';
import { hostsOf, isElecting } from './boot.ts';
import { type Host, componentId } from './host.ts';

const MOST_KEYS = 30;
const MOST_ACTS = 20;
/** Links of the chain that are looked through for them. */
const MOST_LINKS = 20_000;
const MINUTE_MS = 60_000;
/** Parts that are looked into at the same time, by several pages. */
const MOST_OBSERVED = 8;

/** `name`: as faults call a part, or as its station is called; `instance`: of a kubelet its node. Undefined where there is none. */
export function partDetailsOf(host: Host, name: string, instance: string): PartDetails | undefined {
  if (name === API_SERVER) return { ...bare(host, name, name), server: serverDetails(host), acts: actsOf(host, name) };
  if (name === ETCD) return { ...bare(host, name, name), etcd: etcdDetails(host) };
  const definition = definitionOf(host, name);
  if (definition === undefined) return undefined;
  const id = componentId(definition.name, definition.perMachine ? instance : '');
  const own = host.state.components.get(id);
  if (own === undefined && definition.perMachine) return undefined;
  observe(host, id);
  return {
    ...bare(host, CONTROLLER_NAMES[definition.name] ?? definition.name, definition.process),
    state: stateOf(host, definition, id),
    leader: host.state.leaders.get(definition.process)?.split('/')[1] ?? '',
    syncs: (host.observed.get(id) ?? []).toReversed(),
    acts: actsOf(host, id),
    ...(own === undefined ? {} : detailsOf(host, own, definition)),
  };
}

function bare({ state: { stopped } }: Host, name: string, process: string): PartDetails {
  const isStopped = stopped.has(name);
  return {
    name,
    process,
    state: isStopped ? 'stopped' : name === API_SERVER && !isServing(stopped) ? 'waiting' : 'running',
    leader: '',
    queue: undefined,
    syncs: [],
    lastSync: 0,
    acts: [],
    watches: [],
    memory: undefined,
    etcd: undefined,
    server: undefined,
    scheduling: [],
    kubelet: undefined,
  };
}

/** By its own name, by the name of its controller, or the first of a process. */
function definitionOf({ definitions }: Host, name: string): ComponentDefinition | undefined {
  const own = definitions.get(name);
  if (own !== undefined && own.candidateFor === undefined) return own;
  const all = [...definitions.values()].filter(({ candidateFor }) => candidateFor === undefined);
  return all.find((known) => CONTROLLER_NAMES[known.name] === name) ?? all.find(({ process }) => process === name);
}

function stateOf(
  { state: { stopped, spec }, definitions, live }: Host,
  { name, process }: ComponentDefinition,
  id: string,
): PartDetails['state'] {
  if ([id, name, process].some((part) => stopped.has(part))) return 'stopped';
  // Of a process that elects a leader each candidate is stopped by itself.
  const elects = isElecting(spec) && definitions.get(process)?.candidateFor === process;
  if (elects && hostsOf(spec).every((own) => stopped.has(componentId(process, own)))) return 'stopped';
  return live.has(id) ? 'running' : 'waiting';
}

function detailsOf(host: Host, own: ComponentState, definition: ComponentDefinition): Partial<PartDetails> {
  return {
    lastSync: own.lastSync,
    memory: sizeOf(own.memory),
    watches: watchesOf(host, definition, own.instance),
    ...(definition.sync === undefined || OTHER_QUEUES.has(definition.name) ? {} : { queue: workQueue(own.queue) }),
    ...(definition.name === 'default-scheduler' ? { scheduling: placesOf(own.memory as SchedulerMemory) } : {}),
    ...(definition.name === 'kubelet' ? { kubelet: kubeletDetails(own) } : {}),
  };
}

/** What they have to do stands elsewhere. */
const OTHER_QUEUES: ReadonlySet<string> = new Set(['default-scheduler', 'kubelet']);

function workQueue(queue: QueueState): WorkQueue {
  const delayed = [...queue.delayed].toSorted(([, a], [, b]) => a - b).slice(0, MOST_KEYS);
  return {
    ready: queue.ready.slice(queue.head, queue.head + MOST_KEYS),
    readyCount: queueLength(queue),
    delayed: delayed.map(([key, at]) => ({ key, at, failures: queue.failures.get(key) ?? 0 })),
    delayedCount: queue.delayed.size,
  };
}

function watchesOf({ state: { processes } }: Host, { process, watches, watchesAll }: ComponentDefinition, instance: string): WatchNote[] {
  const running = processes.get(componentId(process, instance));
  const wanted = new Set(watches.map(({ type }) => groupResource(type)));
  const notes: WatchNote[] = [];
  for (const { resource, pending } of running?.watches.values() ?? []) {
    if (watchesAll === undefined && !wanted.has(resource)) continue;
    notes.push({ resource, objects: running?.informers.get(resource)?.objects.size ?? 0, behind: pending.length });
  }
  return notes;
}

function placesOf({ queue }: SchedulerMemory): SchedulingPlace[] {
  return (['active', 'backoff', 'unschedulable', 'gated'] as const).map((place) => {
    const pods = [...queue.pods.values()].filter((pod) => pod.place === place);
    const shown = pods.slice(0, MOST_KEYS).map(({ key, attempts, backoffUntil, rejectors }) => ({
      key,
      attempts,
      until: place === 'backoff' ? backoffUntil : 0,
      rejectors,
    }));
    return { place, count: pods.length, pods: shown };
  });
}

function kubeletDetails({ instance, memory }: ComponentState): KubeletDetails {
  const { workers, images } = memory as KubeletMemory;
  const pods = [...workers.values()].filter(({ removed }) => !removed).slice(0, MOST_KEYS * 4);
  return {
    node: instance,
    pods: pods.map(({ pod, stage, containers }) => ({
      key: keyOf(pod),
      stage,
      running: containers.filter(({ state }) => state === 'running').length,
      containers: containers.length,
    })),
    images: images.images.size,
    pulls: images.pulls.map(({ image }) => image),
  };
}

const MOST_RESOURCES = 8;

function etcdDetails({ state: { store, now } }: Host): EtcdDetails {
  const resources = Array.from(store.tables, ([resource, { objects }]) => ({ resource, objects: objects.size }));
  return {
    revision: store.revision,
    compacted: store.compacted,
    nextCompactionAt: Math.ceil((now + 1) / COMPACTION_MS) * COMPACTION_MS,
    keys: resources.reduce((sum, { objects }) => sum + objects, 0),
    resources: resources.toSorted((a, b) => b.objects - a.objects).slice(0, MOST_RESOURCES),
  };
}

function serverDetails({ state: { processes, store, causes, now } }: Host): ServerDetails {
  const writes = new Map<string, number>();
  for (let index = store.log.length - 1; index >= 0; index -= 1) {
    const entry = store.log[index];
    if (entry === undefined || now - entry.at > MINUTE_MS) break;
    const actor = causes.records[entry.cause - causes.first]?.actor.split('/')[0] ?? '';
    writes.set(actor, (writes.get(actor) ?? 0) + 1);
  }
  const writers = Array.from(writes, ([actor, count]) => ({ actor, writes: count })).toSorted((a, b) => b.writes - a.writes);
  return {
    watches: [...processes.values()].reduce((sum, { watches }) => sum + watches.size, 0),
    writers: writers.slice(0, MOST_RESOURCES),
  };
}

function actsOf({ state: { causes } }: Host, id: string): PartDetails['acts'] {
  const acts: { at: number; what: string }[] = [];
  const { records } = causes;
  for (let index = records.length - 1; index >= Math.max(0, records.length - MOST_LINKS) && acts.length < MOST_ACTS; index -= 1) {
    const record = records[index];
    // Of Events there are more than of anything, and they only repeat.
    if (record?.actor === id && !record.what.includes(' events ')) acts.push({ at: record.at, what: record.what });
  }
  return acts;
}

function observe({ observed }: Host, id: string): void {
  const notes = observed.get(id) ?? [];
  observed.delete(id);
  observed.set(id, notes);
  const [oldest] = observed.keys();
  if (observed.size > MOST_OBSERVED && oldest !== undefined) observed.delete(oldest);
}

const MOST_VALUES = 20_000;

/** Counts what it is made of, up to a limit: objects of the API that it only refers to are not looked into. */
function sizeOf(memory: unknown): { values: number; hasMore: boolean } {
  const waiting: unknown[] = [memory];
  let values = 0;
  for (let next = waiting.pop(); next !== undefined && values < MOST_VALUES; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null || 'apiVersion' in next) continue;
    const inside: Iterable<unknown> = next instanceof Map || next instanceof Set ? next.values() : Object.values(next);
    for (const value of inside) {
      values += 1;
      if (typeof value === 'object' && value !== null) waiting.push(value);
      if (values >= MOST_VALUES) break;
    }
  }
  return { values, hasMore: values >= MOST_VALUES };
}
