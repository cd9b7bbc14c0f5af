/** What a page asks of a cluster's objects beside their current state: events, owners, causes. */
import { kindByGvk } from '../api/kinds/registry.ts';
import { type KubeObject, controllerOf, groupResource, namespaceOf, nameOf } from '../api/object.ts';
import { EVENT } from '../api/resources.ts';
import type { Event } from '../api/types.gen.ts';
import type { Answers, CauseLink, Inspection } from '../protocol/messages.ts';
import { type Cluster, entriesSince } from '../sim/engine.ts';
import { causeChain } from '../sim/kernel/causes.ts';

const EVENTS = groupResource(EVENT);

/** Kubernetes Events that were written after revision `after`, oldest first; the newest `limit` of them. */
export function eventsAfter(cluster: Cluster, after: number, limit: number): Answers['events'] {
  const { revision } = cluster.state.store;
  const written = after < cluster.state.store.compacted ? allEvents(cluster) : newEvents(cluster, after);
  return { events: written.slice(-limit), last: revision };
}

export function eventsAbout(cluster: Cluster, uid: string): readonly KubeObject[] {
  return allEvents(cluster).filter((event) => event.involvedObject.uid === uid);
}

/** Owners from the object itself up to the topmost. */
export function ownersOf(cluster: Cluster, object: KubeObject): Inspection['owners'] {
  const chain: { kind: string; namespace: string; name: string; exists: boolean }[] = [];
  let current: KubeObject | undefined = object;
  while (current !== undefined) {
    chain.push({ kind: current.kind, namespace: namespaceOf(current), name: nameOf(current), exists: true });
    const owner = controllerOf(current);
    if (owner === undefined) break;
    const found: KubeObject | undefined = read(cluster, owner.apiVersion, owner.kind, namespaceOf(current), owner.name);
    if (found === undefined) chain.push({ kind: owner.kind, namespace: namespaceOf(current), name: owner.name, exists: false });
    current = found;
  }
  return chain;
}

/** The chain that led to the newest revision of an object which the log still holds, newest first. */
export function causesOf(cluster: Cluster, resource: string, key: string): readonly CauseLink[] {
  const { log } = cluster.state.store;
  for (let index = log.length - 1; index >= 0; index -= 1) {
    const entry = log[index];
    if (entry?.resource === resource && entry.key === key) {
      return causeChain(cluster.state.causes, entry.cause).map(({ at, actor, what }) => ({ at, actor, what }));
    }
  }
  return [];
}

export function read(cluster: Cluster, apiVersion: string, kind: string, namespace: string, name: string): KubeObject | undefined {
  const definition = kindByGvk(apiVersion, kind);
  if (definition === undefined) return undefined;
  const { group, resource } = definition.type;
  const { code, body } = cluster.request({ verb: 'get', group, resource, namespace, name });
  return code === 200 ? (body as KubeObject) : undefined;
}

function allEvents(cluster: Cluster): Event[] {
  const { body } = cluster.request({ verb: 'list', group: '', resource: 'events' });
  const events = 'items' in body ? ([...body.items] as unknown as Event[]) : [];
  return events.sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion));
}

function newEvents(cluster: Cluster, after: number): Event[] {
  const entries = entriesSince(cluster, after).filter((entry) => entry.resource === EVENTS && entry.type !== 'DELETED');
  // Counted up several times in the mean time: only the last state is of interest.
  return [...new Map(entries.map((entry) => [entry.key, entry.object as Event])).values()];
}
