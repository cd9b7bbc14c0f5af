/** Whoever writes a policy or a binding must be able to read its parameters (pkg/registry/admissionregistration/<kind>/authz.go). */
import { deepEqual } from '../../../../base/equal.ts';
import { invalidError } from '../../../../api/errors.ts';
import { forbidden } from '../../../../api/field-error.ts';
import { type KubeObject, apiVersionOf, nameOf, groupVersionOf } from '../../../../api/object.ts';
import type { ParamKind, ParamRef } from '../../../../api/types.gen.ts';
import type { Identity } from '../../../kernel/command.ts';
import { readObject } from '../../../store/store.ts';
import { authorize, identityOf, isMaster } from '../../authorization/authorize.ts';
import { allKinds } from '../../kinds.ts';
import type { RequestScope } from '../../server.ts';
import type { AdmissionPlugin } from '../plugin.ts';

interface Policy extends KubeObject {
  readonly spec?: { readonly paramKind?: ParamKind };
}

interface Binding extends KubeObject {
  readonly spec?: { readonly policyName?: string; readonly paramRef?: ParamRef };
}

export const parameterAccess: AdmissionPlugin = {
  name: 'ParameterAccess',
  validate(scope, object, { operation, stored }) {
    const { group, resource } = scope.kind.type;
    if (group !== 'admissionregistration.k8s.io' || operation === 'DELETE' || isMaster(identityOf(scope.requester))) return;
    if (resource.endsWith('policies')) assertMayUse(scope, object, 'spec.paramKind', kindProblem(scope, object, stored));
    else if (resource.endsWith('policybindings')) assertMayUse(scope, object, 'spec.paramRef', refProblem(scope, object, stored));
  },
};

function assertMayUse({ kind }: RequestScope, object: KubeObject, path: string, problem: string | undefined): void {
  if (problem !== undefined) throw invalidError(kind.type, nameOf(object), [forbidden(path, problem)]);
}

function kindProblem(scope: RequestScope, object: Policy, stored: Policy | undefined): string | undefined {
  const paramKind = object.spec?.paramKind;
  if (paramKind === undefined || deepEqual(paramKind, stored?.spec?.paramKind)) return undefined;
  if (isAllowed(scope, 'get', paramKind, '*', '*')) return undefined;
  const which = `kind=${paramKind.kind ?? ''}, apiVersion=${paramKind.apiVersion ?? ''}`;
  return `user ${asker(scope)} must have "get" permission on all objects of the referenced paramKind (${which})`;
}

function refProblem(scope: RequestScope, object: Binding, stored: Binding | undefined): string | undefined {
  const { paramRef, policyName = '' } = object.spec ?? {};
  if (paramRef === undefined) return undefined;
  if (deepEqual(paramRef, stored?.spec?.paramRef) && policyName === stored?.spec?.policyName) return undefined;
  const policies = scope.kind.type.resource.replace('policybindings', 'policies');
  const policy = readObject(scope.server.store, `${policies}.admissionregistration.k8s.io`, policyName);
  return accessProblem(scope, paramRef, policyName, policy);
}

function accessProblem(scope: RequestScope, paramRef: ParamRef, policyName: string, policy: Policy | undefined): string | undefined {
  const { name = '', namespace = '' } = paramRef;
  const verb = name === '' ? 'list' : 'get';
  const paramKind = policy?.spec?.paramKind;
  if (isAllowed(scope, verb, paramKind, namespace, name)) return undefined;
  const user = asker(scope);
  const lacks = `to determine minimum required permissions and user ${user} does not have "${verb}" permission for all groups, versions and resources`;
  if (policy === undefined) return `unable to get policy ${policyName} ${lacks}`;
  if (paramKind !== undefined && resourceOf(scope, paramKind) === undefined) {
    return `unable to resolve paramKind &ParamKind{APIVersion:${paramKind.apiVersion ?? ''},Kind:${paramKind.kind ?? ''},} ${lacks}`;
  }
  // The storage of these bindings has the two the other way round.
  const [who, what] = scope.kind.type.kind === 'MutatingAdmissionPolicyBinding' ? [verb, user] : [user, verb];
  return `user ${who} does not have "${what}" permission on the object referenced by paramRef`;
}

/** What can't be found stands for everything. */
function isAllowed(scope: RequestScope, verb: string, paramKind: ParamKind | undefined, namespace: string, name: string): boolean {
  const apiVersion = paramKind?.apiVersion ?? '';
  const group = paramKind === undefined ? '*' : groupVersionOf(apiVersion).group;
  const resource = (paramKind && resourceOf(scope, paramKind)) ?? '*';
  const access = { verb, group, resource, subresource: '', namespace, name, fields: [] };
  return authorize(scope.server, identityOf(scope.requester), access).allowed;
}

function resourceOf({ server }: RequestScope, { apiVersion, kind }: ParamKind): string | undefined {
  return allKinds(server).find(({ type }) => type.kind === kind && apiVersionOf(type) === apiVersion)?.type.resource;
}

/** As Go prints a user. */
function asker({ requester }: RequestScope): string {
  const { user, uid = '', groups, extra = {} }: Identity = identityOf(requester);
  const more = Object.entries(extra).map(([key, values]) => `${key}:[${values.join(' ')}]`);
  return `&{${user} ${uid} [${groups.join(' ')}] map[${more.toSorted().join(' ')}]}`;
}
