import type { Node, Pod } from '../../../../api/types.gen.ts';
import { type QueueingHints, always } from '../../framework/events.ts';
import { type Informers, labelsOf } from '../../framework/plugin.ts';
import { type Term, meets, ownerOf, termsOf } from './terms.ts';

export const INTER_POD_HINTS: QueueingHints = {
  UpdatePodLabel: always,
  AssignedPodAdd: (event, pod) => meansAll(affinityOf(pod), event.pod),
  AssignedPodUpdateLabel({ pod: other, previous }, pod) {
    const affinity = affinityOf(pod);
    const cameNear = meansAll(affinity, other) && !meansAll(affinity, previous);
    return cameNear || (meansAll(antiAffinityOf(pod), previous) && !meansAll(antiAffinityOf(pod), other));
  },
  AssignedPodDelete: (event, pod) => antiAffinityOf(pod).some((term) => means(term, event.pod)) || hadAntiAffinityTo(event.pod, pod),
  NodeAdd: ({ node }, pod) => hasAnyKey(node, pod),
  UpdateNodeLabel: ({ node }, pod) => hasAnyKey(node, pod),
};

/** A hint has no namespace labels at hand and takes a namespace selector to mean every namespace: better one look too many. */
const NO_INFORMERS: Informers = {
  replicaSet: () => undefined,
  replicationController: () => undefined,
  statefulSet: () => undefined,
  namespaceLabels: () => undefined,
  pod: () => undefined,
  podsOn: () => [],
  disruptionBudgets: () => [],
  claim: () => undefined,
  volume: () => undefined,
  volumes: () => [],
  storageClass: () => undefined,
  csiNode: () => undefined,
  csiDriver: () => undefined,
  storageCapacities: () => [],
  attachmentsTo: () => [],
};

function affinityOf(pod: Pod): readonly Term[] {
  return termsOf(pod.spec?.affinity, ownerOf(pod)).affinity.map(loosely);
}

function antiAffinityOf(pod: Pod): readonly Term[] {
  return termsOf(pod.spec?.affinity, ownerOf(pod)).antiAffinity.map(loosely);
}

function loosely(term: Term): Term {
  return term.namespaceSelector.nothing ? term : { ...term, namespaceSelector: { requirements: [] } };
}

function means(term: Term, pod: Pod): boolean {
  return meets(term, pod.metadata.namespace ?? '', pod.metadata.labels, NO_INFORMERS);
}

function meansAll(terms: readonly Term[], pod: Pod): boolean {
  return terms.length > 0 && terms.every((term) => means(term, pod));
}

function hadAntiAffinityTo(other: Pod, pod: Pod): boolean {
  return antiAffinityOf(other).some((term) => means(term, pod));
}

function hasAnyKey(node: Node, pod: Pod): boolean {
  return [...affinityOf(pod), ...antiAffinityOf(pod)].some(({ topologyKey }) => labelsOf(node)[topologyKey] !== undefined);
}
