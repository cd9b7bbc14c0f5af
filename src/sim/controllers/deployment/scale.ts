/** A Deployment whose size changed, apart from any rollout (pkg/controller/deployment/sync.go). */
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import { desiredReplicasOf } from './annotations.ts';
import { isRollingUpdate, proportionalSizes } from './math.ts';
import type { Generations } from './new-replica-set.ts';
import { activeSets, availableOf, byCreation, desiredOf, sizeOf } from './replica-sets.ts';
import { type Rollout, scaleSet } from './rollout.ts';

/** Some set with pods was last sized for another number of replicas. */
export function isScalingEvent(deployment: Deployment, sets: readonly ReplicaSet[]): boolean {
  const desired = desiredOf(deployment);
  return activeSets(sets).some((set) => (desiredReplicasOf(set) ?? desired) !== desired);
}

export function scale(rollout: Rollout, generations: Generations): void {
  for (const { set, size } of scalePlan(rollout.deployment, generations)) scaleSet(rollout, set, size);
}

/** The sets to be written and their sizes; a set that keeps its size may be due for new numbers in its annotations. */
export function scalePlan(
  deployment: Deployment,
  { newSet, oldSets }: Pick<Generations, 'newSet' | 'oldSets'>,
): { set: ReplicaSet; size: number }[] {
  const desired = desiredOf(deployment);
  const only = activeOrLatest(newSet, oldSets);
  if (only !== undefined) return sizeOf(only) === desired ? [] : [{ set: only, size: desired }];
  if (isSaturated(desired, newSet)) return activeSets(oldSets).map((set) => ({ set, size: 0 }));
  return isRollingUpdate(deployment) ? proportionalSizes(deployment, newSet === undefined ? oldSets : [...oldSets, newSet]) : [];
}

/** The only set with pods; the newest if none has any; undefined if several do, or there are no sets. */
function activeOrLatest(newSet: ReplicaSet | undefined, oldSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const active = activeSets(newSet === undefined ? oldSets : [...oldSets, newSet]);
  if (active.length > 1) return undefined;
  return active[0] ?? newSet ?? oldSets.toSorted(byCreation).at(-1);
}

function isSaturated(desired: number, newSet: ReplicaSet | undefined): boolean {
  return newSet !== undefined && sizeOf(newSet) === desired && desiredReplicasOf(newSet) === desired && availableOf(newSet) === desired;
}
