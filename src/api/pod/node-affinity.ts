import { ownValue } from '../../base/own.ts';
import { integerOf } from '../label-requirement.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodSpec, PreferredSchedulingTerm } from '../types.gen.ts';

type Labels = { readonly [key: string]: string } | undefined;

/** What node selectors look at (k8s.io/component-helpers/scheduling/corev1/nodeaffinity). */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Labels;
}

/** nodeSelector and required node affinity of a pod, both of which must hold. */
export function matchesNodeAffinity(spec: PodSpec, node: SelectableNode): boolean {
  const { nodeSelector } = spec;
  if (nodeSelector !== undefined) {
    for (const key in nodeSelector) if (node.labels?.[key] !== nodeSelector[key]) return false;
  }
  const required = spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required === undefined || matchesNodeSelector(required, node);
}

/** Terms are alternatives; a selector without terms matches nothing. */
export function matchesNodeSelector(selector: NodeSelector, node: SelectableNode): boolean {
  return selector.nodeSelectorTerms.some((term) => matchesNodeSelectorTerm(term, node));
}

/** A term without any requirement matches nothing. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: SelectableNode): boolean {
  const { matchExpressions = [], matchFields = [] } = term;
  if (matchExpressions.length === 0 && matchFields.length === 0) return false;
  return (
    matchExpressions.every((requirement) => matchesValue(requirement, ownValue(node.labels, requirement.key))) &&
    matchFields.every((requirement) => requirement.key === 'metadata.name' && matchesValue(requirement, node.name))
  );
}

/** Sum of the weights of the preferred terms that match; here an empty term is ignored. */
export function preferredNodeWeight(terms: readonly PreferredSchedulingTerm[], node: SelectableNode): number {
  let sum = 0;
  for (const { weight, preference } of terms) if (weight !== 0 && matchesNodeSelectorTerm(preference, node)) sum += weight;
  return sum;
}

function matchesValue(requirement: NodeSelectorRequirement, value: string | undefined): boolean {
  const { operator, values = [] } = requirement;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
    case 'Lt':
      return comparesAs(operator, value, values);
    default:
      return operator satisfies never;
  }
}

function comparesAs(operator: 'Gt' | 'Lt', value: string | undefined, values: readonly string[]): boolean {
  const [bound] = values;
  if (value === undefined || bound === undefined || values.length !== 1) return false;
  const [left, right] = [integerOf(value), integerOf(bound)];
  return left !== undefined && right !== undefined && (operator === 'Gt' ? left > right : left < right);
}
