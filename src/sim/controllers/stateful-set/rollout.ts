/** What one sync of a StatefulSet knows, and what its fields mean. */
import { type FeatureGates, isGateOn } from '../../../api/feature-gates.ts';
import { scaledValue } from '../../../api/intstr.ts';
import type { PodTemplateSpec, StatefulSet } from '../../../api/types.gen.ts';
import type { StatefulContext, StatefulMemory } from './memory.ts';

export interface Revision {
  /** Pods are marked with it. */
  readonly name: string;
  readonly template: PodTemplateSpec;
}

export interface Rollout {
  readonly context: StatefulContext;
  readonly set: StatefulSet;
  readonly memory: StatefulMemory;
  /** That of the last rollout which was finished. */
  readonly current: Revision;
  /** That of the present template. */
  readonly update: Revision;
  readonly collisionCount: number;
}

export function desiredReplicas({ spec }: StatefulSet): number {
  return spec?.replicas ?? 1;
}

/** Of the first pod. */
export function startOrdinal({ spec }: StatefulSet): number {
  return spec?.ordinals?.start ?? 0;
}

export function isInRange(set: StatefulSet, ordinal: number): boolean {
  return ordinal >= startOrdinal(set) && ordinal < startOrdinal(set) + desiredReplicas(set);
}

export function minReadySeconds({ spec }: StatefulSet): number {
  return spec?.minReadySeconds ?? 0;
}

/** One pod after the other. */
export function isOrdered({ spec }: StatefulSet): boolean {
  return spec?.podManagementPolicy !== 'Parallel';
}

/** Of how many pods, counted from the first, a rolling update leaves alone. */
export function partitionOf({ spec }: StatefulSet): number {
  return spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
}

/** Of how many pods a rolling update may do without at once (getStatefulSetMaxUnavailable): 1 where the gate is off. */
export function maxUnavailableOf({ spec }: StatefulSet, replicas: number, gates: FeatureGates | undefined): number {
  const amount = isGateOn(gates, 'MaxUnavailableStatefulSet') ? spec?.updateStrategy?.rollingUpdate?.maxUnavailable : undefined;
  return Math.max(1, scaledValue(amount ?? 1, replicas, false));
}

/** Which of the two revisions a pod of this ordinal is made of: below the partition still the current one. */
export function isOfCurrentRevision(set: StatefulSet, ordinal: number): boolean {
  const { type, rollingUpdate } = set.spec?.updateStrategy ?? {};
  if (rollingUpdate !== undefined) return ordinal < startOrdinal(set) + (rollingUpdate.partition ?? 0);
  return type === 'RollingUpdate' && ordinal < startOrdinal(set) + (set.status?.currentReplicas ?? 0);
}
