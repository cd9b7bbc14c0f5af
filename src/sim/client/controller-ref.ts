/** Ownership by controllerRef: making, adopting and releasing (pkg/controller/controller_ref_manager.go). */
import type { Client, ComponentPatchType } from '../../api/client.ts';
import { type KubeObject, type ResourceType, apiVersionOf, nameOf, namespaceOf, uidOf } from '../../api/object.ts';
import { isReason } from '../../api/errors.ts';
import type { JsonObject } from '../../api/scalars.ts';
import type { OwnerReference } from '../../api/types.gen.ts';

/** The reference by which `owner` controls its dependents. */
export function controllerRef(type: ResourceType, owner: KubeObject): OwnerReference {
  return {
    apiVersion: apiVersionOf(type),
    kind: type.kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** Uid of the controlling owner, or ''. Called for every change of every pod: no allocation. */
export function controllerUid(object: KubeObject): string {
  const owners = object.metadata.ownerReferences;
  if (owners === undefined) return '';
  for (const owner of owners) if (owner.controller === true) return owner.uid;
  return '';
}

/**
 * Makes `owner` the controller of an object that has none. The owner is read again first, so that nothing is adopted
 * for an owner that is gone or going; false when that is so.
 */
export function adopt<O extends KubeObject, T extends KubeObject>(
  client: Client,
  ownerType: ResourceType<O>,
  owner: O,
  type: ResourceType<T>,
  object: T,
  finalizers: readonly string[] = [],
): boolean {
  if (!canAdopt(client, ownerType, owner)) return false;
  const more = finalizers.length === 0 ? {} : { finalizers };
  return patched(client, type, object, {
    metadata: { uid: uidOf(object), ownerReferences: [{ ...controllerRef(ownerType, owner) }], ...more },
  });
}

/** Takes references to owners away from an object, for example when their selector no longer matches it. */
export function release<T extends KubeObject>(client: Client, ownerUids: readonly string[], type: ResourceType<T>, object: T): boolean {
  const { uid = '', resourceVersion = '', ownerReferences = [] } = object.metadata;
  // Without any the list itself goes; then nobody may have added to it since it was read.
  if (ownerReferences.every((owner) => ownerUids.includes(owner.uid)))
    return patched(client, type, object, { metadata: { uid, resourceVersion, ownerReferences: null } }, 'merge');
  const removals = ownerUids.map((ownerUid) => ({ $patch: 'delete', uid: ownerUid }));
  return patched(client, type, object, { metadata: { uid, ownerReferences: removals } });
}

function canAdopt<O extends KubeObject>(client: Client, type: ResourceType<O>, owner: O): boolean {
  try {
    const fresh = client.get(type, namespaceOf(owner), nameOf(owner));
    return uidOf(fresh) === uidOf(owner) && fresh.metadata.deletionTimestamp === undefined;
  } catch (error) {
    if (isReason(error, 'NotFound')) return false;
    throw error;
  }
}

/** An object that is gone needs no owner any more. */
function patched<T extends KubeObject>(
  client: Client,
  type: ResourceType<T>,
  object: T,
  patch: JsonObject,
  patchType: ComponentPatchType = 'strategic',
): boolean {
  try {
    client.patch(type, namespaceOf(object), nameOf(object), patchType, patch);
    return true;
  } catch (error) {
    if (isReason(error, 'NotFound')) return false;
    throw error;
  }
}
