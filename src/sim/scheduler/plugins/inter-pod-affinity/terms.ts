import { ApiError } from '../../../../api/errors.ts';
import { EVERYTHING, type Labels, NOTHING, type Selector, matchesSelector } from '../../../../api/labels.ts';
import type { Affinity, Pod, PodAffinityTerm, WeightedPodAffinityTerm } from '../../../../api/types.gen.ts';
import { domainCounts } from '../../cache/domains.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { type PodGroup, groupsIn } from '../../cache/pod-groups.ts';
import { type Tally, addToTally, tallyAt } from '../../cache/tally.ts';
import type { Cycle, Informers } from '../../framework/plugin.ts';
import { compiledSelector, withLabelKeys } from '../../framework/selectors.ts';

/** An affinity term with the namespaces and pods that it means. */
export interface Term {
  readonly topologyKey: string;
  readonly namespaces: readonly string[];
  readonly namespaceSelector: Selector;
  readonly selector: Selector;
}

export interface WeightedTerm {
  readonly term: Term;
  readonly weight: number;
}

/** `owner` is the pod, or pods, whose term it is: without namespaces and selector it means their own namespace. */
export function compileTerm(term: PodAffinityTerm, owner: { readonly namespace: string; readonly labels: Labels }): Term {
  const { namespaces = [], namespaceSelector } = term;
  return {
    topologyKey: term.topologyKey,
    namespaces: namespaces.length === 0 && namespaceSelector === undefined ? [owner.namespace] : namespaces,
    namespaceSelector: compiledSelector(namespaceSelector),
    selector: withLabelKeys(compiledSelector(term.labelSelector), owner.labels, term.matchLabelKeys, term.mismatchLabelKeys),
  };
}

const NO_LABELS: Labels = {};

export function ownerOf(pod: Pod): { readonly namespace: string; readonly labels: Labels } {
  return { namespace: pod.metadata.namespace ?? '', labels: pod.metadata.labels ?? NO_LABELS };
}

type NamespaceInformer = Pick<Informers, 'namespaceLabels'>;

/** Whether a pod of this namespace with these labels is meant. */
export function meets(term: Term, namespace: string, labels: Labels | undefined, informers: NamespaceInformer): boolean {
  return isMeant(term, namespace, informers) && matchesSelector(term.selector, labels);
}

function isMeant(term: Term, namespace: string, informers: NamespaceInformer): boolean {
  if (term.namespaces.includes(namespace)) return true;
  if (term.namespaceSelector === NOTHING || term.namespaceSelector.nothing) return false;
  if (term.namespaceSelector === EVERYTHING || term.namespaceSelector.requirements.length === 0) return true;
  return matchesSelector(term.namespaceSelector, informers.namespaceLabels(namespace));
}

/** The groups of assigned pods that a term means. */
export function groupsMeeting(cycle: Cycle, term: Term): readonly PodGroup[] {
  const { groups } = cycle.cache;
  if (term.namespaceSelector.nothing) return term.namespaces.flatMap((namespace) => groupsIn(groups, namespace, term.selector));
  const meant = [...groups.byNamespace.keys()].filter((namespace) => isMeant(term, namespace, cycle.informers));
  return meant.flatMap((namespace) => groupsIn(groups, namespace, term.selector));
}

/** Counts by topology key. */
export type TopologyCounts = Map<string, Tally>;

/** Adds `weight` for every pod of a group to the domain of its node. */
export function addGroup({ cache }: Cycle, counts: TopologyCounts, topologyKey: string, group: PodGroup, weight: number): void {
  const { all } = domainCounts(group, topologyKey, cache.slots);
  if (all.size > 0) counts.set(topologyKey, addToTally(counts.get(topologyKey), all, weight));
}

export function countAt(counts: TopologyCounts, topologyKey: string, node: NodeInfo): number {
  const tally = counts.get(topologyKey);
  const value = tally && topologyValue(node, topologyKey);
  return tally === undefined || value === undefined ? 0 : tallyAt(tally, value);
}

/** The terms of a pod, or of a group of pods, by kind. One that can't be understood keeps all of its kind from counting. */
export interface PodTerms {
  readonly affinity: readonly Term[];
  readonly antiAffinity: readonly Term[];
  /** Of both kinds, those of anti-affinity with negative weight. */
  readonly preferred: readonly WeightedTerm[];
  /** What is wrong with them, in one text. */
  readonly flaw: string | undefined;
}

type Owner = ReturnType<typeof ownerOf>;

const KNOWN = new WeakMap<Affinity, { readonly owner: Owner; readonly terms: PodTerms }>();
const NONE: PodTerms = { affinity: [], antiAffinity: [], preferred: [], flaw: undefined };

/** Remembered, since pods of one template share their affinity and are asked about again and again. */
export function termsOf(affinity: Affinity | undefined, owner: Owner): PodTerms {
  if (affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined) return NONE;
  const known = KNOWN.get(affinity);
  if (known !== undefined && known.owner.labels === owner.labels && known.owner.namespace === owner.namespace) return known.terms;
  const terms = compileAll(affinity, owner);
  KNOWN.set(affinity, { owner, terms });
  return terms;
}

function compileAll({ podAffinity, podAntiAffinity }: Affinity, owner: Owner): PodTerms {
  const flaws: string[] = [];
  const compile = <Listed, Compiled>(kind: string, list: readonly Listed[] | undefined, one: (term: Listed) => Compiled) => {
    try {
      return (list ?? []).map(one);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      flaws.push(`${kind}: ${error.message}`);
      return [];
    }
  };
  const required = (term: PodAffinityTerm) => compileTerm(term, owner);
  const weighted =
    (sign: 1 | -1) =>
    ({ podAffinityTerm, weight }: WeightedPodAffinityTerm) => ({
      term: compileTerm(podAffinityTerm, owner),
      weight: sign * weight,
    });
  const affinity = compile('requiredAffinityTerms', podAffinity?.requiredDuringSchedulingIgnoredDuringExecution, required);
  const antiAffinity = compile('requiredAntiAffinityTerms', podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution, required);
  const towards = compile('preferredAffinityTerms', podAffinity?.preferredDuringSchedulingIgnoredDuringExecution, weighted(1));
  const away = compile('preferredAntiAffinityTerms', podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution, weighted(-1));
  const flaw = flaws.length < 2 ? flaws[0] : `[${flaws.join(', ')}]`;
  return { affinity, antiAffinity, preferred: [...towards, ...away], flaw };
}
