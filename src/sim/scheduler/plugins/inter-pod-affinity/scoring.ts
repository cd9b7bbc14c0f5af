import type { Cycle } from '../../framework/plugin.ts';
import { type TopologyCounts, addGroup, compileTerm, groupsMeeting, meets, ownerOf, preferredTerms, requiredTerms } from './terms.ts';

/** What a required affinity of a pod that runs already is worth to a pod that it wants near. */
const HARD_POD_AFFINITY_WEIGHT = 1;

/** Points per domain: the pod's own preferences, and those of assigned pods that concern it. */
export function affinityScores(cycle: Cycle, hardWeight: number = HARD_POD_AFFINITY_WEIGHT): TopologyCounts {
  const scores: TopologyCounts = new Map();
  const owner = ownerOf(cycle.pod);
  if (cycle.spec.affinity !== undefined) {
    for (const { term, weight } of preferredTerms(cycle.spec.affinity, owner)) {
      for (const group of groupsMeeting(cycle, term)) addGroup(cycle, scores, term.topologyKey, group, weight);
    }
  }
  for (const id of cycle.cache.groups.withAffinity) addWishesOfOthers(cycle, scores, id, hardWeight);
  return scores;
}

function addWishesOfOthers(cycle: Cycle, scores: TopologyCounts, id: number, hardWeight: number): void {
  const group = cycle.cache.groups.byId.get(id);
  if (group === undefined) return;
  const { namespace, labels } = ownerOf(cycle.pod);
  const required = requiredTerms(group.affinity, 'podAffinity').map((term) => ({ term: compileTerm(term, group), weight: hardWeight }));
  for (const { term, weight } of [...required, ...preferredTerms(group.affinity, group)]) {
    if (weight !== 0 && meets(term, namespace, labels, cycle.informers)) addGroup(cycle, scores, term.topologyKey, group, weight);
  }
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
