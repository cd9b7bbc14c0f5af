/** What validating and mutating policies and their bindings have in common (pkg/apis/admissionregistration/validation). */
import { deepEqual } from '../../../base/equal.ts';
import { RETURNS, type PolicyVariables } from '../../cel/policy.ts';
import { type CelType, DYN } from '../../cel/types.ts';
import { invalid, required } from '../../field-error.ts';
import { selectorOf, selectorText } from '../../labels.ts';
import type { MatchCondition, MatchResources, ParamKind, ParamRef, Variable } from '../../types.gen.ts';
import { type Findings, checkOneOf } from '../checks.ts';
import { FAILURE_POLICIES, checkExpression, checkMatchConditions, checkMatchResources, checkParamKind } from './rules.ts';

export interface PolicySpec {
  readonly failurePolicy?: string;
  readonly paramKind?: ParamKind;
  readonly matchConstraints?: MatchResources;
  readonly matchConditions?: readonly MatchCondition[];
  readonly variables?: readonly Variable[];
}

/** Conditions that have not changed since an older server took them are not looked at again. */
export function checkPolicy(spec: PolicySpec, stored: PolicySpec | undefined, path: string, findings: Findings, more?: () => void): void {
  const { failurePolicy, paramKind, matchConstraints } = spec;
  if (failurePolicy === undefined) findings.push(required(`${path}.failurePolicy`));
  else checkOneOf(failurePolicy, FAILURE_POLICIES, `${path}.failurePolicy`, findings);
  if (paramKind !== undefined) checkParamKind(paramKind, `${path}.paramKind`, findings);
  if (matchConstraints === undefined) findings.push(required(`${path}.matchConstraints`));
  else {
    checkMatchResources(matchConstraints, `${path}.matchConstraints`, findings);
    if ((matchConstraints.resourceRules ?? []).length === 0) findings.push(required(`${path}.matchConstraints.resourceRules`));
  }
  more?.();
  const unchanged =
    stored !== undefined && deepEqual(paramKind, stored.paramKind) && deepEqual(spec.matchConditions, stored.matchConditions);
  if (!unchanged) checkMatchConditions(spec.matchConditions ?? [], paramKind !== undefined, `${path}.matchConditions`, findings);
}

const IDENTIFIER = /^[_a-zA-Z][_a-zA-Z0-9]*$/;
const RESERVED: ReadonlySet<string> = new Set(
  ['true false null in as break const continue else for function if import let', 'loop package namespace return var void while'].flatMap(
    (words) => words.split(' '),
  ),
);

/** Gives what later expressions of the policy may use; each variable sees those before it. */
export function checkVariables(spec: PolicySpec, base: PolicyVariables, path: string, findings: Findings): PolicyVariables {
  const composed = new Map<string, CelType>();
  for (const [index, { name = '', expression = '' }] of (spec.variables ?? []).entries()) {
    const at = `${path}.variables[${index}]`;
    if (name.trim() === '') findings.push(required(`${at}.name`, 'name is not specified'));
    else if (!IDENTIFIER.test(name) || RESERVED.has(name)) findings.push(invalid(`${at}.name`, name, 'must be a valid CEL identifier'));
    if (expression.trim() === '') {
      findings.push(required(`${at}.expression`, 'expression is not specified'));
      continue;
    }
    const variables = { ...base, composed: new Map(composed) };
    composed.set(name, checkExpression(expression, RETURNS.anything, variables, `${at}.expression`, findings) ?? DYN);
  }
  return { ...base, composed };
}

export function paramKindText(kind: ParamKind | undefined): string {
  return kind === undefined ? '<unset>' : `${kind.apiVersion ?? ''}/${kind.kind ?? ''}`;
}

export function paramRefText(ref: ParamRef | undefined): string {
  if (ref?.name) return `${ref.namespace || '*'}/${ref.name}`;
  if (ref?.selector === undefined) return '<unset>';
  return selectorText(selectorOf(ref.selector));
}
