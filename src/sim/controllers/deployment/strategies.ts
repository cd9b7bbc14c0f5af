/** Moving a Deployment from its old ReplicaSets to its new one (pkg/controller/deployment/{rolling,recreate}.go). */
import { POD } from '../../../api/resources.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { uidOf } from '../../../api/object.ts';
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import { cleanUp } from './history.ts';
import { newSetSize, oldSetSteps } from './math.ts';
import { type Generations, syncRevision } from './new-replica-set.ts';
import { activeSets, actualReplicas, byCreation, desiredOf, sizeOf, totalSize } from './replica-sets.ts';
import { type Rollout, scaleSet } from './rollout.ts';
import { isComplete } from './status.ts';

/** One sync either scales up or scales down, so that each step starts from what the last one led to. */
export function rollOut(rollout: Rollout): Generations {
  const generations = syncRevision(rollout, true);
  if (scaleNewSet(rollout, generations)) return generations;
  if (scaleOldSets(rollout, generations)) return generations;
  return finish(rollout, generations);
}

/** First everything old goes, and only when its last pod is gone does the new set begin. */
export function recreate(rollout: Rollout): Generations {
  const present = syncRevision(rollout, false);
  const active = activeSets(present.oldSets);
  for (const set of active) scaleSet(rollout, set, 0);
  if (active.length > 0 || hasOldPods(rollout, present)) return present;
  const generations = present.newSet === undefined ? syncRevision(rollout, true) : present;
  const { newSet } = generations;
  if (newSet !== undefined && sizeOf(newSet) !== desiredOf(rollout.deployment)) scaleSet(rollout, newSet, desiredOf(rollout.deployment));
  return finish(rollout, generations);
}

/** Two steps, as each is told of in events of its own. */
function scaleOldSets(rollout: Rollout, { newSet, oldSets }: Generations): boolean {
  let old = activeSets(oldSets).sort(byCreation);
  const before = totalSize(old);
  for (const sizes of oldSetSteps(rollout.deployment, newSet, old)) old = resize(rollout, old, sizes);
  return totalSize(old) < before;
}

function scaleNewSet(rollout: Rollout, { newSet, all }: Generations): boolean {
  if (newSet === undefined) return false;
  const size = nextSize(rollout.deployment, totalSize(all), newSet);
  if (size === sizeOf(newSet)) return false;
  scaleSet(rollout, newSet, size);
  return true;
}

/** A set that is larger than it should be shrinks whatever the others do. */
export function nextSize(deployment: Deployment, total: number, newSet: ReplicaSet): number {
  const desired = desiredOf(deployment);
  return sizeOf(newSet) > desired ? desired : newSetSize(deployment, total, sizeOf(newSet));
}

function resize(rollout: Rollout, sets: readonly ReplicaSet[], sizes: readonly number[]): ReplicaSet[] {
  return sets.map((set, index) => {
    const size = sizes[index] ?? sizeOf(set);
    return size === sizeOf(set) ? set : scaleSet(rollout, set, size);
  });
}

function finish(rollout: Rollout, generations: Generations): Generations {
  if (isComplete(rollout.deployment, rollout.deployment.status ?? {})) cleanUp(rollout, generations.oldSets);
  return generations;
}

/** Pods that are being terminated count: the new ones must not run beside them. */
function hasOldPods({ context, sets }: Rollout, { newSet, oldSets }: Generations): boolean {
  if (actualReplicas(oldSets) > 0) return true;
  const pods = context.lister(POD);
  return sets.some((set) => set !== newSet && pods.by('owner', uidOf(set)).some((pod) => !isPodTerminal(pod)));
}
