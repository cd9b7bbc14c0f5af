import type { Cycle } from '../../framework/plugin.ts';
import { type TopologyCounts, addGroup, groupsMeeting, meets, ownerOf, termsOf } from './terms.ts';

/** InterPodAffinityArgs. */
export interface AffinityWeights {
  /** What a required affinity of a pod that runs already is worth to a pod that it wants near. */
  readonly hardPodAffinityWeight: number;
  /** A pod without preferences of its own does not ask for those of others. */
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

/** Points per domain: the pod's own preferences, and those of assigned pods that concern it. */
export function affinityScores(
  cycle: Cycle,
  { hardPodAffinityWeight, ignorePreferredTermsOfExistingPods }: AffinityWeights,
): TopologyCounts {
  const scores: TopologyCounts = new Map();
  const { preferred } = termsOf(cycle.spec.affinity, ownerOf(cycle.pod));
  if (ignorePreferredTermsOfExistingPods && preferred.length === 0) return scores;
  for (const { term, weight } of preferred) {
    for (const group of groupsMeeting(cycle, term)) addGroup(cycle, scores, term.topologyKey, group, weight);
  }
  for (const id of cycle.cache.groups.withAffinity) addWishesOfOthers(cycle, scores, id, hardPodAffinityWeight);
  return scores;
}

function addWishesOfOthers(cycle: Cycle, scores: TopologyCounts, id: number, hardWeight: number): void {
  const group = cycle.cache.groups.byId.get(id);
  if (group === undefined) return;
  const { namespace, labels } = ownerOf(cycle.pod);
  const { affinity, preferred } = termsOf(group.affinity, group);
  const isMeant = (term: (typeof affinity)[number]) => meets(term, namespace, labels, cycle.informers);
  if (hardWeight !== 0) for (const term of affinity) if (isMeant(term)) addGroup(cycle, scores, term.topologyKey, group, hardWeight);
  for (const { term, weight } of preferred) if (isMeant(term)) addGroup(cycle, scores, term.topologyKey, group, weight);
}

/** The lowest at 0, the highest at 100; all 0 when they are equal. */
export function normaliseAffinity(raw: readonly number[]): readonly number[] {
  let least = Number.MAX_SAFE_INTEGER;
  let most = Number.MIN_SAFE_INTEGER;
  for (const score of raw) {
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const range = most - least;
  return raw.map((score) => (range > 0 ? Math.trunc((100 * (score - least)) / range) : 0));
}
