import type { JsonObject } from '../api/scalars.ts';
import type { ServerState } from './apiserver/state.ts';
import type { CausesState } from './kernel/causes.ts';
import type { CommandLog } from './kernel/command-log.ts';
import type { ClusterSpec } from './kernel/spec.ts';
import type { ComponentState, ProcessState, SimEvent } from './kernel/state.ts';
import type { StoreState } from './store/store.ts';

/** All of a running cluster, as plain data (law 1). */
export interface ClusterState {
  readonly spec: ClusterSpec;
  readonly seed: number;
  now: number;
  nextSeq: number;
  /** Events handled so far: the position at which logged commands are replayed. */
  handled: number;
  readonly heap: SimEvent[];
  readonly commands: CommandLog;
  readonly causes: CausesState;
  readonly store: StoreState;
  readonly server: ServerState;
  readonly processes: Map<string, ProcessState>;
  /** Ids of what somebody has stopped: processes, candidates, single controllers, kubelets, `kube-apiserver`, `etcd`. */
  readonly stopped: Set<string>;
  /** Machines that somebody has switched off. */
  readonly poweredOff: Set<string>;
  /** By process: the id of the candidate that leads. */
  readonly leaders: Map<string, string>;
  /** By process: the configuration file with which it starts, if it isn't the usual one. */
  readonly configurations: Map<string, JsonObject>;
  readonly components: Map<string, ComponentState>;
}
