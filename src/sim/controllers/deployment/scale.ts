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

export function scale(rollout: Rollout, { newSet, oldSets, all }: Generations): void {
  const desired = desiredOf(rollout.deployment);
  const only = activeOrLatest(newSet, oldSets);
  if (only !== undefined) {
    if (sizeOf(only) !== desired) scaleSet(rollout, only, desired);
  } else if (isSaturated(desired, newSet)) {
    for (const set of activeSets(oldSets)) scaleSet(rollout, set, 0);
  } else if (isRollingUpdate(rollout.deployment)) {
    for (const { set, size } of proportionalSizes(rollout.deployment, all)) scaleSet(rollout, set, size);
  }
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
