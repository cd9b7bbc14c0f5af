import type { KubeObject } from '../../../api/object.ts';
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../../../api/types.gen.ts';

export interface ReplicaCounts {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly available: number;
  /** Pods of the newest template, where a kind tells them from others. */
  readonly updated: number | undefined;
}

/** Of whatever keeps pods of a template; undefined for anything else. */
export function replicaCounts(object: KubeObject | undefined): ReplicaCounts | undefined {
  if (object === undefined) return undefined;
  switch (object.kind) {
    case 'Deployment':
    case 'StatefulSet': {
      const { spec, status } = object as Deployment | StatefulSet;
      return { ...countsOf(spec?.replicas, status), updated: status?.updatedReplicas ?? 0 };
    }
    case 'ReplicaSet':
    case 'ReplicationController': {
      const { spec, status } = object as ReplicaSet;
      return { ...countsOf(spec?.replicas, status), updated: undefined };
    }
    case 'DaemonSet':
      return daemonCounts(object as DaemonSet);
    default:
      return undefined;
  }
}

type Counted = { readonly replicas?: number; readonly readyReplicas?: number; readonly availableReplicas?: number } | undefined;

function countsOf(desired: number | undefined, status: Counted): Omit<ReplicaCounts, 'updated'> {
  return {
    desired: desired ?? 1,
    current: status?.replicas ?? 0,
    ready: status?.readyReplicas ?? 0,
    available: status?.availableReplicas ?? 0,
  };
}

function daemonCounts({ status }: DaemonSet): ReplicaCounts {
  return {
    desired: status?.desiredNumberScheduled ?? 0,
    current: status?.currentNumberScheduled ?? 0,
    ready: status?.numberReady ?? 0,
    available: status?.numberAvailable ?? 0,
    updated: status?.updatedNumberScheduled ?? 0,
  };
}
