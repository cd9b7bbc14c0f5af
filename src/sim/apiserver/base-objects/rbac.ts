/** The roles and bindings of a new cluster, from their facts (plugin/pkg/auth/authorizer/rbac/bootstrappolicy). */
import type { KubeObject } from '../../../api/object.ts';
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from '../../../api/resources.ts';
import type { PolicyRule, RoleRef, Subject } from '../../../api/types.gen.ts';
import facts from './objects.gen.json' with { type: 'json' };
import type { Born } from './born.ts';

const GROUP = 'rbac.authorization.k8s.io';
const API_VERSION = `${GROUP}/v1`;
const ANNOTATIONS = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };

interface RoleFacts {
  readonly rules: readonly string[];
  /** Which aggregated role takes its rules. */
  readonly to?: string;
  /** Which roles it takes its rules from. */
  readonly from?: string;
}

interface BindingFacts {
  /** `ClusterRole view`. */
  readonly role: string;
  /** `ServiceAccount name namespace`. */
  readonly subjects: readonly string[];
}

export const RBAC: readonly Born[] = [
  ...Object.entries<RoleFacts>(facts.clusterRoles).map(([name, role]) => born(CLUSTER_ROLE, name, roleOf('ClusterRole', role), role.to)),
  ...Object.entries<BindingFacts>(facts.clusterRoleBindings).map(([name, binding]) =>
    born(CLUSTER_ROLE_BINDING, name, bindingOf('ClusterRoleBinding', binding)),
  ),
  ...Object.entries<RoleFacts>(facts.roles).map(([key, role]) => born(ROLE, key, roleOf('Role', role))),
  ...Object.entries<BindingFacts>(facts.roleBindings).map(([key, binding]) => born(ROLE_BINDING, key, bindingOf('RoleBinding', binding))),
];

/** What kubelets may do as far as the rules of a role can say it. */
export const NODE_RULES: readonly PolicyRule[] = facts.clusterRoles['system:node'].rules.map(ruleOf);

type Rest = Omit<KubeObject, 'metadata'> & { readonly [field: string]: unknown };

function born(type: Born['type'], key: string, rest: Rest, to?: string): Born {
  const labels = to === undefined ? LABELS : { ...LABELS, ...aggregateTo(to) };
  return { type, key, object: { ...rest, metadata: { labels, annotations: ANNOTATIONS } } };
}

function aggregateTo(role: string): { readonly [label: string]: string } {
  return { [`${GROUP}/aggregate-to-${role}`]: 'true' };
}

function roleOf(kind: string, { rules, from }: RoleFacts): Rest {
  const aggregationRule = from === undefined ? {} : { aggregationRule: { clusterRoleSelectors: [{ matchLabels: aggregateTo(from) }] } };
  return { apiVersion: API_VERSION, kind, ...aggregationRule, rules: rules.map(ruleOf) };
}

function bindingOf(kind: string, { role, subjects }: BindingFacts): Rest {
  const [roleKind = '', name = ''] = role.split(' ');
  const roleRef: RoleRef = { apiGroup: GROUP, kind: roleKind, name };
  return { apiVersion: API_VERSION, kind, ...(subjects.length === 0 ? {} : { subjects: subjects.map(subjectOf) }), roleRef };
}

function subjectOf(text: string): Subject {
  const [kind = '', name = '', namespace] = text.split(' ');
  return namespace === undefined ? { kind, apiGroup: GROUP, name } : { kind, name, namespace };
}

/** `verbs | groups | resources | names`, or `verbs | paths`. */
function ruleOf(text: string): PolicyRule {
  const [verbs = [], groups = [], resources, names] = text
    .split(' | ')
    .map((part) => part.split(' ').map((word) => (word === 'core' ? '' : word)));
  if (resources === undefined) return { verbs, nonResourceURLs: groups };
  return { verbs, apiGroups: groups, resources, ...(names === undefined ? {} : { resourceNames: names }) };
}
