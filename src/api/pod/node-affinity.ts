import { ownValue } from '../../base/own.ts';
import { fieldErrorText, invalid, notSupported } from '../field-error.ts';
import { integerOf, requirementFlaw } from '../label-requirement.ts';
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
  for (const term of selector.nodeSelectorTerms) if (matchesNodeSelectorTerm(term, node)) return true;
  return false;
}

/** A term without any requirement matches nothing, nor does one that can't be understood. A node without a name has no fields to compare. */
export function matchesNodeSelectorTerm(term: NodeSelectorTerm, node: SelectableNode): boolean {
  const { matchExpressions = NO_REQUIREMENTS, matchFields = NO_REQUIREMENTS } = term;
  if (isEmptyTerm(term) || flawsOfTerm(term).length > 0) return false;
  return (
    matchExpressions.every((requirement) => matchesValue(requirement, ownValue(node.labels, requirement.key))) &&
    (node.name === '' ||
      matchFields.every((requirement) => matchesValue(requirement, requirement.key === 'metadata.name' ? node.name : '')))
  );
}

const NO_REQUIREMENTS: readonly NodeSelectorRequirement[] = [];

function isEmptyTerm({ matchExpressions = NO_REQUIREMENTS, matchFields = NO_REQUIREMENTS }: NodeSelectorTerm): boolean {
  return matchExpressions.length === 0 && matchFields.length === 0;
}

const FLAWS = new WeakMap<NodeSelectorTerm, readonly string[]>();

/** What keeps a term from being understood, remembered: every node asks. */
function flawsOfTerm(term: NodeSelectorTerm): readonly string[] {
  let flaws = FLAWS.get(term);
  if (flaws === undefined) FLAWS.set(term, (flaws = nodeSelectorTermFlaws(term, '')));
  return flaws;
}

/** The flaws of preferred terms that stand at `path`; one without weight or requirements is not looked at. */
export function preferredTermFlaws(terms: readonly PreferredSchedulingTerm[], path: string): readonly string[] {
  return terms.flatMap(({ weight, preference }, index) =>
    weight === 0 || isEmptyTerm(preference) ? [] : nodeSelectorTermFlaws(preference, `${path}[${index}]`),
  );
}

/** The flaws of a selector that stands at `path`. */
export function nodeSelectorFlaws({ nodeSelectorTerms }: NodeSelector, path: string): readonly string[] {
  return nodeSelectorTerms.flatMap((term, index) => nodeSelectorTermFlaws(term, `${path}.nodeSelectorTerms[${index}]`));
}

function nodeSelectorTermFlaws({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, path: string): readonly string[] {
  return [
    ...matchExpressions.flatMap((requirement, index) => expressionFlaw(requirement, `${path}.matchExpressions[${index}]`) ?? []),
    ...matchFields.flatMap((requirement, index) => fieldFlaw(requirement, `${path}.matchFields[${index}]`) ?? []),
  ];
}

const OPERATORS = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!', Gt: 'gt', Lt: 'lt' } as const;

function expressionFlaw({ key, operator, values = [] }: NodeSelectorRequirement, path: string): string | undefined {
  if (!Object.hasOwn(OPERATORS, operator)) return fieldErrorText(notSupported(`${path}.operator`, operator, Object.keys(OPERATORS)));
  return requirementFlaw({ key, operator: OPERATORS[operator], values }, path);
}

function fieldFlaw({ operator, values = [] }: NodeSelectorRequirement, path: string): string | undefined {
  if (operator !== 'In' && operator !== 'NotIn') return fieldErrorText(notSupported(`${path}.operator`, operator, ['In', 'NotIn']));
  return values.length === 1 ? undefined : fieldErrorText(invalid(`${path}.values`, values, 'must have one element'));
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
