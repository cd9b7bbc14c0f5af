/** What a page asks of a cluster's past: events and causes. */
import { groupResource } from '../api/object.ts';
import { EVENT } from '../api/resources.ts';
import type { Event } from '../api/types.gen.ts';
import type { Answers } from '../protocol/messages.ts';
import { type Cluster, entriesSince, objectsOf } from '../sim/engine.ts';

const EVENTS = groupResource(EVENT);

/** Kubernetes Events that were written after revision `after`, oldest first; the newest `limit` of them. */
export function eventsAfter(cluster: Cluster, after: number, limit: number): Answers['events'] {
  const { revision } = cluster.state.store;
  const written = after < cluster.state.store.compacted ? allEvents(cluster) : newEvents(cluster, after);
  return { events: written.slice(-limit), last: revision };
}

export function allEvents(cluster: Cluster): readonly Event[] {
  return [...objectsOf(cluster, EVENT)].sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
}

function newEvents(cluster: Cluster, after: number): readonly Event[] {
  const entries = entriesSince(cluster, after).filter((entry) => entry.resource === EVENTS && entry.type !== 'DELETED');
  // Counted up several times in the mean time: only the last state is of interest.
  return [...new Map(entries.map((entry) => [entry.key, entry.object as Event])).values()];
}
