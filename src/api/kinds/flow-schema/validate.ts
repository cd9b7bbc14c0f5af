/** `pkg/apis/flowcontrol/validation`, of flow schemas. */
import { ownValue } from '../../../base/own.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../names.ts';
import { nameOf } from '../../object.ts';
import type {
  FlowSchema,
  FlowSchemaSpec,
  FlowcontrolSubject,
  NonResourcePolicyRule,
  PolicyRulesWithSubjects,
  ResourcePolicyRule,
} from '../../types.gen.ts';
import { type Findings, checkRule, findingsOf, isUnset } from '../checks.ts';
import { goNames } from './go-names.ts';
import { MANDATORY_SCHEMAS } from './mandatory.ts';

const MAX_PRECEDENCE = 10_000;

export function validateFlowSchema(schema: FlowSchema): readonly FieldError[] {
  const spec = schema.spec ?? ({} as FlowSchemaSpec);
  const name = nameOf(schema);
  return findingsOf((findings) => {
    checkSpec(name, spec, findings);
    const fixed = ownValue(MANDATORY_SCHEMAS, name);
    if (fixed !== undefined && !deepEqual(spec, fixed))
      findings.push(invalid('spec', goNames(spec), `spec of '${name}' must equal the fixed value`));
    findings.push(...conditionFindings(schema.status?.conditions));
  });
}

/** The same for both kinds of flow control. */
export function conditionFindings(conditions: readonly { readonly type?: string }[] = []): readonly FieldError[] {
  return conditions.flatMap(({ type = '' }, index) => [
    ...(conditions.findIndex((other) => (other.type ?? '') === type) < index ? [duplicate(`status.conditions[${index}].type`, type)] : []),
    ...(type === '' ? [required(`status.conditions[${index}].type`)] : []),
  ]);
}

function checkSpec(name: string, spec: FlowSchemaSpec, findings: Findings): void {
  const { matchingPrecedence: precedence = 0, distinguisherMethod: method, priorityLevelConfiguration: level, rules = [] } = spec;
  const path = 'spec.matchingPrecedence';
  if (precedence <= 0) findings.push(invalid(path, precedence, 'must be a positive value'));
  if (precedence > MAX_PRECEDENCE) findings.push(invalid(path, precedence, `must not be greater than ${MAX_PRECEDENCE}`));
  if (precedence === 1 && name !== 'exempt')
    findings.push(invalid(path, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
  if (method !== undefined && !DISTINGUISHERS.includes(method.type))
    findings.push(notSupported('spec.distinguisherMethod.type', goNames(method), DISTINGUISHERS));
  if (isUnset(level?.name)) findings.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'));
  else checkRule(dns1123Subdomain, level.name, 'spec.priorityLevelConfiguration.name', findings);
  for (const [index, rule] of rules.entries()) checkRules(rule, `spec.rules[${index}]`, findings);
}

const DISTINGUISHERS = ['ByNamespace', 'ByUser'];

function checkRules(
  { subjects = [], resourceRules = [], nonResourceRules = [] }: Partial<PolicyRulesWithSubjects>,
  path: string,
  findings: Findings,
): void {
  for (const [index, subject] of subjects.entries()) checkSubject(subject, `${path}.subjects[${index}]`, findings);
  if (subjects.length === 0) findings.push(required(`${path}.subjects`, 'subjects must contain at least one value'));
  if (resourceRules.length === 0 && nonResourceRules.length === 0)
    findings.push(required(path, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  for (const [index, rule] of resourceRules.entries()) checkResourceRule(rule, `${path}.resourceRules[${index}]`, findings);
  for (const [index, rule] of nonResourceRules.entries()) checkPathRule(rule, `${path}.nonResourceRules[${index}]`, findings);
}

const MEMBERS = { ServiceAccount: 'serviceAccount', User: 'user', Group: 'group' } as const;

function checkSubject(subject: FlowcontrolSubject, path: string, findings: Findings): void {
  const kind = subject.kind ?? '';
  if (kind !== 'ServiceAccount' && kind !== 'User' && kind !== 'Group')
    return void findings.push(notSupported(`${path}.kind`, kind, ['Group', 'ServiceAccount', 'User']));
  checkMember(subject, kind, `${path}.${MEMBERS[kind]}`, findings);
  for (const other of OTHERS[kind]) {
    const member = MEMBERS[other];
    if (subject[member] !== undefined)
      findings.push(forbidden(`${path}.${member}`, `${member} is forbidden when subject kind is not '${other}'`));
  }
}

const OTHERS = { ServiceAccount: ['User', 'Group'], User: ['ServiceAccount', 'Group'], Group: ['ServiceAccount', 'User'] } as const;

function checkMember(subject: FlowcontrolSubject, kind: keyof typeof MEMBERS, path: string, findings: Findings): void {
  const member = MEMBERS[kind];
  if (subject[member] === undefined) return void findings.push(required(path, `${member} is required when subject kind is '${kind}'`));
  const { name } = subject[member];
  if (isUnset(name)) findings.push(required(`${path}.name`));
  if (kind !== 'ServiceAccount') return;
  if (!isUnset(name) && name !== ALL) checkRule(dns1123Subdomain, name, `${path}.name`, findings);
  const namespace = subject.serviceAccount?.namespace;
  if (isUnset(namespace)) findings.push(required(`${path}.namespace`, 'must specify namespace for service account'));
  else checkRule(dns1123Label, namespace, `${path}.namespace`, findings);
}

const ALL = '*';
const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];

function checkVerbs(verbs: readonly string[], path: string, findings: Findings): void {
  if (verbs.length === 0) findings.push(required(path, 'verbs must contain at least one value'));
  else if (verbs.includes(ALL)) checkAlone(verbs, 'verbs', path, findings);
  else if (!verbs.every((verb) => VERBS.includes(verb))) findings.push(notSupported(path, verbs, VERBS));
}

function checkAlone(items: readonly string[], what: string, path: string, findings: Findings): void {
  if (items.length > 1 && items.includes(ALL)) findings.push(invalid(path, items, `if '*' is present, must not specify other ${what}`));
}

function checkResourceRule(rule: Partial<ResourcePolicyRule>, path: string, findings: Findings): void {
  const { verbs = [], apiGroups = [], resources = [], namespaces = [], clusterScope } = rule;
  checkVerbs(verbs, `${path}.verbs`, findings);
  if (apiGroups.length === 0) findings.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
  else checkAlone(apiGroups, 'api groups', `${path}.apiGroups`, findings);
  if (resources.length === 0) findings.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
  else checkAlone(resources, 'resources', `${path}.resources`, findings);
  checkNamespaces(namespaces, clusterScope === true, `${path}.namespaces`, findings);
}

function checkNamespaces(namespaces: readonly string[], clusterScope: boolean, path: string, findings: Findings): void {
  if (namespaces.length === 0 && !clusterScope)
    return void findings.push(required(path, 'resource rules that are not cluster scoped must supply at least one namespace'));
  if (namespaces.includes(ALL)) return checkAlone(namespaces, 'namespaces', path, findings);
  for (const [index, namespace] of namespaces.entries())
    for (const text of dns1123Label(namespace))
      findings.push(invalid(`${path}[${index}]`, namespace, `each member of this list must be '*' or a DNS-1123 label; ${text}`));
}

function checkPathRule({ verbs = [], nonResourceURLs = [] }: Partial<NonResourcePolicyRule>, path: string, findings: Findings): void {
  checkVerbs(verbs, `${path}.verbs`, findings);
  const at = `${path}.nonResourceURLs`;
  if (nonResourceURLs.length === 0) return void findings.push(required(at, 'nonResourceURLs must contain at least one value'));
  if (nonResourceURLs.includes(ALL)) return checkAlone(nonResourceURLs, 'non-resource URLs', at, findings);
  for (const [index, url] of nonResourceURLs.entries()) {
    const fault = pathFault(url);
    if (fault !== undefined) findings.push(invalid(`${at}[${index}]`, url, fault));
  }
}

function pathFault(path: string): string | undefined {
  if (path === '') return 'must not be empty';
  if (path === '/') return undefined;
  if (!path.startsWith('/')) return 'must start with slash';
  if (path.includes(' ')) return 'must not contain white-space';
  if (path.includes('//')) return 'must not contain double slash';
  const stars = path.split(ALL).length - 1;
  return stars > 1 || (stars === 1 && !path.endsWith('/*')) ? 'wildcard can only do suffix matching' : undefined;
}
