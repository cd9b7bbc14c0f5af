/** The event loop: takes the next event from the heap and hands it to the component that it is for. */
import { heapPop } from '../../base/heap.ts';
import { HOUSEKEEPING_MS, keepHouse, noteLease } from '../apiserver/housekeeping.ts';
import type { Server } from '../apiserver/server.ts';
import type { ClusterState } from '../cluster-state.ts';
import { NO_CAUSE, addCause } from '../kernel/causes.ts';
import type { ComponentDefinition } from '../kernel/component.ts';
import type { SimEvent } from '../kernel/state.ts';
import { type Host, type Live, schedule } from './host.ts';
import { attach, watchNewResource } from './lifecycle.ts';
import { announce, deliver, indexWatch } from './watches.ts';
import { requeue, work } from './work.ts';
import { createWorkload } from './workload.ts';

/** Brings a state to life: a new one, or one that was saved in the middle of a run. */
export function createHost(
  state: ClusterState,
  definitions: readonly ComponentDefinition[],
  freeze: boolean,
  extension: Server['extension'] = () => undefined,
): Host {
  const host: Host = {
    state,
    server: serverOf(state, freeze, extension, () => host),
    definitions: new Map(definitions.map((definition) => [definition.name, definition])),
    live: new Map(),
    dispatch: new Map(),
    listeners: new Map(),
    cause: NO_CAUSE,
    hints: [],
  };
  for (const process of state.processes.values()) for (const [id, watch] of process.watches) indexWatch(host, id, watch);
  for (const id of state.components.keys()) attach(host, id);
  if (state.nextSeq === 0) schedule(host, 'housekeeping', '', '', HOUSEKEEPING_MS);
  return host;
}

/** Handles the next event; false when there is none at or before `until` (milliseconds since the epoch). */
export function stepHost(host: Host, until: number): boolean {
  const { state } = host;
  const next = state.heap[0];
  if (next === undefined || next.at > until) return false;
  heapPop(state.heap);
  state.now = next.at;
  state.handled += 1;
  host.cause = next.cause;
  handle(host, next);
  host.cause = NO_CAUSE;
  return true;
}

function serverOf(state: ClusterState, freeze: boolean, extension: Server['extension'], host: () => Host): Server {
  return {
    store: state.store,
    spec: state.spec,
    seed: state.seed,
    state: state.server,
    freeze,
    extension,
    now: () => state.now,
    cause: (actor, what) => addCause(state.causes, { parent: host().cause, at: state.now, actor, what }),
    firstOf: (kind) => watchNewResource(host(), kind.view?.of ?? kind.type),
    committed: (entry) => {
      noteLease(host().server, entry);
      announce(host(), entry);
    },
  };
}

function handle(host: Host, event: SimEvent): void {
  if (event.type === 'housekeeping') {
    keepHouse(host.server);
    schedule(host, 'housekeeping', '', '', HOUSEKEEPING_MS);
  } else if (event.type === 'workload') {
    createWorkload(host);
  } else if (event.type === 'deliver') {
    deliver(host, event.target);
  } else {
    const component = host.live.get(event.target);
    if (component !== undefined) handOver(host, component, event, event.type);
  }
}

function handOver(
  host: Host,
  component: Live,
  event: SimEvent,
  type: Exclude<SimEvent['type'], 'housekeeping' | 'workload' | 'deliver'>,
): void {
  const { definition, context } = component;
  switch (type) {
    case 'start':
      definition.start?.(context);
      return;
    case 'work':
      work(host, component);
      return;
    case 'requeue':
      requeue(host, component, event.key, event.at);
      return;
    case 'timer':
      definition.onTimer?.(context, event.key, event.data);
      return;
    case 'signal':
      definition.onSignal?.(context, event.data ?? null);
      return;
  }
}
