import type { SyncNote } from '../../api/part-details.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { heapKeep, heapPush } from '../../base/heap.ts';
import type { Server } from '../apiserver/server.ts';
import type { ClusterState } from '../cluster-state.ts';
import { addCause } from '../kernel/causes.ts';
import type { Change, ComponentContext, ComponentDefinition } from '../kernel/component.ts';
import type { Hint } from '../kernel/hint.ts';
import type { ComponentState, InformerState, ProcessState, SimEvent, SimEventType, WatchState } from '../kernel/state.ts';

/**
 * What runs a cluster's state: the state itself, and what can be derived from it at any time (contexts, the dispatch table).
 * `cause` and `hints` live only within one event and between two frames.
 */
export interface Host {
  readonly state: ClusterState;
  readonly server: Server;
  readonly definitions: ReadonlyMap<string, ComponentDefinition>;
  readonly live: Map<string, Live>;
  /** Watches by resource. */
  readonly dispatch: Map<string, Dispatch>;
  /** Where a watch's changes go, by the watch's id; emptied when a component comes or goes. */
  readonly routes: Map<string, Route>;
  /** The link of the causal chain under which whatever happens now is hung. */
  cause: number;
  /** Syncs of components that somebody looks into, by their id; not part of the state. */
  readonly observed: Map<string, SyncNote[]>;
  /** Storytelling since it was last taken; not part of the state. */
  hints: Hint[];
}

/** Those that see all objects, and by name those of one node. */
export interface Dispatch {
  readonly all: IndexedWatch[];
  readonly byNode: Map<string, IndexedWatch[]>;
}

/** The watch's cursor, the cache that it fills, and who is told. */
export interface Route {
  readonly watch: WatchState;
  readonly informer: InformerState;
  readonly listeners: readonly Listener[];
}

export interface IndexedWatch {
  readonly id: string;
  readonly watch: WatchState;
}

export interface Listener {
  readonly context: ComponentContext<unknown>;
  readonly onChange: (context: ComponentContext<unknown>, change: Change) => void;
}

/** A component that runs: its definition, its part of the state, its process. */
export interface Live {
  readonly id: string;
  readonly definition: ComponentDefinition;
  readonly state: ComponentState;
  readonly process: ProcessState;
  readonly context: ComponentContext<unknown>;
}

export function componentId(name: string, instance: string): string {
  return instance === '' ? name : `${name}/${instance}`;
}

export function schedule(host: Host, type: SimEventType, target: string, key: string, afterMs: number, data?: JsonValue): void {
  const { state } = host;
  const at = state.now + Math.max(0, Math.ceil(afterMs));
  heapPush(state.heap, { at, seq: (state.nextSeq += 1), type, target, key, data, cause: host.cause });
}

/** Takes back what was scheduled: it was for somebody who is no more. */
export function dropEvents({ state }: Host, isVoid: (event: SimEvent) => boolean): void {
  heapKeep(state.heap, (event) => !isVoid(event));
}

/** Runs `action` as the consequence of a new link of the causal chain. */
export function because<T>(host: Host, actor: string, what: string, action: () => T): T {
  const before = host.cause;
  host.cause = addCause(host.state.causes, { parent: before, at: host.state.now, actor, what });
  try {
    return action();
  } finally {
    host.cause = before;
  }
}
