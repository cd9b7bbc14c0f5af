/** PUT, and the second half of PATCH: compare-and-swap, strategy, validation, no write when nothing changes (registry/generic/registry/store.go). */
import { MODIFIED, conflictError, failure, invalidError, notFoundError } from '../../../api/errors.ts';
import { type FieldError, invalid } from '../../../api/field-error.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { ObjectMeta } from '../../../api/types.gen.ts';
import { validateMetadata, validateMetadataUpdate } from '../../../api/validation/metadata.ts';
import { deepEqual } from '../../../base/equal.ts';
import { sharedWith } from '../../../base/share.ts';
import { mutateInAdmission, validateInAdmission } from '../admission/admission.ts';
import type { AdmissionAttributes } from '../admission/plugin.ts';
import { planOnUpdate, release, take } from '../allocation.ts';
import { type RequestScope, commit, commitRemoval, errorType, readStored, withManagedFields } from '../server.ts';
import { createObject, inNamespace, noteWarnings } from './create.ts';
import { type ShownAs, type UpdateStrategy, hasSpecFinalizers, specStrategy } from './strategies.ts';

export function updateObject(
  scope: RequestScope,
  namespace: string,
  name: string,
  body: KubeObject,
): { object: KubeObject; created: boolean } {
  const { server, kind } = scope;
  const placed = inNamespace(scope, namespace, body);
  const stored = readStored(server, kind, namespace, name);
  if (stored === undefined) {
    if (!kind.createOnUpdate) throw notFoundError(errorType(kind), name);
    return { object: createObject(scope, namespace, placed), created: true };
  }
  if (kind.requireVersionOnUpdate && !placed.metadata.resourceVersion) {
    // Upstream names the resource here, where other refusals name the kind.
    const type = { group: kind.type.group, kind: kind.type.resource };
    throw invalidError(type, name, [invalid('metadata.resourceVersion', 0, 'must be specified for an update')]);
  }
  return { object: replaceStored(scope, stored, kind.default(placed), specStrategy(scope)), created: false };
}

/** Writes `next` over `stored` under the rules of `strategy`; gives the stored object back untouched when nothing changes. */
export function replaceStored(scope: RequestScope, stored: KubeObject, next: KubeObject, strategy: UpdateStrategy): KubeObject {
  const { kind } = scope;
  const name = stored.metadata.name ?? '';
  assertSame(scope, next, stored);
  const prepared = strategy.prepare(withMetadata(next, serverOwned(next.metadata, stored.metadata)), stored, scope);
  const attributes = attributesOf(stored, strategy);
  const admitted = mutated(scope, prepared, attributes, strategy.shown);
  const written = strategy.spec ? withGeneration(scope, planOnUpdate(scope, admitted, stored), stored) : admitted;
  const changed = !isUnchanged(written, stored);
  const { managedFields } = stored.metadata;
  const managers = scope.tracker === undefined ? managedFields : scope.tracker.updated(scope, stored, next, strategy.subresource, changed);
  if (!changed && managers === managedFields) {
    if (strategy.subresource === '') noteWarnings(scope, written, stored);
    return stored;
  }
  const managed = withManagedFields(written, managers);
  const object = withSharedSpec(managed, stored);
  const errors = [...metadataErrors(kind, written.metadata, stored.metadata), ...strategy.validate(written, stored)];
  if (errors.length > 0) throw invalidError(errorType(kind), name, errors);
  if (strategy.subresource === '') noteWarnings(scope, object, stored);
  validateInAdmission(scope, strategy.shown?.of(object) ?? object, attributes);
  if (isFinished(object, stored)) {
    release(scope, stored);
    // The answer shows the object as it was to be written.
    commitRemoval(scope, object);
    return object;
  }
  if (strategy.spec) take(scope, object, stored);
  // A copy that nobody else holds yet need not be copied once more for its version.
  if (managed !== written && !scope.dryRun) putVersion(scope, object);
  return commit(scope, 'update', object);
}

function withMetadata(object: KubeObject, metadata: ObjectMeta): KubeObject {
  return object.metadata === metadata ? object : { ...object, metadata };
}

function putVersion({ server }: RequestScope, { metadata }: { readonly metadata: { resourceVersion?: string } }): void {
  metadata.resourceVersion = String(server.store.revision + 1);
}

/** What may not change is looked at twice: for all kinds alike, and once more by the validation of nearly every kind. */
function metadataErrors(kind: KindDefinition, next: ObjectMeta, stored: ObjectMeta): readonly FieldError[] {
  if (next === stored) return [];
  const changes = validateMetadataUpdate(next, stored);
  return [...validateMetadata(next, kind.type.namespaced, kind.validateName), ...changes, ...changes];
}

function attributesOf(stored: KubeObject, { subresource, shown }: UpdateStrategy): AdmissionAttributes {
  const namespace = stored.metadata.namespace ?? '';
  if (shown === undefined) return { operation: 'UPDATE', subresource, namespace, stored };
  return { operation: 'UPDATE', subresource: shown.subresource, kind: shown.kind, namespace, stored: shown.of(stored) };
}

function mutated(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes, shown: ShownAs | undefined): KubeObject {
  if (shown === undefined) return mutateInAdmission(scope, object, attributes);
  const before = shown.of(object);
  const after = mutateInAdmission(scope, before, attributes);
  return after === before ? object : shown.with(object, after);
}

function assertSame(scope: RequestScope, next: KubeObject, stored: KubeObject): void {
  const { kind } = scope;
  const name = stored.metadata.name ?? '';
  const { uid, resourceVersion } = next.metadata;
  if (uid && uid !== stored.metadata.uid) {
    const key = [kind.etcdPrefix, stored.metadata.namespace, name].filter((part) => part !== undefined).join('/');
    const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.metadata.uid ?? ''}`;
    const whole = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
    throw conflictError(errorType(kind), name, whole);
  }
  if (!resourceVersion || resourceVersion === '0' || resourceVersion === stored.metadata.resourceVersion) return;
  if (!/^\d+$/.test(resourceVersion)) throw failure(500, '', `strconv.ParseUint: parsing "${resourceVersion}": invalid syntax`);
  throw conflictError(errorType(kind), name, MODIFIED);
}

/** Fields of the metadata that a client may not change are those of the stored object. */
function serverOwned(next: ObjectMeta, stored: ObjectMeta): ObjectMeta {
  if (next === stored) return stored;
  const { selfLink: _selfLink, managedFields: _managed, ...kept } = next;
  return {
    ...withoutEmpty(kept),
    ...pick(stored, 'uid'),
    ...pick(stored, 'creationTimestamp'),
    ...pick(stored, 'deletionTimestamp'),
    ...pick(stored, 'deletionGracePeriodSeconds'),
    ...pick(stored, 'generation'),
    ...pick(stored, 'generateName'),
    ...pick(stored, 'resourceVersion'),
    ...pick(stored, 'managedFields'),
    name: next.name ?? stored.name ?? '',
    ...(stored.namespace === undefined ? {} : { namespace: next.namespace ?? stored.namespace }),
  };
}

const LISTS = ['ownerReferences', 'finalizers'] as const;
const MAPS = ['labels', 'annotations'] as const;

/** Go leaves empty lists and maps out. */
function withoutEmpty(metadata: ObjectMeta): ObjectMeta {
  const empty = [...LISTS.filter((key) => metadata[key]?.length === 0), ...MAPS.filter((key) => isEmpty(metadata[key]))];
  return empty.length === 0
    ? metadata
    : (Object.fromEntries(Object.entries(metadata).filter(([key]) => !(empty as string[]).includes(key))) as ObjectMeta);
}

function isEmpty(map: { readonly [key: string]: string } | undefined): boolean {
  for (const _key in map) return false;
  return map !== undefined;
}

function pick(from: ObjectMeta, key: keyof ObjectMeta): ObjectMeta {
  return from[key] === undefined ? {} : { [key]: from[key] };
}

function withGeneration(scope: RequestScope, next: KubeObject, stored: KubeObject): KubeObject {
  const { kind } = scope;
  if (!kind.hasGeneration) return next;
  const changed = kind.generationChanged?.(next, stored) ?? !deepEqual(specOf(next), specOf(stored));
  if (!changed) return next;
  return { ...next, metadata: { ...next.metadata, generation: (stored.metadata.generation ?? 0) + 1 } };
}

function specOf(object: KubeObject): unknown {
  return (object as KubeObject & { spec?: unknown }).spec;
}

/**
 * Components tell by identity what has changed. Whether a part that was sent again is the same object as before depends on what this
 * process has decoded already, which a run may not depend on.
 */
function withSharedSpec(next: KubeObject, stored: KubeObject): KubeObject {
  const spec = sharedWith(specOf(stored), specOf(next));
  return spec === specOf(next) ? next : ({ ...next, spec } as KubeObject);
}

/** The stored metadata carries its own resourceVersion, which `serverOwned` copied: equal objects are equal to the letter. */
function isUnchanged(next: KubeObject, stored: KubeObject): boolean {
  return next === stored || deepEqual(next, stored);
}

/** A write that takes the last finalizer of an object whose deletion waits only for it deletes the object. */
function isFinished(next: KubeObject, stored: KubeObject): boolean {
  const { metadata } = next;
  if (metadata.deletionTimestamp === undefined || (metadata.finalizers?.length ?? 0) > 0) return false;
  if ((stored.metadata.deletionGracePeriodSeconds ?? 0) > 0) return false;
  return !hasSpecFinalizers(next);
}
