/** Who may do what by roles and bindings. */
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject as RbacSubject } from '../../../api/types.gen.ts';
import type { Access } from '../../../sim/apiserver/authorization/access.ts';
import { type Roles, appliesTo, authorizeByRoles } from '../../../sim/apiserver/authorization/rbac.ts';
import { ruleAllows } from '../../../sim/apiserver/authorization/rules.ts';
import type { Identity } from '../../../sim/kernel/command.ts';
import { type Subject, like, subject } from '../subject.ts';

interface User {
  readonly name?: string;
  readonly groups?: readonly string[];
}

interface Request {
  readonly verb: string;
  readonly apiGroup?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly path?: string;
  readonly resourceRequest?: boolean;
  /** Short forms have the name here and the groups in one text. */
  readonly user?: User | string;
  readonly groups?: string;
}

interface Given {
  readonly roles?: readonly Role[];
  readonly clusterRoles?: readonly ClusterRole[];
  readonly roleBindings?: readonly RoleBinding[];
  readonly clusterRoleBindings?: readonly ClusterRoleBinding[];
}

export const RBAC: readonly Subject[] = [
  subject<{ subjects?: readonly RbacSubject[]; user: User; namespace: string }>(
    'rbac/subjects',
    /^RBAC: subject matching/,
    ({ in: { subjects = [], user, namespace }, out }) => {
      const index = subjects.findIndex((each) => appliesTo(each, identityOf(user), namespace));
      return like(out, { applies: index >= 0, index: Math.max(0, index) });
    },
  ),
  subject<{ rule: PolicyRule }, { requests: readonly { request: Request; expected: boolean }[] }>(
    'rbac/rule-matches',
    /^RBAC: rule against requests/,
    ({ in: { rule }, out: { requests } }) => ({
      expected: requests,
      got: requests.map(({ request, ...rest }) => ({ ...rest, request, expected: ruleAllows(rule, accessOf(request)) })),
    }),
  ),
  subject<Given, { pass?: readonly Request[]; fail?: readonly Request[] }>(
    'rbac/authorizer',
    /^RBAC: authorizer/,
    ({ in: given, out: { pass = [], fail = [] } }) => {
      const isAllowed = (request: Request): boolean =>
        authorizeByRoles(identityOf(request.user, request.groups), accessOf(request), rolesOf(given)).allowed;
      return {
        expected: { refused: [], allowed: [] },
        got: { refused: pass.filter((one) => !isAllowed(one)), allowed: fail.filter(isAllowed) },
      };
    },
  ),
];

function identityOf(user: User | string = '', groups = ''): Identity {
  if (typeof user === 'string') return { user, groups: groups === '' ? [] : groups.split(',') };
  return { user: user.name ?? '', groups: user.groups ?? [] };
}

function accessOf({
  verb,
  apiGroup = '',
  resource = '',
  subresource = '',
  name = '',
  namespace = '',
  path = '',
  resourceRequest,
}: Request): Access {
  if (resourceRequest === false) return { verb, path };
  return { verb, group: apiGroup, resource, subresource, name, namespace, fields: [] };
}

function rolesOf({ roles = [], clusterRoles = [], roleBindings = [], clusterRoleBindings = [] }: Given): Roles {
  return {
    role: (namespace, name) => roles.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace),
    clusterRole: (name) => clusterRoles.find(({ metadata }) => metadata.name === name),
    roleBindings: (namespace) => roleBindings.filter(({ metadata }) => metadata.namespace === namespace).map(named),
    clusterRoleBindings: () => clusterRoleBindings.map(named),
  };
}

/** The tables leave out empty metadata. */
function named<T extends RoleBinding | ClusterRoleBinding>(binding: T): T {
  return { ...binding, metadata: binding.metadata ?? {} };
}
