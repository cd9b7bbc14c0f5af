/** RBAC: which rules hold for somebody in a namespace, and where they come from (pkg/registry/rbac/validation/rule.go). */
import { CLUSTER_ROLE, CLUSTER_ROLE_BINDING, ROLE, ROLE_BINDING } from '../../../api/resources.ts';
import { type KubeObject, type ResourceType, groupResource, nameOf, namespaceOf } from '../../../api/object.ts';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject } from '../../../api/types.gen.ts';
import type { Identity } from '../../kernel/command.ts';
import { type StoreState, readObject, scanObjects } from '../../store/store.ts';
import type { Access } from './access.ts';
import { ruleAllows } from './rules.ts';

/** Where roles and bindings are looked up. */
export interface Roles {
  role(namespace: string, name: string): Role | undefined;
  clusterRole(name: string): ClusterRole | undefined;
  roleBindings(namespace: string): Iterable<RoleBinding>;
  clusterRoleBindings(): Iterable<ClusterRoleBinding>;
}

export function storedRoles(store: StoreState): Roles {
  return {
    role: (namespace, name) => readObject(store, groupResource(ROLE), `${namespace}/${name}`) as Role | undefined,
    clusterRole: (name) => readObject(store, groupResource(CLUSTER_ROLE), name) as ClusterRole | undefined,
    roleBindings: (namespace) => objectsOf(store, ROLE_BINDING, `${namespace}/`),
    clusterRoleBindings: () => objectsOf(store, CLUSTER_ROLE_BINDING, ''),
  };
}

function* objectsOf<T extends KubeObject>(store: StoreState, type: ResourceType<T>, prefix: string): Generator<T> {
  for (const [, object] of scanObjects(store, groupResource(type), prefix)) yield object as T;
}

/** A binding that applies, with the rules of its role, or with what is wrong with its role. */
export interface Grant {
  /** `RoleBinding "rb/default" of Role "r" to User "alice"`. */
  readonly source: string;
  readonly rules: readonly PolicyRule[];
  readonly error?: string;
}

/** Cluster role bindings first, then those of the namespace, each kind by name. */
export function* grantsTo(who: Identity, namespace: string, roles: Roles): Generator<Grant> {
  for (const binding of roles.clusterRoleBindings()) {
    const subject = subjectOf(binding.subjects, who, '');
    if (subject !== undefined) yield grantOf(binding, nameOf(binding), subject, '', roles);
  }
  if (namespace === '') return;
  for (const binding of roles.roleBindings(namespace)) {
    const subject = subjectOf(binding.subjects, who, namespace);
    if (subject !== undefined) yield grantOf(binding, `${nameOf(binding)}/${namespaceOf(binding)}`, subject, namespace, roles);
  }
}

function grantOf(binding: RoleBinding | ClusterRoleBinding, name: string, subject: Subject, namespace: string, roles: Roles): Grant {
  const { kind, roleRef } = binding;
  const found = rulesOfRole(roleRef, namespace, roles);
  if (typeof found === 'string') return { source: '', rules: [], error: found };
  return { source: `${kind} "${name}" of ${roleRef.kind} "${roleRef.name}" to ${describe(subject, namespace)}`, rules: found };
}

/** The rules of the role that a binding in `namespace` names, or what is wrong with it. */
export function rulesOfRole({ kind, name }: RoleRef, namespace: string, roles: Roles): readonly PolicyRule[] | string {
  if (kind !== 'Role' && kind !== 'ClusterRole') return `unsupported role reference kind: ${JSON.stringify(kind)}`;
  const role = kind === 'Role' ? roles.role(namespace, name) : roles.clusterRole(name);
  return role === undefined ? `${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found` : (role.rules ?? []);
}

function describe({ kind, name, namespace }: Subject, bindingNamespace: string): string {
  return kind === 'ServiceAccount' ? `${kind} "${name}/${namespace || bindingNamespace}"` : `${kind} "${name}"`;
}

function subjectOf(subjects: readonly Subject[] | undefined, who: Identity, namespace: string): Subject | undefined {
  return subjects?.find((subject) => appliesTo(subject, who, namespace));
}

export function appliesTo({ kind, name, namespace }: Subject, who: Identity, bindingNamespace: string): boolean {
  switch (kind) {
    case 'User':
      return who.user === name;
    case 'Group':
      return who.groups.includes(name);
    case 'ServiceAccount': {
      const home = namespace || bindingNamespace;
      return home !== '' && who.user === `system:serviceaccount:${home}:${name}`;
    }
    default:
      return false;
  }
}

export interface Decision {
  readonly allowed: boolean;
  readonly reason: string;
}

export function authorizeByRoles(who: Identity, access: Access, roles: Roles): Decision {
  const errors: string[] = [];
  for (const { source, rules, error } of grantsTo(who, 'path' in access ? '' : access.namespace, roles)) {
    if (rules.some((rule) => ruleAllows(rule, access))) return { allowed: true, reason: `RBAC: allowed by ${source}` };
    if (error !== undefined) errors.push(error);
  }
  return { allowed: false, reason: errors.length === 0 ? '' : `RBAC: ${aggregate(errors)}` };
}

/** Several errors in one, each once (k8s.io/apimachinery/pkg/util/errors). */
export function aggregate(errors: readonly string[]): string {
  const once = [...new Set(errors)];
  return once.length === 1 ? (once[0] ?? '') : `[${once.join(', ')}]`;
}
