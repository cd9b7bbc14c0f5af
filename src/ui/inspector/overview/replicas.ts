import type { KubeObject } from '../../../api/object.ts';
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';

export interface ReplicaCounts {
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly available: number;
  /** Pods of the newest template; Deployments only. */
  readonly updated: number | undefined;
}

/** Of a Deployment, ReplicaSet or ReplicationController; undefined for anything else. */
export function replicaCounts(object: KubeObject | undefined): ReplicaCounts | undefined {
  if (object?.kind === 'Deployment') {
    const { spec, status } = object as Deployment;
    return { ...countsOf(spec?.replicas, status), updated: status?.updatedReplicas ?? 0 };
  }
  if (object?.kind === 'ReplicaSet' || object?.kind === 'ReplicationController') {
    const { spec, status } = object as ReplicaSet;
    return { ...countsOf(spec?.replicas, status), updated: undefined };
  }
  return undefined;
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
