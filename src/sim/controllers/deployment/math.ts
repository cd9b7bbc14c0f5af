/** How many pods a rollout may have, and how they are spread over ReplicaSets (pkg/controller/deployment/util). */
import { scaledValue } from '../../../api/intstr.ts';
import type { IntOrString } from '../../../api/scalars.ts';
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import { maxReplicasOf } from './annotations.ts';
import { activeSets, availableOf, availableReplicas, bySizeNewer, bySizeOlder, desiredOf, sizeOf, totalSize } from './replica-sets.ts';

/** Surge rounds up, unavailability down; were both 0, nothing could ever move, so one pod may be unavailable then. */
export function resolveFenceposts(
  maxSurge: IntOrString,
  maxUnavailable: IntOrString,
  desired: number,
): { surge: number; unavailable: number } {
  const surge = scaledValue(maxSurge, desired, true);
  const unavailable = scaledValue(maxUnavailable, desired, false);
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec?.strategy?.type === 'RollingUpdate';
}

/** Pods that a rollout may have beyond the desired ones. */
export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fencepostsOf(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
  const desired = desiredOf(deployment);
  if (!isRollingUpdate(deployment) || desired === 0) return 0;
  return Math.min(fencepostsOf(deployment).unavailable, desired);
}

export function minAvailable(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? desiredOf(deployment) - maxUnavailable(deployment) : 0;
}

/** Size of the newest ReplicaSet, which has `size` now, when all together have `total`. */
export function newSetSize(deployment: Deployment, total: number, size: number): number {
  const desired = desiredOf(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const room = desired + maxSurge(deployment) - total;
  return room <= 0 ? size : size + Math.min(room, desired - size);
}

/**
 * The steps in which the old sets (oldest first) of a rolling update give way, as sizes; none while availability would suffer.
 * Pods that are not available go first: they serve nobody, and would otherwise be kept while good ones are replaced.
 */
export function oldSetSteps(deployment: Deployment, newSet: ReplicaSet | undefined, old: readonly ReplicaSet[]): number[][] {
  const required = desiredOf(deployment) - maxUnavailable(deployment);
  const newSize = newSet === undefined ? 0 : sizeOf(newSet);
  const newAvailable = newSet === undefined ? 0 : availableOf(newSet);
  const limit = totalSize(old) + newSize - required - (newSize - newAvailable);
  if (old.length === 0 || limit <= 0) return [];
  const healthy = withoutUnhealthy(old, limit);
  return [healthy, without(healthy, availableReplicas(old) + newAvailable - required)];
}

/** Sizes after at most `limit` pods that are not available were taken away. */
export function withoutUnhealthy(sets: readonly ReplicaSet[], limit: number): number[] {
  let left = limit;
  return sets.map((set) => {
    const taken = Math.max(0, Math.min(left, sizeOf(set) - availableOf(set)));
    left -= taken;
    return sizeOf(set) - taken;
  });
}

/** Sizes after `count` pods were taken away. */
export function without(sizes: readonly number[], count: number): number[] {
  let left = Math.max(0, count);
  return sizes.map((size) => {
    const taken = Math.min(left, size);
    left -= taken;
    return size - taken;
  });
}

/** A Deployment of a new size in the middle of a rollout: each active set gets its share of the difference. */
export function proportionalSizes(deployment: Deployment, sets: readonly ReplicaSet[]): { set: ReplicaSet; size: number }[] {
  const active = activeSets(sets);
  const desired = desiredOf(deployment);
  const toAdd = (desired > 0 ? desired + maxSurge(deployment) : 0) - totalSize(active);
  if (toAdd === 0) return active.map((set) => ({ set, size: sizeOf(set) }));
  const ordered = active.sort(toAdd > 0 ? bySizeNewer : bySizeOlder);
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = proportion(deployment, set, toAdd, added);
    added += share;
    return sizeOf(set) + share;
  });
  // What rounding left over goes to the largest.
  return ordered.map((set, index) => ({ set, size: index === 0 ? Math.max(0, (sizes[0] ?? 0) + toAdd - added) : (sizes[index] ?? 0) }));
}

/** Pods to add to a set (negative: to remove) so that its share of the Deployment stays what it was. */
export function fraction(deployment: Deployment, set: ReplicaSet): number {
  const desired = desiredOf(deployment);
  if (desired === 0) return -sizeOf(set);
  const maxBefore = maxReplicasOf(set) || (deployment.status?.replicas ?? 0);
  if (maxBefore === 0) return 0;
  const size = (sizeOf(set) * (desired + maxSurge(deployment))) / maxBefore;
  return Math.trunc(size < 0 ? size - 0.5 : size + 0.5) - sizeOf(set);
}

function proportion(deployment: Deployment, set: ReplicaSet, toAdd: number, added: number): number {
  if (sizeOf(set) === 0 || toAdd === added) return 0;
  const share = fraction(deployment, set);
  const allowed = toAdd - added;
  return toAdd > 0 ? Math.min(share, allowed) : Math.max(share, allowed);
}

function fencepostsOf(deployment: Deployment): { surge: number; unavailable: number } {
  const { maxSurge = 0, maxUnavailable = 0 } = deployment.spec?.strategy?.rollingUpdate ?? {};
  return resolveFenceposts(maxSurge, maxUnavailable, desiredOf(deployment));
}
