/**
 * Frames on demand, built from the log: one when the page asks and something has happened since its last, and some a second
 * while nothing does but that time goes by.
 */
import { bySide } from '../view/sides.ts';
import { groupResource } from '../api/object.ts';
import type { Answers, ClockState } from '../protocol/messages.ts';
import { type Cluster, entriesSince, objectsOf } from '../sim/engine.ts';
import type { Hint } from '../sim/kernel/hint.ts';
import { PICTURED, type Station, buffersOf, createProjector } from './project/projector.ts';

export interface Picture {
  /** Hands over a frame as soon as there is something new to see. */
  ask(give: (frame: Answers['frame'], transfer: Transferable[]) => void): void;
  /** Something may have changed. */
  offer(): void;
}

export function createPicture(cluster: Cluster, clock: () => ClockState, takeHints: () => Hint[], wallNow: () => number): Picture {
  const projector = createProjector();
  const { stopped, poweredOff } = cluster.state;
  const names = bySide([...SERVERS, ...cluster.components]);
  let cursor = cluster.state.store.revision;
  let waiting: ((frame: Answers['frame'], transfer: Transferable[]) => void) | undefined;
  let shown = { sign: '', now: 0, at: 0 };
  for (const type of PICTURED) {
    for (const object of objectsOf(cluster, type)) projector.apply(groupResource(type), false, object, cluster.state.now);
  }

  const offer = () => {
    const state = clock();
    const { store, handled } = cluster.state;
    // A fault is written nowhere, and nothing has to have been handled since.
    const faults = [...stopped, ' ', ...poweredOff].join();
    const sign = `${state.playing} ${state.speed} ${store.revision} ${handled} ${faults}`;
    const at = wallNow();
    if (waiting === undefined || (sign === shown.sign && (state.now === shown.now || at - shown.at < IDLE_EVERY_MS))) return;
    shown = { sign, now: state.now, at };
    for (const entry of entriesSince(cluster, cursor)) projector.apply(entry.resource, entry.type === 'DELETED', entry.object, entry.at);
    cursor = cluster.state.store.revision;
    const frame = projector.frame({
      revision: cursor,
      now: state.now,
      stations: stationsOf(cluster, names),
      hints: takeHints(),
      isKubeletStopped: (node) => stopped.size > 0 && stopped.has(`kubelet/${node}`),
      isPoweredOff: (node) => poweredOff.has(node),
    });
    const give = waiting;
    waiting = undefined;
    give({ frame, clock: state }, buffersOf(frame));
  };
  return {
    ask: (give) => {
      waiting = give;
      offer();
    },
    offer,
  };
}

/** As often as the page's clock shows another tenth of a second. */
const IDLE_EVERY_MS = 100;

/** They serve the components and are none. */
const SERVERS: ReadonlySet<string> = new Set(['kube-apiserver', 'etcd']);

/** Components of which there is one, those that are stopped among them; the kubelets are drawn as their nodes. */
function stationsOf(cluster: Cluster, names: readonly string[]): Station[] {
  const { components, processes, stopped } = cluster.state;
  const lag = new Map<string, number>();
  for (const process of processes.values()) {
    const pending = [...process.watches.values()].reduce((sum, watch) => sum + watch.pending.length, 0);
    for (const id of process.components) lag.set(id, pending);
  }
  return names.map((name) => {
    const own = components.get(name);
    const running = !stopped.has(name);
    if (own === undefined) return { name, queue: 0, lag: 0, lastSync: 0, running: running && SERVERS.has(name) };
    const { queue, lastSync } = own;
    return { name, queue: queue.ready.length - queue.head, lag: lag.get(name) ?? 0, lastSync, running };
  });
}
