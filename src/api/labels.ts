import { badRequestError } from './errors.ts';
import { type Requirement, type SelectorOperator, checked, integerOf } from './label-requirement.ts';
import type { LabelSelector, LabelSelectorRequirement } from './types.gen.ts';

export type { Requirement, SelectorOperator };

/** Label selectors, after k8s.io/apimachinery/pkg/labels; from text in `label-parser.ts`. */
export type Labels = { readonly [key: string]: string };

/** Requirements that must all hold, sorted by key. Without any it selects everything, unless it says `nothing`. */
export interface Selector {
  readonly requirements: readonly Requirement[];
  readonly nothing?: true;
}

export const EVERYTHING: Selector = { requirements: [] };
export const NOTHING: Selector = { requirements: [], nothing: true };

export function matchesSelector(selector: Selector, labels: Labels | undefined): boolean {
  if (selector.nothing) return false;
  for (const requirement of selector.requirements) if (!matches(requirement, valueOf(labels, requirement.key))) return false;
  return true;
}

/** A key may be called like something that every JavaScript object has. */
function valueOf(labels: Labels | undefined, key: string): string | undefined {
  const value = labels?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** The selector of an object's LabelSelector: an absent one selects nothing, an empty one everything. */
export function selectorOf(labelSelector: LabelSelector | undefined): Selector {
  if (labelSelector === undefined) return NOTHING;
  const equalities = Object.entries(labelSelector.matchLabels ?? {}).map(([key, value]) =>
    checked({ key, operator: '=', values: [value] }),
  );
  const expressions = (labelSelector.matchExpressions ?? []).map(requirementOf);
  return selectorFrom([...equalities, ...expressions]);
}

/** Equality with every label of a set, as Services and ReplicationControllers select. An absent or empty set selects everything. */
export function selectorOfSet(labels: Labels | undefined): Selector {
  return selectorFrom(Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: '=', values: [value] })));
}

/** Canonical text: `app=web,tier in (a,b)`. */
export function selectorText(selector: Selector): string {
  return selector.requirements.map(requirementText).join(',');
}

/** Selects everything. */
export function isEmptySelector(selector: Selector): boolean {
  return selector.nothing !== true && selector.requirements.length === 0;
}

function matches({ operator, values }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case '=':
    case '==':
    case 'in':
      return value !== undefined && (values[0] === value || values.includes(value));
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'gt':
    case 'lt':
      return value !== undefined && isBeyond(operator, value, values[0] ?? '');
    default:
      return operator satisfies never;
  }
}

function isBeyond(operator: 'gt' | 'lt', value: string, bound: string): boolean {
  const [own, other] = [integerOf(value), integerOf(bound)];
  if (own === undefined || other === undefined) return false;
  return operator === 'gt' ? own > other : own < other;
}

export function selectorFrom(requirements: readonly Requirement[]): Selector {
  if (requirements.length === 0) return EVERYTHING;
  return { requirements: requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)) };
}

const OPERATORS: ReadonlyMap<string, SelectorOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

function requirementOf({ key, operator, values }: LabelSelectorRequirement): Requirement {
  const known = OPERATORS.get(operator);
  if (known === undefined) throw badRequestError(`${JSON.stringify(operator)} is not a valid label selector operator`);
  return checked({ key, operator: known, values: values ?? [] });
}

function requirementText({ key, operator, values }: Requirement): string {
  const list = values.join(',');
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${list})`;
    case 'gt':
      return `${key}>${list}`;
    case 'lt':
      return `${key}<${list}`;
    case '=':
    case '==':
    case '!=':
      return `${key}${operator}${list}`;
    default:
      return operator satisfies never;
  }
}
