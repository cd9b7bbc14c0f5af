/** Views of a Deployment's ReplicaSets: sizes, sums and orders (pkg/controller/deployment/util, pkg/controller/controller_utils.go). */
import { compareText } from '../../../base/compare.ts';
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import { revisionOf } from './annotations.ts';

export function sizeOf(set: ReplicaSet): number {
  return set.spec?.replicas ?? 0;
}

export function desiredOf(deployment: Deployment): number {
  return deployment.spec?.replicas ?? 1;
}

export function totalSize(sets: readonly ReplicaSet[]): number {
  return sum(sets, sizeOf);
}

export function actualReplicas(sets: readonly ReplicaSet[]): number {
  return sum(sets, (set) => set.status?.replicas ?? 0);
}

export function readyReplicas(sets: readonly ReplicaSet[]): number {
  return sum(sets, (set) => set.status?.readyReplicas ?? 0);
}

export function availableReplicas(sets: readonly ReplicaSet[]): number {
  return sum(sets, availableOf);
}

export function availableOf(set: ReplicaSet): number {
  return set.status?.availableReplicas ?? 0;
}

/** Undefined unless every set reports it. */
export function terminatingReplicas(sets: readonly ReplicaSet[]): number | undefined {
  let total = 0;
  for (const set of sets) {
    const terminating = set.status?.terminatingReplicas;
    if (terminating === undefined) return undefined;
    total += terminating;
  }
  return total;
}

/** Sets that ask for pods. */
export function activeSets(sets: readonly ReplicaSet[]): ReplicaSet[] {
  return sets.filter((set) => sizeOf(set) > 0);
}

type Order = (a: ReplicaSet, b: ReplicaSet) => number;

export const byCreation: Order = (a, b) =>
  compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compareText(a.metadata.name, b.metadata.name);
export const bySizeNewer: Order = (a, b) => sizeOf(b) - sizeOf(a) || byCreation(b, a);
export const bySizeOlder: Order = (a, b) => sizeOf(b) - sizeOf(a) || byCreation(a, b);
export const byRevision: Order = (a, b) => revisionOf(a) - revisionOf(b) || byCreation(a, b);

function sum(sets: readonly ReplicaSet[], valueOf: (set: ReplicaSet) => number): number {
  let total = 0;
  for (const set of sets) total += valueOf(set);
  return total;
}
