/** What policies and webhooks have in common: rules, selectors, match conditions, parameters (pkg/apis/admissionregistration). */
import { RETURNS, type PolicyVariables, compilePolicyExpression } from '../../cel/policy.ts';
import type { CelType } from '../../cel/types.ts';
import { duplicate, forbidden, invalid, notSupported, required, tooMany } from '../../field-error.ts';
import { dns1035Label, dns1123Subdomain, labelKey, pathSegment } from '../../names.ts';
import type { KubeObject } from '../../object.ts';
import type { MatchCondition, MatchResources, NamedRuleWithOperations, ParamKind, ParamRef, RuleWithOperations } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, checkOneOf, checkPresent, checkRule, isUnset } from '../checks.ts';
import { alter, fillAbsent, mapShared } from '../sharing.ts';

type Rule = RuleWithOperations | NamedRuleWithOperations;

export function defaultRule<T extends Rule>(rule: T): T {
  return fillAbsent<Rule>(rule, { scope: '*' }) as T;
}

export function defaultMatchResources(resources: MatchResources): MatchResources {
  const next = fillAbsent(resources, { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} });
  const rules = (list: readonly NamedRuleWithOperations[]): readonly NamedRuleWithOperations[] => mapShared(list, defaultRule);
  return alter(alter(next, 'resourceRules', rules), 'excludeResourceRules', rules);
}

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];
export const FAILURE_POLICIES: readonly string[] = ['Fail', 'Ignore'];
export const MATCH_POLICIES: readonly string[] = ['Equivalent', 'Exact'];
export const REINVOCATION_POLICIES: readonly string[] = ['IfNeeded', 'Never'];

export function checkRuleWithOperations(rule: Rule, path: string, findings: Findings): void {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  checkList(operations, `${path}.operations`, 'operations', findings);
  for (const [index, operation] of operations.entries()) checkOneOf(operation, OPERATIONS, `${path}.operations[${index}]`, findings);
  checkList(apiGroups, `${path}.apiGroups`, 'API groups', findings);
  checkList(apiVersions, `${path}.apiVersions`, 'API versions', findings);
  for (const [index, version] of apiVersions.entries()) checkPresent(version, `${path}.apiVersions[${index}]`, findings);
  checkResources(resources, `${path}.resources`, findings);
  if (scope !== undefined) checkOneOf(scope, SCOPES, `${path}.scope`, findings);
}

function checkList(values: readonly string[], path: string, what: string, findings: Findings): void {
  if (values.length === 0) findings.push(required(path));
  if (values.length > 1 && values.includes('*')) findings.push(invalid(path, values, `if '*' is present, must not specify other ${what}`));
}

/** `pods`, `pods/status`, `pods/*`, `*\/scale`, `*`, `*\/*`. */
function checkResources(resources: readonly string[], path: string, findings: Findings): void {
  if (resources.length === 0) findings.push(required(path));
  const wholeResources = new Set<string>();
  const wholeSubresources = new Set<string>();
  let plain = false;
  for (const [index, text] of resources.entries()) {
    const at = `${path}[${index}]`;
    if (text === '') {
      findings.push(required(at));
      continue;
    }
    const slash = text.indexOf('/');
    if (slash < 0) {
      plain = text !== '*';
      continue;
    }
    const resource = text.slice(0, slash);
    const subresource = text.slice(slash + 1);
    if (wholeResources.has(resource)) findings.push(invalid(at, text, `if '${resource}/*' is present, must not specify ${text}`));
    if (wholeSubresources.has(subresource)) findings.push(invalid(at, text, `if '*/${subresource}' is present, must not specify ${text}`));
    if (subresource === '*') wholeResources.add(resource);
    if (resource === '*') wholeSubresources.add(subresource);
  }
  if (resources.length > 1 && resources.includes('*/*')) {
    findings.push(invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  if (resources.includes('*') && plain) {
    findings.push(invalid(path, resources, "if '*' is present, must not specify other resources without subresources"));
  }
}

export function checkMatchResources(resources: MatchResources, path: string, findings: Findings): void {
  const { matchPolicy, namespaceSelector, objectSelector, resourceRules = [], excludeResourceRules = [] } = resources;
  if (matchPolicy === undefined) findings.push(required(`${path}.matchPolicy`));
  else checkOneOf(matchPolicy, MATCH_POLICIES, `${path}.matchPolicy`, findings);
  if (namespaceSelector === undefined) findings.push(required(`${path}.namespaceSelector`));
  findings.push(...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`));
  if (objectSelector === undefined) findings.push(required(`${path}.objectSelector`));
  findings.push(...validateLabelSelector(objectSelector, `${path}.objectSelector`));
  for (const [index, rule] of resourceRules.entries()) checkNamedRule(rule, `${path}.resourceRules[${index}]`, findings);
  for (const [index, rule] of excludeResourceRules.entries()) checkNamedRule(rule, `${path}.excludeResourceRules[${index}]`, findings);
}

function checkNamedRule(rule: NamedRuleWithOperations, path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, name] of (rule.resourceNames ?? []).entries()) {
    checkRule(pathSegment, name, `${path}.resourceNames[${index}]`, findings);
    if (seen.has(name)) findings.push(duplicate(`${path}.resourceNames[${index}]`, name));
    seen.add(name);
  }
  checkRuleWithOperations(rule, path, findings);
}

/** Policies that mutate have nothing to do with deletions. */
export function checkMutatingOperations(resources: MatchResources | undefined, path: string, findings: Findings): void {
  const allowed = OPERATIONS.filter((operation) => operation !== 'DELETE');
  for (const { operations = [] } of resources?.resourceRules ?? []) {
    for (const operation of operations) checkOneOf(operation, allowed, `${path}.resourceRules.operations`, findings);
  }
}

const MAX_MATCH_CONDITIONS = 64;

export function checkMatchConditions(conditions: readonly MatchCondition[], params: boolean, path: string, findings: Findings): void {
  if (conditions.length > MAX_MATCH_CONDITIONS) findings.push(tooMany(path, conditions.length, MAX_MATCH_CONDITIONS));
  const names = new Set<string>();
  for (const [index, { name = '', expression = '' }] of conditions.entries()) {
    const at = `${path}[${index}]`;
    const trimmed = expression.trim();
    if (trimmed === '') findings.push(required(`${at}.expression`));
    else checkExpression(trimmed, RETURNS.bool, { params, authorizer: true }, `${at}.expression`, findings);
    if (name === '') findings.push(required(`${at}.name`));
    else checkRule(labelKey, name, `${at}.name`, findings);
    if (name !== '' && names.has(name)) findings.push(duplicate(`${at}.name`, name));
    names.add(name);
  }
}

/** Gives the type of the expression when it compiles. */
export function checkExpression(
  expression: string,
  returns: readonly CelType[] | undefined,
  variables: PolicyVariables,
  path: string,
  findings: Findings,
  shown: string = expression,
): CelType | undefined {
  const compiled = compilePolicyExpression(expression, returns, variables);
  if (!('error' in compiled)) return compiled.type;
  findings.push(invalid(path, shown, compiled.error));
  return undefined;
}

export function checkParamKind({ apiVersion = '', kind = '' }: ParamKind, path: string, findings: Findings): void {
  checkApiVersion(apiVersion, `${path}.apiVersion`, findings);
  if (kind === '') return void findings.push(required(`${path}.kind`));
  const texts = dns1035Label(kind.toLowerCase());
  if (texts.length > 0) {
    findings.push(invalid(`${path}.kind`, kind, `may have mixed case, but should otherwise match: ${texts.join(',')}`));
  }
}

function checkApiVersion(apiVersion: string, path: string, findings: Findings): void {
  if (apiVersion === '') return void findings.push(required(path));
  const parts = apiVersion === '/' ? [''] : apiVersion.split('/');
  if (parts.length > 2) return void findings.push(invalid(path, apiVersion, `unexpected GroupVersion string: ${apiVersion}`));
  const group = parts.length === 2 ? (parts[0] ?? '') : '';
  const version = parts.at(-1) ?? '';
  const groupTexts = group === '' ? [] : dns1123Subdomain(group);
  if (groupTexts.length > 0) findings.push(invalid(path, group, groupTexts.join(',')));
  if (version === '') return void findings.push(invalid(path, apiVersion, 'version must be specified'));
  const versionTexts = dns1035Label(version);
  if (versionTexts.length > 0) findings.push(invalid(path, version, versionTexts.join(',')));
}

const NOT_FOUND_ACTIONS = ['Deny', 'Allow'];
const EXCLUSIVE = 'name and selector are mutually exclusive';

export function checkParamRef({ name = '', selector, parameterNotFoundAction: action }: ParamRef, path: string, findings: Findings): void {
  if (name !== '') checkRule(pathSegment, name, `${path}.name`, findings);
  if (name !== '' && selector !== undefined) findings.push(forbidden(`${path}.name`, EXCLUSIVE));
  findings.push(...validateLabelSelector(selector, `${path}.selector`));
  if (name !== '' && selector !== undefined) findings.push(forbidden(`${path}.selector`, EXCLUSIVE));
  if (name === '' && selector === undefined) findings.push(required(path, 'one of name or selector must be specified'));
  if (isUnset(action)) findings.push(required(`${path}.parameterNotFoundAction`));
  else if (!NOT_FOUND_ACTIONS.includes(action)) {
    findings.push(notSupported(`${path}.parameterNotFoundAction`, action, NOT_FOUND_ACTIONS));
  }
}

export function checkPolicyName(name: string | undefined, path: string, findings: Findings): void {
  if (isUnset(name)) findings.push(required(path));
  else checkRule(dns1123Subdomain, name, path, findings);
}

const STATIC = '.static.k8s.io';

/** Such names belong to manifests that a server reads at its start. */
export function staticSuffixWarnings({ metadata }: KubeObject): readonly string[] {
  if (metadata.name?.endsWith(STATIC) !== true) return [];
  const why = 'are reserved for static manifest-based configurations and cannot be managed via the API';
  return [`metadata.name: names ending with "${STATIC}" ${why}`];
}
