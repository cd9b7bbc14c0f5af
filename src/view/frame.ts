/**
 * A frame: the complete picture of one revision, as typed columns. The page draws the difference between its last two.
 * Strings are numbers into a table that only grows; a frame carries what was added since the page's last one. Number 0 is ''.
 */

/** How a pod looks. Derived from phase, conditions, container states and deletionTimestamp, in this order of precedence from last to first. */
export const PodLook = {
  /** Not assigned to a node. */
  pending: 0,
  /** Assigned; nothing runs yet (pulling, creating). */
  starting: 1,
  /** Running, not ready. */
  unready: 2,
  ready: 3,
  /** Waiting in CrashLoopBackOff, ImagePullBackOff or another error, or phase Failed: see `podReason`. */
  failing: 4,
  failed: 5,
  succeeded: 6,
  terminating: 7,
  /** Its node is lost. */
  unknown: 8,
} as const;
export type PodLook = (typeof PodLook)[keyof typeof PodLook];

/** Bits of `nodeFlags`. */
export const NodeFlag = { ready: 1, cordoned: 2, unknown: 4, controlPlane: 8, poweredOff: 16, tainted: 32, kubeletStopped: 64 } as const;

/**
 * Rows of all `pod…` columns are parallel; rows of removed pods are simply not there. Row order has no meaning; identity is `podUid`.
 * Columns of a frame hold until the next frame comes, which may be written into the same memory.
 */
export interface Frame {
  /** Sequence number of frames, from 1. */
  readonly sequence: number;
  /** Store revision this is a picture of. */
  readonly revision: number;
  /** Virtual time, milliseconds since the epoch. */
  readonly now: number;
  readonly strings: { readonly from: number; readonly added: readonly string[] };
  /** Label sets, each a flat list key, value, key, value … of string numbers; numbered like strings. */
  readonly labelSets: { readonly from: number; readonly added: readonly Uint32Array[] };

  readonly nodeCount: number;
  readonly nodeName: Uint32Array;
  readonly nodeZone: Uint32Array;
  readonly nodeRoles: Uint32Array;
  readonly nodeFlags: Uint8Array;
  /** Reason of the first bad condition, or ''. */
  readonly nodeReason: Uint32Array;
  /** CPU in millicores, memory in bytes, pods as a count. */
  readonly nodeCpuAllocatable: Float64Array;
  readonly nodeCpuRequested: Float64Array;
  readonly nodeMemoryAllocatable: Float64Array;
  readonly nodeMemoryRequested: Float64Array;
  readonly nodeCpuLimits: Float64Array;
  readonly nodeMemoryLimits: Float64Array;
  readonly nodePodsAllocatable: Uint16Array;
  /** spec.taints as JSON, or '' for none. */
  readonly nodeTaints: Uint32Array;

  /**
   * What differs from the frame numbered one lower: rows of pods that are new or other than they were, and uids of pods that are gone.
   * Undefined when everything may.
   */
  readonly changes?: PodChanges | undefined;
  readonly podCount: number;
  readonly podUid: Uint32Array;
  readonly podName: Uint32Array;
  readonly podNamespace: Uint32Array;
  /** Row of the node, or -1 while unassigned. */
  readonly podNode: Int32Array;
  readonly podLook: Uint8Array;
  /** The word of the STATUS column of kubectl get pods. */
  readonly podReason: Uint32Array;
  readonly podReadyContainers: Uint8Array;
  readonly podContainers: Uint8Array;
  readonly podRestarts: Uint16Array;
  /** Virtual time at which this look began, milliseconds since the epoch. */
  readonly podSince: Float64Array;
  /** String number of `Kind/name` of the topmost known owner, or of '' for none; and of the controlling owner. */
  readonly podOwner: Uint32Array;
  readonly podController: Uint32Array;
  readonly podLabels: Uint32Array;
  /** creationTimestamp, milliseconds since the epoch. */
  readonly podCreated: Float64Array;
  /**
   * Why it waits, fails or goes: the message of condition PodScheduled while unassigned, reason and message of DisruptionTarget
   * (`EvictionByEvictionAPI: …`) while it is terminating because of that, of the first waiting container otherwise; or ''.
   */
  readonly podMessage: Uint32Array;
  /** podIP, or ''. */
  readonly podAddress: Uint32Array;
  /** Image of the first container. */
  readonly podImage: Uint32Array;
  /** 0 BestEffort, 1 Burstable, 2 Guaranteed. */
  readonly podQos: Uint8Array;
  /** spec.priority. */
  readonly podPriority: Int32Array;
  readonly podPriorityClass: Uint32Array;
  /** As JSON, or '' for none: spec.tolerations, spec.topologySpreadConstraints, and names of the claims that it mounts. */
  readonly podTolerations: Uint32Array;
  readonly podSpread: Uint32Array;
  readonly podClaims: Uint32Array;

  readonly serviceCount: number;
  readonly serviceName: Uint32Array;
  readonly serviceNamespace: Uint32Array;
  readonly serviceType: Uint32Array;
  /** `80/TCP, 443:30443/TCP`. */
  readonly servicePorts: Uint32Array;
  readonly serviceAddress: Uint32Array;
  /** Edges from Services to pods: row numbers, and 1 ready, 0 not ready, 2 terminating. */
  readonly endpointCount: number;
  readonly endpointService: Uint32Array;
  readonly endpointPod: Uint32Array;
  readonly endpointState: Uint8Array;

  /** One row per control-plane component: name, keys in its work queue, revisions it has not seen yet, virtual time of its last sync. */
  readonly stationCount: number;
  readonly stationName: Uint32Array;
  readonly stationQueue: Uint32Array;
  readonly stationLag: Uint32Array;
  readonly stationLastSync: Float64Array;
  readonly stationRunning: Uint8Array;

  readonly hints: readonly FrameHint[];
}

export interface PodChanges {
  readonly rows: Uint32Array;
  /** String numbers. */
  readonly gone: Uint32Array;
}

/** At most 500 a frame; may be dropped. Pods and Services are named by `namespace/name`. */
export type FrameHint =
  | {
      readonly type: 'packet';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly service: string;
      readonly ok: boolean;
    }
  | { readonly type: 'verdict'; readonly at: number; readonly pod: string; readonly node: string };
