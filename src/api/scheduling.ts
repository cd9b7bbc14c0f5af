/** What can be said about where a pod is or would be: the words that scheduler, worker and page share. Names and texts are kube-scheduler's. */
import type { PodSpec } from './types.gen.ts';

/** One attempt to place one pod, as it was made or as it would be made now. */
export interface PlacementAccount {
  /** Virtual time, milliseconds since the epoch. */
  readonly at: number;
  /** Which attempt it was; 0 when nothing was attempted. */
  readonly attempt: number;
  /** '' when no node fits. */
  readonly node: string;
  /** The text of the FailedScheduling event, or ''. */
  readonly message: string;
  /** Nodes in the cluster. */
  readonly nodeCount: number;
  readonly sampling: Sampling;
  /** Nodes that share the best score, when there are several: one of them was drawn. */
  readonly tied: readonly string[];
  readonly nodes: readonly NodeAccount[];
  /** The message's arithmetic. A node that is short of two things is counted under both. */
  readonly counts: readonly ReasonCount[];
  /** The same of what the message says of preemption; none where it says nothing of nodes. */
  readonly preemptionCounts: readonly ReasonCount[];
  readonly preemption: PreemptionAccount | undefined;
}

/** How many nodes were looked at, and why no more. */
export interface Sampling {
  readonly looked: number;
  /** So many feasible nodes are enough to choose among. */
  readonly enough: number;
  readonly why: 'all' | 'enough' | 'named' | 'nominated' | 'prefilter';
}

export interface NodeAccount {
  readonly name: string;
  /** Filters that say no: as it was decided the first alone, as it is now every one. None for a feasible node. */
  readonly rejections: readonly NodeRejection[];
  /** Weighted sum, for feasible nodes. */
  readonly total: number;
  /** On its way to a page of those nodes alone that are told of one by one (see `account-order.ts`), like `room`. */
  readonly scores: readonly PluginScore[];
  /** Requests against allocatable, of what the pod asks for; as it is now. */
  readonly room: readonly ResourceRoom[];
}

export interface NodeRejection {
  readonly plugin: string;
  readonly reasons: readonly string[];
}

export interface PluginScore {
  readonly plugin: string;
  readonly raw: number;
  readonly normalised: number;
  readonly weight: number;
}

/** cpu in thousandths, everything else in its own unit. */
export interface ResourceRoom {
  readonly resource: string;
  readonly asked: number;
  /** Requested by the pods that are there. */
  readonly used: number;
  readonly allocatable: number;
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
  /** Those that are known by name: nodes that PreFilter left out are counted alone. */
  readonly nodes: readonly string[];
}

export interface PreemptionAccount {
  /** Where pods were told to go; '' when it came to nothing. */
  readonly node: string;
  /** What decided between several nodes; '' for a single one. */
  readonly rule: PreemptionRule | '';
  readonly nodes: readonly PreemptionCandidate[];
  /** How many more nodes were tried out. */
  readonly more: number;
}

/** One after another until one node is left (pickOneNodeForPreemption). */
export type PreemptionRule = 'violations' | 'highest-priority' | 'priority-sum' | 'victims' | 'latest-start' | 'first';

export interface PreemptionCandidate {
  readonly node: string;
  /** The most important first, at most ten. */
  readonly victims: readonly { readonly key: string; readonly priority: number }[];
  readonly victimCount: number;
  /** How many of them their PodDisruptionBudgets would keep. */
  readonly violations: number;
  /** Why nobody's going would help. */
  readonly reasons: readonly string[];
}

/** One move of a pod within the scheduler. */
export interface QueueStep {
  readonly at: number;
  readonly to: 'active' | 'backoff' | 'unschedulable' | 'gated' | 'errors' | 'attempt' | 'waiting' | 'bound';
  /** What moved it: a cluster event of kube-scheduler (`NodeAdd`, `UpdateNodeTaint`), `UnschedulableTimeout`, or ''. */
  readonly event: string;
  /** The object that the event was about, `namespace/name` or a node's name. */
  readonly about: string;
  /** Plugins that said so: whose hint it was, or who rejected the pod. */
  readonly plugins: readonly string[];
  /** Number of the attempt; its node, once bound. */
  readonly attempt: number;
  readonly node: string;
}

export interface QueueHistory {
  /** Oldest first. */
  readonly steps: readonly QueueStep[];
  /** How many were left out after the first. */
  readonly dropped: number;
}

/** Something that would let a pod run, shown to by trying it out. */
export interface Proposal {
  /** Where the pod would go. */
  readonly node: string;
  readonly changes: readonly Change[];
  /** The smaller, the less is changed. */
  readonly size: number;
  /** The pod's spec as it would have to be, where its manifest has to change. */
  readonly spec: PodSpec | undefined;
}

export interface Change {
  readonly kind: ChangeKind;
  /** What is changed: a node, a pod, a workload. */
  readonly object: { readonly kind: string; readonly namespace: string; readonly name: string };
  /** What of it: a taint, a label, a resource, a term. */
  readonly what: string;
  /** What it becomes, or how much. */
  readonly to: string;
  /** What it was. */
  readonly from: string;
  /** The kubectl line that does it; '' when it is the manifest that has to change, or a machine. */
  readonly line: string;
  /** The field of the pod's manifest; '' for anything else. */
  readonly field: string;
}

export type ChangeKind =
  | 'uncordon'
  | 'start-node'
  | 'remove-taint'
  | 'tolerate'
  | 'label-node'
  | 'unlabel-node'
  | 'drop-node-selector'
  | 'drop-node-affinity'
  | 'request-less'
  | 'grow-node'
  | 'add-node'
  | 'change-host-port'
  | 'delete-pod'
  | 'scale'
  | 'raise-max-skew'
  | 'drop-spread'
  | 'drop-affinity'
  | 'drop-anti-affinity'
  | 'remove-gates';

/** All that is known of where a pod is. */
export interface PodExplanation {
  readonly uid: string;
  /** Where it is in the scheduler: `bound`, a place in the queue, or 'elsewhere' for a pod that is not this scheduler's. */
  readonly place: QueueStep['to'] | 'elsewhere';
  /** The schedulerNames that there is somebody for; none where the pod's own is among them. */
  readonly servedInstead: readonly string[];
  /** Virtual time at which its delay ends; 0 without one. */
  readonly backoffUntil: number;
  /** Undefined when it was never tried, or so long ago that the account was thrown away. */
  readonly decided: PlacementAccount | undefined;
  /** What is left of an attempt whose account was thrown away to make room for others. */
  readonly forgotten: { readonly at: number; readonly attempt: number; readonly node: string; readonly message: string } | undefined;
  readonly history: QueueHistory;
  /** If it were tried now: all nodes, every filter. For a placed pod as if it were not there yet. */
  readonly now: PlacementAccount | undefined;
  /** Of a pod without a node, the smallest first. */
  readonly proposals: readonly Proposal[];
}

/** How many more pods of one kind there is room for (as kubernetes-sigs/cluster-capacity counts). */
export interface FitAccount {
  readonly count: number;
  /** It was stopped before room ran out. */
  readonly bounded: boolean;
  /** The FailedScheduling message that the next one would get. */
  readonly message: string;
  readonly counts: readonly ReasonCount[];
  readonly nodes: readonly { readonly name: string; readonly count: number; readonly reasons: readonly string[] }[];
}

export interface WhatIf {
  /** `Deployment/web`: whose pods they would be. */
  readonly object: string;
  /** How many it asks for. */
  readonly replicas: number;
  /** Why the API server would not have such a pod; '' when it would. */
  readonly refused: string;
  readonly now: PlacementAccount | undefined;
  readonly proposals: readonly Proposal[];
  readonly fit: FitAccount | undefined;
}

/** How the pods of one owner lie over domains, and why each domain doesn't get the next one: worked out from the present state. */
export interface SpreadAccount {
  /** Whose pods: `ReplicaSet/web-5d9`, or the pod itself. */
  readonly object: string;
  /** Pods of it that have a node. */
  readonly placed: number;
  /** Where one more would go now; '' for nowhere. */
  readonly next: string;
  /** One by topology key of the constraints; without any, by zone and by host all the same. */
  readonly keys: readonly SpreadOver[];
}

export interface SpreadOver {
  readonly topologyKey: string;
  /** Undefined where nothing asks for pods to be spread over this key. */
  readonly rule: SpreadRule | undefined;
  /** What of the state makes it uneven, or keeps it so. */
  readonly findings: readonly SpreadFinding[];
  /** Pods in the fullest counted domain against those in the emptiest, as the filter counts them. */
  readonly most: number;
  readonly fewest: number;
  /** Domains, the one that gets the next pod and the fullest first. */
  readonly domains: readonly SpreadDomain[];
  /** Domains that are left out of the list. */
  readonly more: number;
}

export interface SpreadRule {
  /** Of the pod itself, of the profile's configuration, or what kube-scheduler does for pods without constraints. */
  readonly from: 'pod' | 'configuration' | 'system';
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
  readonly nodeAffinityPolicy: 'Honor' | 'Ignore';
  readonly nodeTaintsPolicy: 'Honor' | 'Ignore';
}

export interface SpreadDomain {
  readonly value: string;
  readonly nodes: number;
  /** Pods that the constraint counts here; of them the owner's, which may be more where some are not counted. */
  readonly counted: number;
  readonly own: number;
  /** Matching pods that are being deleted, which nobody counts. */
  readonly leaving: number;
  /** Why its nodes don't count; '' when some do. */
  readonly excluded: 'affinity' | 'taints' | 'keys' | '';
  /** Against the emptiest domain, if the next pod came here. */
  readonly skew: number;
  readonly next: NextPod;
}

/** What becomes of the next pod in one domain. */
export type NextPod =
  | { readonly outcome: 'chosen'; readonly node: string }
  /** Its best node fits and has fewer points, most of the difference by that plugin; 0 for a draw. */
  | { readonly outcome: 'lower'; readonly node: string; readonly behind: number; readonly plugin: string }
  | { readonly outcome: 'none'; readonly reasons: readonly ReasonCount[] };

export interface SpreadFinding {
  readonly kind: SpreadFindingKind;
  /** A domain, a plugin, an owner. */
  readonly about: string;
  readonly count: number;
}

export type SpreadFindingKind =
  /** Nothing asks for it. */
  | 'no-rule'
  /** Only a score, of that weight. */
  | 'soft'
  /** Not even that: the profile doesn't run the plugin there. */
  | 'switched-off'
  /** A rule about placing, broken by what happened since: pods went, or a domain came later than they. */
  | 'pods-went'
  | 'came-later'
  /** The emptiest domain counts, but takes no pod: nodeTaintsPolicy Ignore, no room, cordoned. */
  | 'held-by'
  /** The same where the rule is only a preference: nobody else is held back. */
  | 'shut'
  | 'min-domains'
  | 'excluded-affinity'
  | 'excluded-taints'
  | 'missing-key'
  | 'not-itself'
  | 'others-counted';
