import type { WriteRequest } from '../../api/request.ts';
import type { JsonObject } from '../../api/scalars.ts';
import type { MachineSpec } from './spec.ts';

/** What can go wrong in the world, or be done to it, without asking the API server. */
export type Fault =
  | { readonly type: 'node-add'; readonly machine: MachineSpec }
  /** The machine is gone for good and its Node object deleted. */
  | { readonly type: 'node-remove'; readonly node: string }
  /** Power off: the kubelet falls silent, its containers stop. */
  | { readonly type: 'node-stop'; readonly node: string }
  | { readonly type: 'node-start'; readonly node: string }
  /** The machine loses its connection to the control plane: the kubelet falls silent, its containers go on. */
  | { readonly type: 'node-disconnect'; readonly node: string }
  | { readonly type: 'node-reconnect'; readonly node: string }
  /** The scheduler is stopped and starts again with another KubeSchedulerConfiguration; null: the usual one. */
  | { readonly type: 'scheduler-configure'; readonly configuration: JsonObject | null }
  /**
   * A part of the control plane ends and stays away: `kube-apiserver`, `etcd`, another process, one controller alone, or with the
   * name of a machine as `instance` its `kubelet`. Of the processes that elect a leader, `instance` is a host; without it the leader
   * is meant. `graceful`: it may give back what it holds; otherwise it crashes.
   */
  | { readonly type: 'component-stop'; readonly component: string; readonly instance?: string; readonly graceful?: boolean }
  | { readonly type: 'component-start'; readonly component: string; readonly instance?: string }
  /** A container's main process exits. Without `container`, every regular container of the pod. */
  | {
      readonly type: 'container-crash';
      readonly namespace: string;
      readonly pod: string;
      readonly container?: string;
      readonly exitCode?: number;
    };

/** An HTTP request made from inside the cluster (from a pod) or from outside it. */
export interface TrafficRequest {
  readonly url: string;
  readonly method?: string;
  /** `namespace/name` of the pod that asks; absent: a client outside the cluster. */
  readonly from?: string;
  /** How many requests, one after another; 1 by default, at most 1000. */
  readonly count?: number;
}

/** An authenticated user: who it is beyond doubt. What it may do is for the API server to say. */
export interface Identity {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid?: string;
  readonly extra?: { readonly [key: string]: readonly string[] };
}

/** Everything that enters a simulation from outside. A run is (spec, seed, command log). */
export type Command =
  /** A user without groups is an administrator. */
  | (Partial<Identity> & { readonly type: 'api'; readonly user: string; readonly request: WriteRequest })
  | { readonly type: 'fault'; readonly fault: Fault }
  | { readonly type: 'traffic'; readonly traffic: TrafficRequest };

export interface LoggedCommand {
  /** Virtual time, milliseconds since the epoch. */
  readonly at: number;
  /** Events handled before it: where a replay must insert it. */
  readonly handled: number;
  readonly command: Command;
}
