/** What a page asks of a cluster's past: events and causes. */
import { groupResource, keyOf } from '../api/object.ts';
import { EVENT } from '../api/resources.ts';
import type { Event } from '../api/types.gen.ts';
import type { Answers } from '../protocol/messages.ts';
import { type Cluster, entriesSince, objectOf, objectsOf } from '../sim/engine.ts';

const EVENTS = groupResource(EVENT);

/** Kubernetes Events that were written after revision `after`, oldest first; the newest `limit` of them. */
export function eventsAfter(cluster: Cluster, after: number, limit: number): Answers['events'] {
  const { revision } = cluster.state.store;
  const written = after < cluster.state.store.compacted ? allEvents(cluster) : newEvents(cluster, after);
  return { events: written.slice(-limit), last: revision };
}

function allEvents(cluster: Cluster): readonly Event[] {
  return inOrder(objectsOf(cluster, EVENT));
}

/** By when they were last written. */
function inOrder(events: readonly Event[]): readonly Event[] {
  return events.toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
}

/** Keys of Events by the uid that they are about, as of a revision. Made when somebody first asks: there may be very many. */
interface Known {
  revision: number;
  readonly keys: Map<string, Set<string>>;
}

const KNOWN = new WeakMap<Cluster, Known>();

/** The Kubernetes Events about an object, oldest first. */
export function eventsAbout(cluster: Cluster, uid: string): readonly Event[] {
  const keys = knownOf(cluster).keys.get(uid) ?? [];
  return inOrder([...keys].flatMap((key) => objectOf(cluster, EVENT, key) ?? []));
}

function knownOf(cluster: Cluster): Known {
  const { revision, compacted } = cluster.state.store;
  const before = KNOWN.get(cluster);
  const known = before !== undefined && before.revision >= compacted ? before : readAll(cluster);
  for (const { resource, type, key, object } of entriesSince(cluster, known.revision))
    if (resource === EVENTS) note(known, type === 'DELETED', key, object as Event);
  known.revision = revision;
  KNOWN.set(cluster, known);
  return known;
}

function readAll(cluster: Cluster): Known {
  const known: Known = { revision: cluster.state.store.revision, keys: new Map() };
  for (const event of objectsOf(cluster, EVENT)) note(known, false, keyOf(event), event);
  return known;
}

function note({ keys }: Known, gone: boolean, key: string, { involvedObject: { uid = '' } }: Event): void {
  const own = keys.get(uid) ?? new Set<string>();
  if (gone) own.delete(key);
  else own.add(key);
  if (own.size === 0) keys.delete(uid);
  else keys.set(uid, own);
}

function newEvents(cluster: Cluster, after: number): readonly Event[] {
  const entries = entriesSince(cluster, after).filter((entry) => entry.resource === EVENTS && entry.type !== 'DELETED');
  // Counted up several times in the mean time: only the last state is of interest.
  return [...new Map(entries.map((entry) => [entry.key, entry.object as Event])).values()];
}
