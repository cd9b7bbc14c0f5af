import { parseTime } from '../../../../api/time.ts';
import type { Pod } from '../../../../api/types.gen.ts';
import { addPod, removePod } from '../../cache/cluster-cache.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { Cycle, DryRun, PostFilterMeans } from '../../framework/plugin.ts';
import { violatingPods } from './violations.ts';

const NO_VICTIMS = { reasons: ['No preemption victims found for incoming pod'] };

/**
 * Which pods of a node would have to go (SelectVictimsOnNode): all less important ones are taken away, and those that the
 * pod leaves room for come back: first those whose PodDisruptionBudget it would violate, and each time the most important
 * first. The cache is as before when it is done.
 */
export function dryRun(cycle: Cycle, node: NodeInfo, means: PostFilterMeans): DryRun {
  const { cache } = cycle;
  const lesser = lesserPods(cycle, node).toSorted((a, b) => byImportance(a, b, means.now));
  if (lesser.length === 0) return NO_VICTIMS;
  for (const pod of lesser) removePod(cache, uidOf(pod));
  const rejection = means.whyNot(node);
  const violating = violatingPods(lesser, cycle.informers.disruptionBudgets());
  const spared = violating.size === 0 ? lesser : [...violating, ...lesser.filter((pod) => !violating.has(pod))];
  const gone = new Set<Pod>();
  for (const pod of spared) {
    addPod(cache, pod, node.name);
    if (rejection !== undefined || means.whyNot(node) === undefined) continue;
    removePod(cache, uidOf(pod));
    gone.add(pod);
  }
  const victims = lesser.filter((pod) => gone.has(pod));
  for (const pod of victims) addPod(cache, pod, node.name);
  if (rejection !== undefined) return { reasons: rejection.reasons };
  return { victims, violations: victims.filter((pod) => violating.has(pod)).length };
}

function lesserPods({ cache, informers, spec }: Cycle, node: NodeInfo): readonly Pod[] {
  const own = spec.priority ?? 0;
  let lowest = own;
  for (const priority of cache.priorities.keys()) lowest = Math.min(lowest, priority);
  if (lowest === own) return [];
  return informers.podsOn(node.name).filter((pod) => (pod.spec?.priority ?? 0) < own && cache.pods.has(uidOf(pod)));
}

/** Higher priority, then longer running. */
function byImportance(a: Pod, b: Pod, now: number): number {
  return (b.spec?.priority ?? 0) - (a.spec?.priority ?? 0) || startedAt(a, now) - startedAt(b, now);
}

export function startedAt(pod: Pod, now: number): number {
  return pod.status?.startTime === undefined ? now : parseTime(pod.status.startTime);
}

function uidOf(pod: Pod): string {
  return pod.metadata.uid ?? '';
}
