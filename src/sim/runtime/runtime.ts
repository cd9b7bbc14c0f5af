/** The event loop: takes the next event from the heap and hands it to the component that it is for. */
import { heapPop } from '../../base/heap.ts';
import { HOUSEKEEPING_MS, keepHouse, noteLease } from '../apiserver/housekeeping.ts';
import { isServing } from '../apiserver/outage.ts';
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
    routes: new Map(),
    observed: new Map(),
    cause: NO_CAUSE,
    hints: [],
  };
  for (const [name, process] of state.processes)
    if (!state.stopped.has(name)) for (const [id, watch] of process.watches) indexWatch(host, id, watch);
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
    stopped: state.stopped,
    now: () => state.now,
    cause: (actor, what) => addCause(state.causes, { parent: host().cause, at: state.now, actor, what }),
    ask: (component, question) => {
      const live = host().live.get(component);
      return live?.definition.onAsk?.(live.context, question);
    },
    firstOf: (kind) => watchNewResource(host(), kind.view?.of ?? kind.type),
    committed: (entry) => {
      noteLease(host().server, entry);
      announce(host(), entry);
    },
  };
}

/** After so long whoever can't work without the API server looks again whether it is there. */
const RETRY_MS = 1000;

function handle(host: Host, event: SimEvent): void {
  const isOutage = !isServing(host.state.stopped);
  if (event.type === 'housekeeping') {
    if (!isOutage) keepHouse(host.server);
    schedule(host, 'housekeeping', '', '', HOUSEKEEPING_MS);
  } else if (event.type === 'workload') {
    if (isOutage) schedule(host, 'workload', '', '', RETRY_MS);
    else createWorkload(host);
  } else if (event.type === 'deliver') {
    deliver(host, event.target);
  } else {
    const component = host.live.get(event.target);
    if (component === undefined) return;
    if (isOutage && needsServer(component, event)) schedule(host, event.type, event.target, event.key, RETRY_MS, event.data);
    else handOver(host, component, event, event.type);
  }
}

/** Keys may go into queues, and the world goes on. */
function needsServer({ definition }: Live, { type }: SimEvent): boolean {
  return definition.worksOffline !== true && (type === 'work' || type === 'timer' || type === 'start');
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
