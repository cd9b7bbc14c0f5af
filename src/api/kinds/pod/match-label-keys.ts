import type {
  Affinity,
  LabelSelector,
  LabelSelectorRequirement,
  Pod,
  PodAffinity,
  PodAffinityTerm,
  PodSpec,
  TopologySpreadConstraint,
} from '../../types.gen.ts';
import { ownValue } from '../../../base/own.ts';
import { alter, mapShared } from '../sharing.ts';

type Labels = { readonly [key: string]: string };

export function selectorLabels(pod: Pod): Labels {
  return pod.metadata.labels ?? {};
}

/** At creation, keys by which a pod wants to be matched with its like become part of the selector, with the pod's own values. */
export function withMatchLabelKeys(spec: PodSpec, labels: Labels): PodSpec {
  if (spec.affinity === undefined && spec.topologySpreadConstraints === undefined) return spec;
  const next = alter(spec, 'affinity', (affinity) => inAffinity(affinity, labels));
  return alter(next, 'topologySpreadConstraints', (constraints) =>
    mapShared(constraints, (constraint) => inConstraint(constraint, labels)),
  );
}

function inAffinity(affinity: Affinity, labels: Labels): Affinity {
  const terms = (podAffinity: PodAffinity): PodAffinity => inPodAffinity(podAffinity, labels);
  return alter(alter(affinity, 'podAffinity', terms), 'podAntiAffinity', terms);
}

function inPodAffinity(affinity: PodAffinity, labels: Labels): PodAffinity {
  const inTerm = (term: PodAffinityTerm): PodAffinityTerm => merged(term, labels);
  const required = alter(affinity, 'requiredDuringSchedulingIgnoredDuringExecution', (terms) => mapShared(terms, inTerm));
  return alter(required, 'preferredDuringSchedulingIgnoredDuringExecution', (terms) =>
    mapShared(terms, (term) => alter(term, 'podAffinityTerm', inTerm)),
  );
}

function merged(term: PodAffinityTerm, labels: Labels): PodAffinityTerm {
  const { matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  const added = [...requirements(matchLabelKeys, 'In', labels), ...requirements(mismatchLabelKeys, 'NotIn', labels)];
  return alter(term, 'labelSelector', (selector) => withRequirements(selector, added));
}

function inConstraint(constraint: TopologySpreadConstraint, labels: Labels): TopologySpreadConstraint {
  const added = requirements(constraint.matchLabelKeys ?? [], 'In', labels);
  return alter(constraint, 'labelSelector', (selector) => withRequirements(selector, added));
}

function requirements(keys: readonly string[], operator: 'In' | 'NotIn', labels: Labels): LabelSelectorRequirement[] {
  return keys.flatMap((key) => {
    const value = ownValue(labels, key);
    return value === undefined ? [] : [{ key, operator, values: [value] }];
  });
}

function withRequirements(selector: LabelSelector, added: readonly LabelSelectorRequirement[]): LabelSelector {
  return added.length === 0 ? selector : { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}
