/**
 * What claims of devices take beyond the right to write them (pkg/registry/resource/utils.go): admin access is for namespaces made
 * for that; who binds a claim, and who reports on its devices, needs rights of his own. It comes before validation, as a part of
 * which upstream has it.
 */
import { invalidError } from '../../../api/errors.ts';
import { type FieldError, forbidden } from '../../../api/field-error.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  Namespace,
  ResourceClaimSpec,
  ResourceClaimStatus,
  ResourceClaimTemplate,
  ResourceResourceClaim,
} from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { readObject } from '../../store/store.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission/plugin.ts';
import { accountOf } from '../authentication/service-account.ts';
import type { RequestScope } from '../server.ts';
import type { ResourceAccess } from './access.ts';
import { authorize, forbiddenAccess, identityOf, isMaster } from './authorize.ts';

const GROUP = 'resource.k8s.io';
const LABEL = 'resource.kubernetes.io/admin-access';

export const claimAccess: AdmissionPlugin = {
  name: 'ClaimAccess',
  mutate(scope, object, attributes) {
    if (scope.kind.type.group !== GROUP) return object;
    const errors = [...adminFindings(scope, object, attributes), ...statusFindings(scope, object, attributes)];
    if (errors.length > 0) throw invalidError(scope.kind.type, nameOf(object), errors);
    return object;
  },
};

function adminFindings({ server }: RequestScope, object: KubeObject, attributes: AdmissionAttributes): readonly FieldError[] {
  const path = pathOfWish(object, attributes);
  if (path === undefined) return [];
  const namespace = readObject(server.store, 'namespaces', attributes.namespace) as Namespace | undefined;
  if (namespace?.metadata.labels?.[LABEL] === 'true') return [];
  return [forbidden(path, `admin access to devices requires the \`${LABEL}: true\` label on the containing namespace`)];
}

/** Where admin access is newly asked for; the spec can't change later. */
function pathOfWish(object: KubeObject, { operation, subresource, stored }: AdmissionAttributes): string | undefined {
  if (operation === 'CREATE') return pathInSpec(specOf(object));
  if (subresource !== 'status' || grantIn(stored) !== -1) return undefined;
  const granted = grantIn(object);
  return granted === -1 ? undefined : `status.allocation.devices.results[${granted}].adminAccess`;
}

function specOf(object: KubeObject): ResourceClaimSpec | undefined {
  switch (object.kind) {
    case 'ResourceClaim':
      return (object as ResourceResourceClaim).spec;
    case 'ResourceClaimTemplate':
      return (object as ResourceClaimTemplate).spec?.spec;
    default:
      return undefined;
  }
}

/** A template's path, too, is that of the claim in it. */
function pathInSpec(spec: ResourceClaimSpec | undefined): string | undefined {
  const index = (spec?.devices?.requests ?? []).findIndex(({ exactly }) => exactly?.adminAccess === true);
  return index === -1 ? undefined : `spec.devices.requests[${index}].adminAccess`;
}

function grantIn(object: KubeObject | undefined): number {
  const results = statusOf(object).allocation?.devices?.results ?? [];
  return results.findIndex(({ adminAccess }) => adminAccess === true);
}

function statusOf(object: KubeObject | undefined): ResourceClaimStatus {
  return (object?.kind === 'ResourceClaim' ? (object as ResourceResourceClaim).status : undefined) ?? {};
}

function statusFindings(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): readonly FieldError[] {
  if (attributes.subresource !== 'status' || isMaster(identityOf(scope.requester))) return [];
  const [next, before] = [statusOf(object), statusOf(attributes.stored)];
  return [...bindingFindings(scope, next, before), ...deviceFindings(scope, next, before, attributes.namespace)];
}

function bindingFindings(scope: RequestScope, next: ResourceClaimStatus, before: ResourceClaimStatus): readonly FieldError[] {
  if (deepEqual(next.allocation, before.allocation) && deepEqual(next.reservedFor ?? [], before.reservedFor ?? [])) return [];
  const verb = scope.verb ?? 'update';
  const why = refusalOf(scope, { verb, subresource: 'binding', name: '', namespace: '' });
  if (why === undefined) return [];
  const what = 'changing status.allocation or status.reservedFor';
  return [forbidden('status', `${what} requires resource="resourceclaims/binding", verb="${verb}" permission: ${why}`)];
}

/** The right is for one driver; a service account of the node that the claim is for may have it for that node alone. */
function deviceFindings(
  scope: RequestScope,
  next: ResourceClaimStatus,
  before: ResourceClaimStatus,
  namespace: string,
): readonly FieldError[] {
  const isNear = isAssociated(scope, nodeOfAllocation(next.allocation));
  const verbs = (isNear ? ['associated-node', 'arbitrary-node'] : ['arbitrary-node']).map((where) => `${where}:${scope.verb ?? 'update'}`);
  return changedDrivers(next.devices ?? [], before.devices ?? []).flatMap((name) => {
    const refusals = verbs.map((verb) => refusalOf(scope, { verb, subresource: 'driver', name, namespace }));
    if (refusals.includes(undefined)) return [];
    const detail = `changing status.devices requires resource="resourceclaims/driver", verb="[${verbs.join(' ')}]" permission: ${refusals[0] ?? ''}`;
    return [forbidden('status.devices', detail)];
  });
}

function refusalOf({ server, requester }: RequestScope, what: Omit<ResourceAccess, 'group' | 'resource' | 'fields'>): string | undefined {
  const access: ResourceAccess = { ...what, group: GROUP, resource: 'resourceclaims', fields: [] };
  const who = identityOf(requester);
  const { allowed, reason } = authorize(server, who, access);
  return allowed ? undefined : forbiddenAccess(who, access, reason).message;
}

/** Those with a report that is new, different or gone. */
function changedDrivers(next: readonly AllocatedDeviceStatus[], before: readonly AllocatedDeviceStatus[]): readonly string[] {
  const isIn = (list: readonly AllocatedDeviceStatus[], report: AllocatedDeviceStatus) => list.some((other) => deepEqual(other, report));
  const changed = [...next.filter((report) => !isIn(before, report)), ...before.filter((report) => !isIn(next, report))];
  return [...new Set(changed.map(({ driver }) => driver))].sort();
}

function nodeOfAllocation(allocation: AllocationResult | undefined): string {
  const [term, ...terms] = allocation?.nodeSelector?.nodeSelectorTerms ?? [];
  const [field, ...fields] = term?.matchFields ?? [];
  if (terms.length > 0 || fields.length > 0 || (term?.matchExpressions ?? []).length > 0) return '';
  const [name = '', ...names] = field?.values ?? [];
  return field?.key === 'metadata.name' && field.operator === 'In' && names.length === 0 ? name : '';
}

function isAssociated({ requester }: RequestScope, node: string): boolean {
  const nodes = requester.extra?.['authentication.kubernetes.io/node-name'] ?? [];
  return node !== '' && accountOf(requester.user) !== undefined && nodes.length === 1 && nodes[0] === node;
}
