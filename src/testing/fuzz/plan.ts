/** What one seed stands for: a cluster, and what people and fate do to it. Plain data, so that it can be cut down and printed. */
import type { WriteRequest } from '../../api/request.ts';
import type { JsonObject } from '../../api/scalars.ts';
import type { Fault } from '../../sim/kernel/command.ts';
import type { ClusterSpec } from '../../sim/kernel/spec.ts';

export interface Plan {
  /** Of the cluster's own generators. */
  readonly seed: number;
  readonly spec: ClusterSpec;
  readonly steps: readonly Step[];
}

export interface Step {
  /** Virtual milliseconds before it. */
  readonly afterMs: number;
  readonly action: Action;
}

export type Action =
  | { readonly type: 'request'; readonly request: WriteRequest }
  | { readonly type: 'fault'; readonly fault: Fault }
  /** Done to one of the objects that are there when its time comes, the `pick`th of them modulo their number. */
  | { readonly type: 'live'; readonly resource: LiveResource; readonly namespace: string; readonly pick: number; readonly deed: Deed }
  /** What kubectl drain does: no new pods, and one eviction after the other. */
  | { readonly type: 'drain'; readonly node: string }
  /** What kubectl rollout undo does: the template of an older ReplicaSet. */
  | { readonly type: 'undo'; readonly namespace: string; readonly name: string; readonly pick: number };

export const LIVE_RESOURCES = [
  'pods',
  'replicasets.apps',
  'jobs.batch',
  'endpointslices.discovery.k8s.io',
  'persistentvolumeclaims',
] as const;
export type LiveResource = (typeof LIVE_RESOURCES)[number];

export type Deed =
  | { readonly type: 'delete'; readonly body: JsonObject }
  | { readonly type: 'merge'; readonly body: JsonObject }
  | { readonly type: 'evict' }
  | { readonly type: 'crash' }
  /** Its owner is somebody else from now on: another live object of `resource`. */
  | { readonly type: 'give'; readonly resource: LiveResource; readonly pick: number; readonly controller: boolean };

export const START = Date.UTC(2026, 0, 1);
