/** Whether a policy, a binding or a webhook is about a request (apiserver's admission/plugin/policy/matching, webhook/predicates). */
import type { KindDefinition } from '../../../../api/kind.ts';
import { isEmptySelector, matchesSelector, selectorOf } from '../../../../api/labels.ts';
import { NAMESPACE } from '../../../../api/resources.ts';
import { notFoundError } from '../../../../api/errors.ts';
import type { LabelSelector, MatchResources, NamedRuleWithOperations, RuleWithOperations } from '../../../../api/types.gen.ts';
import { readObject } from '../../../store/store.ts';
import { type Subject, equivalentKinds, isNamespace } from './subject.ts';

type Rule = RuleWithOperations | NamedRuleWithOperations;

/** The kind under which the request matches: its own, or one that is served for the same objects. */
export function matchResources(subject: Subject, resources: MatchResources): KindDefinition | undefined {
  const { namespaceSelector, objectSelector, matchPolicy, resourceRules = [], excludeResourceRules = [] } = resources;
  if (!matchesSelectors(subject, namespaceSelector, objectSelector)) return undefined;
  if (matchRules(subject, excludeResourceRules, matchPolicy) !== undefined) return undefined;
  return resourceRules.length === 0 ? subject.scope.kind : matchRules(subject, resourceRules, matchPolicy);
}

/** Throws 404 for a namespace that is not there, as the real matcher does. */
export function matchesSelectors(subject: Subject, namespaces: LabelSelector | undefined, objects: LabelSelector | undefined): boolean {
  return matchesNamespace(subject, namespaces) && matchesObject(subject, objects);
}

function matchesNamespace(subject: Subject, labelSelector: LabelSelector | undefined): boolean {
  const { scope, namespace, operation, object } = subject;
  if (namespace === '' && !isNamespace(scope.kind)) return true;
  const selector = selectorOf(labelSelector ?? {});
  if (isEmptySelector(selector)) return true;
  const written = isNamespace(scope.kind) && subject.attributes.subresource === '' && operation !== 'DELETE' ? object : undefined;
  const found = written ?? readObject(scope.server.store, 'namespaces', namespace);
  if (found === undefined) throw notFoundError(NAMESPACE, namespace);
  return matchesSelector(selector, found.metadata.labels);
}

/** Either the new or the old object will do. */
function matchesObject({ object, old }: Subject, labelSelector: LabelSelector | undefined): boolean {
  const selector = selectorOf(labelSelector ?? {});
  if (isEmptySelector(selector)) return true;
  return [object, old].some((each) => each !== undefined && matchesSelector(selector, each.metadata.labels));
}

export function matchRules(subject: Subject, rules: readonly Rule[], matchPolicy: string | undefined): KindDefinition | undefined {
  if (rules.length === 0) return undefined;
  const { kind } = subject.scope;
  if (rules.some((rule) => matchesRule(subject, rule, kind))) return kind;
  if (matchPolicy !== 'Equivalent') return undefined;
  const others = equivalentKinds(subject.scope);
  for (const rule of rules) {
    const other = others.find((each) => matchesRule(subject, rule, each));
    if (other !== undefined) return other;
  }
  return undefined;
}

function matchesRule(subject: Subject, rule: Rule, { type }: KindDefinition): boolean {
  const names = ('resourceNames' in rule && rule.resourceNames) || [];
  return (
    matchesScope(subject, rule.scope) &&
    includes(rule.operations, subject.operation) &&
    includes(rule.apiGroups, type.group) &&
    includes(rule.apiVersions, type.version) &&
    (rule.resources ?? []).some((text) => matchesResource(text, type.resource, subject.attributes.subresource)) &&
    (names.length === 0 || names.includes(subject.name))
  );
}

function matchesScope({ scope, namespace }: Subject, wanted: string | undefined): boolean {
  const isClusterScoped = isNamespace(scope.kind) || namespace === '';
  if (wanted === 'Namespaced') return !isClusterScoped;
  return wanted === 'Cluster' ? isClusterScoped : true;
}

function includes(items: readonly string[] | undefined, wanted: string): boolean {
  return items !== undefined && (items.includes('*') || items.includes(wanted));
}

function matchesResource(text: string, resource: string, subresource: string): boolean {
  const slash = text.indexOf('/');
  const first = slash < 0 ? text : text.slice(0, slash);
  const second = slash < 0 ? '' : text.slice(slash + 1);
  return (first === '*' || first === resource) && (second === '*' || second === subresource);
}
