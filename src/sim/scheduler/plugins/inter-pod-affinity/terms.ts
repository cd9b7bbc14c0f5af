import { EVERYTHING, type Labels, NOTHING, type Selector, matchesSelector } from '../../../../api/labels.ts';
import type { Affinity, Pod, PodAffinityTerm } from '../../../../api/types.gen.ts';
import { nodeAt } from '../../cache/cluster-cache.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { type PodGroup, groupsIn } from '../../cache/pod-groups.ts';
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

export function ownerOf(pod: Pod): { readonly namespace: string; readonly labels: Labels } {
  return { namespace: pod.metadata.namespace ?? '', labels: pod.metadata.labels ?? {} };
}

/** Whether a pod of this namespace with these labels is meant. */
export function meets(term: Term, namespace: string, labels: Labels | undefined, informers: Informers): boolean {
  return isMeant(term, namespace, informers) && matchesSelector(term.selector, labels);
}

function isMeant(term: Term, namespace: string, informers: Informers): boolean {
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

/** Counts per topology key and value. */
export type TopologyCounts = Map<string, Map<string, number>>;

/** Adds `weight` for every pod of a group to the domain of its node. */
export function addGroup(cycle: Cycle, counts: TopologyCounts, topologyKey: string, group: PodGroup, weight: number): void {
  for (const [slot, pods] of group.nodes) {
    const node = nodeAt(cycle.cache, slot);
    const value = node && topologyValue(node, topologyKey);
    if (value === undefined) continue;
    const values = counts.get(topologyKey) ?? new Map<string, number>();
    counts.set(topologyKey, values);
    values.set(value, (values.get(value) ?? 0) + pods * weight);
  }
}

export function countAt(counts: TopologyCounts, topologyKey: string, node: NodeInfo): number {
  const value = topologyValue(node, topologyKey);
  return value === undefined ? 0 : (counts.get(topologyKey)?.get(value) ?? 0);
}

export function requiredTerms(affinity: Affinity | undefined, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] {
  return affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

/** Preferred terms of both kinds, those of anti-affinity with negative weight. */
export function preferredTerms(affinity: Affinity | undefined, owner: ReturnType<typeof ownerOf>): readonly WeightedTerm[] {
  const towards = affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const away = affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...towards.map(({ podAffinityTerm, weight }) => ({ term: compileTerm(podAffinityTerm, owner), weight })),
    ...away.map(({ podAffinityTerm, weight }) => ({ term: compileTerm(podAffinityTerm, owner), weight: -weight })),
  ];
}
