import { invalid, required } from '../../field-error.ts';
import { type NameRule, pathSegment } from '../../names.ts';
import type { PolicyRule } from '../../types.gen.ts';
import { type Findings, shown } from '../checks.ts';
import { drop } from '../sharing.ts';

/** A generateName prefix is held to the rule of a whole name. */
export const rbacName: NameRule = (name) => pathSegment(name);

/** In etcd an empty list is no list. */
export function withoutEmptyRules<T extends { readonly rules?: readonly PolicyRule[] }>(role: T): T {
  return role.rules?.length === 0 ? drop(role, 'rules') : role;
}

export function checkPolicyRules(rules: readonly PolicyRule[] | undefined, namespaced: boolean, findings: Findings): void {
  for (const [index, rule] of (rules ?? []).entries()) checkPolicyRule(rule, namespaced, `rules[${index}]`, findings);
}

function checkPolicyRule(rule: PolicyRule, namespaced: boolean, path: string, findings: Findings): void {
  if (isEmpty(rule.verbs)) findings.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
  if (isEmpty(rule.nonResourceURLs)) checkResources(rule, path, findings);
  else checkPaths(rule, namespaced, `${path}.nonResourceURLs`, findings);
}

function checkResources({ apiGroups, resources }: PolicyRule, path: string, findings: Findings): void {
  if (isEmpty(apiGroups)) findings.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  if (isEmpty(resources)) findings.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
}

function checkPaths(
  { apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule,
  namespaced: boolean,
  path: string,
  findings: Findings,
): void {
  const paths = shown(nonResourceURLs);
  if (namespaced) findings.push(invalid(path, paths, 'namespaced rules cannot apply to non-resource URLs'));
  if (isEmpty(apiGroups) && isEmpty(resources) && isEmpty(resourceNames)) return;
  findings.push(invalid(path, paths, 'rules cannot apply to both regular resources and non-resource URLs'));
}

function isEmpty(list: readonly string[] | undefined): boolean {
  return list === undefined || list.length === 0;
}
