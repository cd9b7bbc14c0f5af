import { podCondition } from '../../../../api/pod/conditions.ts';
import type { Pod } from '../../../../api/types.gen.ts';
import { addCount, histogram } from '../../framework/diagnosis.ts';
import {
  type Cycle,
  type Diagnosis,
  type PostFilterMeans,
  type PostFilterResult,
  type SchedulerPlugin,
  defineSchedulerPlugin,
} from '../../framework/plugin.ts';
import { type Candidate, bestCandidate } from './candidates.ts';
import { dryRun } from './dry-run.ts';

export const NOT_HELPFUL = 'Preemption is not helpful for scheduling';

/** DefaultPreemptionArgs: so many nodes at least are tried out, or such a share of those in question. */
export interface CandidateLimits {
  readonly minCandidateNodesPercentage: number;
  readonly minCandidateNodesAbsolute: number;
}

/** Whether making less important pods go would help, and which. */
export const defaultPreemption = defaultPreemptionWith({ minCandidateNodesPercentage: 10, minCandidateNodesAbsolute: 100 });

export function defaultPreemptionWith(limits: CandidateLimits): SchedulerPlugin {
  return defineSchedulerPlugin({
    name: 'DefaultPreemption',
    postFilter(cycle, diagnosis, means) {
      if (cycle.spec.preemptionPolicy === 'Never') return { text: 'preemption: not eligible due to preemptionPolicy=Never.' };
      if (!isWaiting(cycle, diagnosis)) return findVictims(cycle, diagnosis, means, limits);
      return { text: 'preemption: not eligible due to a terminating pod on the nominated node.', waits: true };
    },
  });
}

/** Pods on the pod's nominated node are making way for it already. */
export function isWaiting({ pod, spec, informers }: Cycle, { rejected }: Pick<Diagnosis, 'rejected'>): boolean {
  const nominated = pod.status?.nominatedNodeName;
  if (!nominated) return false;
  const rejection = rejected.find(({ node }) => node.name === nominated)?.rejection;
  if (rejection?.code === 'UnschedulableAndUnresolvable') return false;
  return informers.podsOn(nominated).some((other) => (other.spec?.priority ?? 0) < (spec.priority ?? 0) && makesWay(other));
}

function makesWay(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined && podCondition(pod, 'DisruptionTarget')?.reason === 'PreemptionByScheduler';
}

function findVictims(
  cycle: Cycle,
  { nodeCount, rejected }: Diagnosis,
  means: PostFilterMeans,
  { minCandidateNodesPercentage: share, minCandidateNodesAbsolute: least }: CandidateLimits,
): PostFilterResult {
  const potential = rejected.filter(({ rejection }) => rejection.code === 'Unschedulable');
  const wanted = Math.min(potential.length, Math.max(least, Math.floor((potential.length * share) / 100)));
  const offset = Math.floor(means.random() * potential.length);
  const candidates: Candidate[] = [];
  const counts = new Map<string, number>();
  // It goes on until one violates no PodDisruptionBudget.
  const areEnough = (): boolean => candidates.length >= wanted && candidates.some(({ violations }) => violations === 0);
  for (let step = 0; step < potential.length && !areEnough(); step += 1) {
    const node = potential[(offset + step) % potential.length]?.node;
    if (node === undefined) continue;
    const outcome = dryRun(cycle, node, means);
    means.consider?.(node.name, outcome);
    if ('victims' in outcome) candidates.push({ node: node.name, ...outcome });
    else for (const reason of outcome.reasons) addCount(counts, reason);
  }
  const best = bestCandidate(candidates);
  if (best !== undefined) return { preemption: best };
  if (potential.length < nodeCount) addCount(counts, NOT_HELPFUL, nodeCount - potential.length);
  return { text: `preemption: 0/${nodeCount} nodes are available: ${histogram(counts)}.` };
}
