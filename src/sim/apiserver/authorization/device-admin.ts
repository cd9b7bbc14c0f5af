/**
 * Devices that others use may be claimed with admin access in namespaces made for that (pkg/registry/resource/utils.go). It comes
 * before validation, as a part of which upstream has it.
 */
import { invalidError } from '../../../api/errors.ts';
import { forbidden } from '../../../api/field-error.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import type { Namespace, ResourceClaimSpec, ResourceClaimTemplate, ResourceResourceClaim } from '../../../api/types.gen.ts';
import { readObject } from '../../store/store.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../admission/plugin.ts';
import type { RequestScope } from '../server.ts';

const LABEL = 'resource.kubernetes.io/admin-access';

export const deviceAdminAccess: AdmissionPlugin = {
  name: 'DeviceAdminAccess',
  mutate(scope, object, attributes) {
    const path = scope.kind.type.group === 'resource.k8s.io' ? pathOfWish(object, attributes) : undefined;
    if (path !== undefined && !isForAdmins(scope, attributes.namespace)) {
      const detail = `admin access to devices requires the \`${LABEL}: true\` label on the containing namespace`;
      throw invalidError(scope.kind.type, nameOf(object), [forbidden(path, detail)]);
    }
    return object;
  },
};

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
  if (object?.kind !== 'ResourceClaim') return -1;
  const results = (object as ResourceResourceClaim).status?.allocation?.devices?.results ?? [];
  return results.findIndex(({ adminAccess }) => adminAccess === true);
}

function isForAdmins({ server }: RequestScope, name: string): boolean {
  const namespace = readObject(server.store, 'namespaces', name) as Namespace | undefined;
  return namespace?.metadata.labels?.[LABEL] === 'true';
}
