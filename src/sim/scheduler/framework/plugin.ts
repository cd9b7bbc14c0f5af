import type { Labels } from '../../../api/labels.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type {
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodDisruptionBudget,
  PodSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
  StorageClass,
  VolumeAttachment,
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
} from '../../../api/types.gen.ts';
import type { Client } from '../../../api/client.ts';
import type { ClusterCache } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import type { PodFacts } from '../cache/pod-facts.ts';
import type { QueueingHints } from './events.ts';

/** Why a node, or the whole cluster, is no place for a pod. One value can serve many nodes. */
export interface Rejection {
  readonly plugin: string;
  /** Whether removing pods could change it; UnschedulableAndUnresolvable: it could not. */
  readonly code: 'Unschedulable' | 'UnschedulableAndUnresolvable';
  readonly reasons: readonly string[];
}

export function unschedulable(plugin: string, ...reasons: readonly string[]): Rejection {
  return { plugin, code: 'Unschedulable', reasons };
}

export function unresolvable(plugin: string, ...reasons: readonly string[]): Rejection {
  return { plugin, code: 'UnschedulableAndUnresolvable', reasons };
}

/** Everything one attempt to place one pod works on. Never kept. */
export interface Cycle {
  readonly pod: Pod;
  readonly spec: PodSpec;
  readonly facts: PodFacts;
  readonly cache: ClusterCache;
  readonly informers: Informers;
}

/** What plugins ask of the scheduler's informers. */
export interface Informers {
  replicaSet(namespace: string, name: string): ReplicaSet | undefined;
  replicationController(namespace: string, name: string): ReplicationController | undefined;
  statefulSet(namespace: string, name: string): StatefulSet | undefined;
  /** Labels of a Namespace; undefined when it is not known. */
  namespaceLabels(name: string): Labels | undefined;
  /** By `namespace/name`. */
  pod(key: string): Pod | undefined;
  podsOn(node: string): readonly Pod[];
  disruptionBudgets(): readonly PodDisruptionBudget[];
  /** By `namespace/name`; like volumes with what the scheduler has written itself. */
  claim(key: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
  volumes(): readonly PersistentVolume[];
  storageClass(name: string): StorageClass | undefined;
  csiNode(name: string): CSINode | undefined;
  csiDriver(name: string): CSIDriver | undefined;
  storageCapacities(): readonly CSIStorageCapacity[];
  attachmentsTo(node: string): readonly VolumeAttachment[];
}

/** What a plugin may write before a pod is bound. */
export interface VolumeWriter {
  writeVolume(volume: PersistentVolume): void;
  writeClaim(claim: PersistentVolumeClaim): void;
}

/** The plugin has nothing to do with this pod: its Filter or Score is left out of the cycle. */
export const SKIP = 'Skip';

export type PreFilterResult<State> =
  | typeof SKIP
  | {
      readonly state: State;
      /** Only these nodes come into question. */
      readonly nodes?: ReadonlySet<string>;
      /** By slot: 1 for a node that Filter has nothing against and need not be asked about. */
      readonly passes?: Int8Array | undefined;
    }
  | { readonly rejection: Rejection };

/** `everyone`: all nodes get this raw score, and Score need not be asked. `error`: the attempt ends, for no reason of the pod or the nodes. */
export type PreScoreResult<State> = typeof SKIP | { readonly state: State } | { readonly everyone: number } | { readonly error: string };

/** What became of the nodes of a cycle in which none was feasible. */
export interface Diagnosis {
  readonly nodeCount: number;
  /** Set when PreFilter ended the cycle: then no filter was run. */
  readonly preFilter: Rejection | undefined;
  /** One for each node that was looked at. */
  readonly rejected: readonly { readonly node: NodeInfo; readonly rejection: Rejection }[];
  /** Nodes that PreFilter left out, in its words. */
  readonly leftOut: { readonly count: number; readonly rejection: Rejection } | undefined;
}

export interface PostFilterMeans {
  readonly now: number;
  random(): number;
  /** Runs PreFilter and Filter again for one node, on the cache as it is now. */
  whyNot(node: NodeInfo): Rejection | undefined;
  /** Told of what came of trying a node out, for whoever wants to know. */
  consider?(node: string, outcome: DryRun): void;
}

/** Which pods would have to leave a node, and how many of them their budgets would keep; or why that would not help. */
export type DryRun = { readonly victims: readonly Pod[]; readonly violations: number } | { readonly reasons: readonly string[] };

export type PostFilterResult =
  /** Nothing; `final` keeps later plugins from having their say. `waits`: the pod waits for those who make way already. */
  | { readonly text: string; readonly final?: true; readonly waits?: true }
  /** The pod would fit on this node without those pods. */
  | { readonly preemption: Preemption };

export interface Preemption {
  readonly node: string;
  readonly victims: readonly Pod[];
}

/** What a pod brings into the queue. */
export interface Sortable {
  readonly priority: number;
  /** When it last entered a queue. */
  readonly at: number;
}

/**
 * A scheduler plugin: the extension points of kube-scheduler that it takes part in (k8s.io/kube-scheduler/framework).
 * `FilterState` and `ScoreState` live for one cycle. Scores are whole numbers, 0 to 100 once normalised.
 */
export interface SchedulerPlugin<FilterState = unknown, ScoreState = unknown> {
  readonly name: string;
  /** Why the pod may not enter the queue yet, or undefined. */
  preEnqueue?(pod: Pod): string | undefined;
  /** QueueSort: negative when `a` goes first. */
  compare?(a: Sortable, b: Sortable): number;
  readonly requeueOn?: QueueingHints;
  preFilter?(cycle: Cycle): PreFilterResult<FilterState>;
  filter?(this: void, cycle: Cycle, node: NodeInfo, state: FilterState): Rejection | undefined;
  /** What could be done when no node fits. */
  postFilter?(cycle: Cycle, diagnosis: Diagnosis, means: PostFilterMeans): PostFilterResult;
  preScore?(cycle: Cycle, nodes: readonly NodeInfo[]): PreScoreResult<ScoreState>;
  score?(this: void, cycle: Cycle, node: NodeInfo, state: ScoreState): number;
  /** `score` of every node in one go, by their slots, for plugins that are asked about hundreds of nodes for every pod. */
  scoreAll?(this: void, cycle: Cycle, slots: Int32Array, state: ScoreState): readonly number[];
  /** Brings raw scores to 0..100; without it they are so already. */
  normalise?(raw: readonly number[]): readonly number[];
  /** Does what the pod needs on its node before it is bound there, and says what to wait for: undefined when it need not wait. */
  preBind?(cycle: Cycle, node: NodeInfo, writer: VolumeWriter): JsonValue | undefined;
  /** How long that may take. */
  readonly preBindTimeoutMs?: number;
  /** Whether that has come; in words why it never will. */
  isReady?(informers: Informers, pod: Pod, node: NodeInfo, awaited: JsonValue): boolean | string;
  bind?(client: Client, pod: Pod, node: string): void;
}

/** Ties the states of a plugin together and hands it out under the common type, every property in the same place (it is called in hot loops). */
export function defineSchedulerPlugin<FilterState, ScoreState>(plugin: SchedulerPlugin<FilterState, ScoreState>): SchedulerPlugin {
  return plugin;
}

/** Helper of plugins that look at nodes in queueing hints. */
export function labelsOf(node: Node): Labels {
  return node.metadata.labels ?? {};
}
