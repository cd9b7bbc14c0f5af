/**
 * Nobody gives away more than he has: who writes a role must hold its rules, who binds one those of the role, unless a role lets him
 * `escalate` or `bind` (pkg/registry/rbac/<kind>/policybased). It comes after the mutating plugins and before validation.
 */
import { deepEqual } from '../../../base/equal.ts';
import { failure, forbiddenError } from '../../../api/errors.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef } from '../../../api/types.gen.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission/plugin.ts';
import type { RequestScope } from '../server.ts';
import { authorize, identityOf, isMaster, rightsOf } from './authorize.ts';
import { rulesOfRole, storedRoles } from './rbac.ts';
import { describeRules, missingRules, quoted } from './rules.ts';

const GROUP = 'rbac.authorization.k8s.io';

export const privilegeEscalation: AdmissionPlugin = {
  name: 'PrivilegeEscalation',
  mutate(scope, object, attributes) {
    if (scope.kind.type.group === GROUP && !isMaster(identityOf(scope.requester))) assertHeld(scope, object, attributes);
    return object;
  },
};

function assertHeld(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  if (attributes.stored !== undefined && changesOwnersAlone(object, attributes.stored)) return;
  switch (object.kind) {
    case 'Role':
    case 'ClusterRole':
      return assertMayWrite(scope, object as Role | ClusterRole, attributes);
    case 'RoleBinding':
    case 'ClusterRoleBinding':
      return assertMayBind(scope, object as RoleBinding | ClusterRoleBinding, attributes.namespace);
    default:
      return;
  }
}

/** What the garbage collector does to an object is no escalation. */
function changesOwnersAlone(next: KubeObject, stored: KubeObject): boolean {
  return deepEqual(withoutOwners(next), withoutOwners(stored));
}

function withoutOwners({ metadata, ...rest }: KubeObject): object {
  const { ownerReferences: _owners, finalizers: _finalizers, managedFields: _managed, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

const EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function assertMayWrite(scope: RequestScope, role: Role | ClusterRole, { namespace, stored }: AdmissionAttributes): void {
  // A POST has no name in its path; a PUT has, also where it creates.
  const isPost = stored === undefined && scope.assertMayCreate === undefined;
  if (isAllowed(scope, 'escalate', scope.kind.type.resource, isPost ? '' : nameOf(role), namespace)) return;
  assertCovered(scope, role, role.rules ?? [], namespace);
  if (!hasAggregation(role) && !hasAggregation(stored)) return;
  if (missingOf(scope, EVERYTHING, namespace).length > 0)
    throw forbiddenError(scope.kind.type, nameOf(role), 'must have cluster-admin privileges to use the aggregationRule');
}

/** An aggregated role may gather anything. */
function hasAggregation(role: KubeObject | undefined): boolean {
  return ((role as ClusterRole | undefined)?.aggregationRule?.clusterRoleSelectors ?? []).length > 0;
}

const RESOURCES: { readonly [kind: string]: string | undefined } = { Role: 'roles', ClusterRole: 'clusterroles' };

function assertMayBind(scope: RequestScope, binding: RoleBinding | ClusterRoleBinding, namespace: string): void {
  const roleRef: RoleRef = binding.roleRef;
  const resource = RESOURCES[roleRef.kind];
  if (resource !== undefined && isAllowed(scope, 'bind', resource, roleRef.name, namespace, roleRef.apiGroup)) return;
  const rules = rulesOfRole(roleRef, namespace, storedRoles(scope.server.store));
  if (typeof rules === 'string') throw unknownRole(roleRef, rules);
  assertCovered(scope, binding, rules, namespace);
}

/** The role's own error is passed on; here upstream names a resource in the singular. */
function unknownRole({ kind, name }: RoleRef, message: string) {
  if (RESOURCES[kind] === undefined) return failure(500, '', message);
  return failure(404, 'NotFound', message, { name, group: GROUP, kind: kind.toLowerCase() });
}

function isAllowed(
  { server, requester }: RequestScope,
  verb: string,
  resource: string,
  name: string,
  namespace: string,
  group = GROUP,
): boolean {
  return authorize(server, identityOf(requester), { verb, group, resource, subresource: '', name, namespace, fields: [] }).allowed;
}

function missingOf({ server, requester }: RequestScope, rules: readonly PolicyRule[], namespace: string): readonly PolicyRule[] {
  return missingRules(rightsOf(server, identityOf(requester), namespace).rules, rules);
}

function assertCovered(scope: RequestScope, object: KubeObject, rules: readonly PolicyRule[], namespace: string): void {
  const missing = missingOf(scope, rules, namespace);
  if (missing.length === 0) return;
  const who = identityOf(scope.requester);
  const { error } = rightsOf(scope.server, who, namespace);
  const subject = `user ${JSON.stringify(who.user)} (groups=${quoted(who.groups)})`;
  const list = describeRules(missing).join('\n');
  const doubt = error === '' ? '' : `; resolution errors: [${error}]`;
  throw forbiddenError(
    scope.kind.type,
    nameOf(object),
    `${subject} is attempting to grant RBAC permissions not currently held:\n${list}${doubt}`,
  );
}
