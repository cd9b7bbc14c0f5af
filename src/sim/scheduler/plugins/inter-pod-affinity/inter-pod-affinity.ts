import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import {
  type Cycle,
  type PreFilterResult,
  SKIP,
  type SchedulerPlugin,
  defineSchedulerPlugin,
  unresolvable,
  unschedulable,
} from '../../framework/plugin.ts';
import { INTER_POD_HINTS } from './hints.ts';
import { type AffinityWeights, affinityScores, normaliseAffinity } from './scoring.ts';
import { type Term, type TopologyCounts, addGroup, countAt, groupsMeeting, meets, ownerOf, termsOf } from './terms.ts';

const NAME = 'InterPodAffinity';
const NO_AFFINITY = unresolvable(NAME, "node(s) didn't match pod affinity rules");
const ANTI_AFFINITY = unschedulable(NAME, "node(s) didn't match pod anti-affinity rules");
const OTHERS_ANTI_AFFINITY = unschedulable(NAME, "node(s) didn't satisfy existing pods anti-affinity rules");

interface Required {
  readonly affinity: readonly Term[];
  readonly antiAffinity: readonly Term[];
  /** Pods that meet all affinity terms, by the domains of each term. */
  readonly friends: TopologyCounts;
  readonly foes: TopologyCounts;
  /** Domains of pods whose own anti-affinity means this pod. */
  readonly othersFoes: TopologyCounts;
  /** The first of a group that wants to be together may start anywhere. */
  readonly mayBeFirst: boolean;
}

/** Pods that want to be near other pods, or away from them. */
export const interPodAffinity = interPodAffinityWith({ hardPodAffinityWeight: 1, ignorePreferredTermsOfExistingPods: false });

export function interPodAffinityWith(weights: AffinityWeights): SchedulerPlugin {
  return defineSchedulerPlugin<Required, TopologyCounts>({
    name: NAME,
    preFilter: requiredOf,
    filter(_cycle, node, required) {
      if (!satisfiesAffinity(node, required)) return NO_AFFINITY;
      for (const term of required.antiAffinity) if (countAt(required.foes, term.topologyKey, node) > 0) return ANTI_AFFINITY;
      for (const topologyKey of required.othersFoes.keys())
        if (countAt(required.othersFoes, topologyKey, node) > 0) return OTHERS_ANTI_AFFINITY;
      return undefined;
    },
    preScore(cycle) {
      const { flaw } = termsOf(cycle.spec.affinity, ownerOf(cycle.pod));
      if (flaw !== undefined) return { error: `failed to parse pod: ${flaw}` };
      const scores = affinityScores(cycle, weights);
      return scores.size === 0 ? SKIP : { state: scores };
    },
    score(_cycle, node, scores) {
      let sum = 0;
      for (const topologyKey of scores.keys()) sum += countAt(scores, topologyKey, node);
      return sum;
    },
    normalise: normaliseAffinity,
    requeueOn: INTER_POD_HINTS,
  });
}

function requiredOf(cycle: Cycle): PreFilterResult<Required> {
  const owner = ownerOf(cycle.pod);
  const { affinity, antiAffinity, flaw } = termsOf(cycle.spec.affinity, owner);
  if (flaw !== undefined) return { rejection: unresolvable(NAME, `parsing pod: ${flaw}`) };
  const othersFoes = antiAffinityOfOthers(cycle);
  if (affinity.length === 0 && antiAffinity.length === 0 && othersFoes.size === 0) return SKIP;
  const friends: TopologyCounts = new Map();
  const [first] = affinity;
  for (const group of first === undefined ? [] : groupsMeeting(cycle, first)) {
    if (!affinity.every((term) => meets(term, group.namespace, group.labels, cycle.informers))) continue;
    for (const { topologyKey } of affinity) addGroup(cycle, friends, topologyKey, group, 1);
  }
  const foes: TopologyCounts = new Map();
  for (const term of antiAffinity) for (const group of groupsMeeting(cycle, term)) addGroup(cycle, foes, term.topologyKey, group, 1);
  const mayBeFirst = friends.size === 0 && affinity.every((term) => meets(term, owner.namespace, owner.labels, cycle.informers));
  return { state: { affinity, antiAffinity, friends, foes, othersFoes, mayBeFirst } };
}

function antiAffinityOfOthers(cycle: Cycle): TopologyCounts {
  const counts: TopologyCounts = new Map();
  const { namespace, labels } = ownerOf(cycle.pod);
  for (const id of cycle.cache.groups.withAffinity) {
    const group = cycle.cache.groups.byId.get(id);
    if (group === undefined) continue;
    for (const term of termsOf(group.affinity, group).antiAffinity)
      if (meets(term, namespace, labels, cycle.informers)) addGroup(cycle, counts, term.topologyKey, group, 1);
  }
  return counts;
}

function satisfiesAffinity(node: NodeInfo, { affinity, friends, mayBeFirst }: Required): boolean {
  let together = true;
  for (const { topologyKey } of affinity) {
    if (topologyValue(node, topologyKey) === undefined) return false;
    if (countAt(friends, topologyKey, node) <= 0) together = false;
  }
  return together || mayBeFirst;
}
