/** Connections that break and are made again, and who comes late to a process at work. */
import { groupResource } from '../../api/object.ts';
import { createInformer, upsert } from '../client/informer.ts';
import type { ProcessState } from '../kernel/state.ts';
import { type Host, type Live, schedule } from './host.ts';
import { WATCH_LATENCY_MS, listenersIn } from './watches.ts';

/** The connections of all watches of a process end: it hears nothing more, and what it has heard it keeps. */
export function breakWatches(process: ProcessState): void {
  for (const watch of process.watches.values()) {
    watch.cursor = 0;
    watch.pending = [];
    watch.scheduled = false;
  }
}

/** Watches that have something to hear, and nobody on the way to tell them. */
export function resumeWatches(host: Host, process: ProcessState): void {
  for (const [id, watch] of process.watches) {
    if (watch.scheduled || (watch.cursor !== 0 && watch.pending.length === 0)) continue;
    watch.scheduled = true;
    schedule(host, 'deliver', id, '', WATCH_LATENCY_MS);
  }
}

/**
 * Tells a component that comes to a process at work of everything that the process knows. It sees the informers fill up while it is
 * told, as at a boot: what it counts it would otherwise find there and be told of again.
 */
export function introduce(host: Host, live: Live): void {
  const { definition, context, process } = live;
  const known = new Map(process.informers);
  const from = host.cause;
  const own = definition.watches.map(({ type }) => groupResource(type));
  const resources = new Set(definition.watchesAll === undefined ? own : known.keys());
  for (const resource of resources) process.informers.set(resource, createInformer());
  for (const resource of resources) {
    const informer = process.informers.get(resource) ?? createInformer();
    const listeners = listenersIn(host, live, resource);
    for (const [key, object] of known.get(resource)?.objects ?? []) {
      host.cause = from;
      upsert(informer, key, object);
      for (const { onChange } of listeners) onChange(context, { type: 'ADDED', object, previous: undefined });
    }
  }
  for (const [resource, informer] of known) process.informers.set(resource, informer);
  host.cause = from;
}
