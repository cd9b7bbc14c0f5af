/** POST: default → mutating admission → strategy and system fields → allocation → validation → etcd (registry/rest/create.go). */
import { ApiError, alreadyExistsError, badRequestError, failure, forbiddenError, invalidError } from '../../../api/errors.ts';
import { type FieldError, required } from '../../../api/field-error.ts';
import type { KubeObject } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type { ObjectMeta, OwnerReference } from '../../../api/types.gen.ts';
import { validateMetadata } from '../../../api/validation/metadata.ts';
import { extend } from '../../../base/extend.ts';
import { mutateInAdmission, validateInAdmission } from '../admission/admission.ts';
import type { AdmissionAttributes } from '../admission/plugin.ts';
import { planOnCreate, take } from '../allocation.ts';
import type { ManagedFields } from '../managed-fields/tracker.ts';
import { type RequestScope, commit, errorType, randomSuffix, randomUid, readStored } from '../server.ts';

/** A copy of our own that nobody else has seen yet. */
type Writable<T> = { -readonly [K in keyof T]: T[K] };

const TERMINATING = 'create not allowed while custom resource definition is terminating';
const GENERATE_ATTEMPTS = 8;
const MAX_GENERATED_BASE = 58;

export function createObject(scope: RequestScope, namespace: string, draft: KubeObject): KubeObject {
  const { server, kind } = scope;
  const placed = withoutDeletion(inNamespace(scope, namespace, draft));
  if (placed.metadata.resourceVersion) throw failure(500, '', 'resourceVersion should not be set on objects to be created');
  const attributes: AdmissionAttributes = { operation: 'CREATE', subresource: '', namespace };
  const defaulted = kind.default(placed);
  if (kind.custom?.terminating) throw forbiddenError(kind.type, placed.metadata.name ?? '', TERMINATING);
  const admitted = mutateInAdmission(scope, defaulted, attributes);
  const prepared = kind.prepareForCreate(withSystemFields(scope, admitted, scope.tracker?.created(scope, defaulted)), scope);
  const object = planOnCreate(scope, prepared);
  assertValid(scope, object);
  noteWarnings(scope, object);
  scope.assertMayCreate?.();
  validateInAdmission(scope, object, attributes);
  if (readStored(server, kind, namespace, object.metadata.name ?? '') !== undefined) throw nameTaken(scope, namespace, object);
  take(scope, object);
  return commit(scope, 'create', object);
}

/** Fills the namespace from the URL and refuses another one; what has no place in a namespace loses it. */
export function inNamespace(scope: RequestScope, namespace: string, object: KubeObject): KubeObject {
  const own = object.metadata.namespace ?? '';
  if (!scope.kind.type.namespaced) return own === '' ? object : withoutNamespace(object);
  if (own === namespace) return object;
  if (own !== '') throw badRequestError('the namespace of the provided object does not match the namespace sent on the request');
  return { ...object, metadata: extend(object.metadata, { namespace }) };
}

function withoutNamespace(object: KubeObject): KubeObject {
  const { namespace: _namespace, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** A new object can't be going already; a client that says so doesn't own the fields either. */
function withoutDeletion(object: KubeObject): KubeObject {
  const { metadata } = object;
  if (metadata.deletionTimestamp === undefined && metadata.deletionGracePeriodSeconds === undefined) return object;
  const { deletionTimestamp: _time, deletionGracePeriodSeconds: _grace, ...kept } = metadata;
  return { ...object, metadata: kept };
}

/** A namespace's label is its name, which may have been generated just now. */
function withSystemFields(scope: RequestScope, object: KubeObject, managedFields: ManagedFields): KubeObject {
  // As in `withManagedFields`: objects of all shapes come by.
  const named = Object.assign({}, object, { metadata: systemFields(scope, object.metadata, managedFields) });
  return object.metadata.name || object.kind !== 'Namespace' ? named : scope.kind.default(named);
}

/** What a client can't say about a new object. */
const NOT_SENT = ['selfLink', 'managedFields'] as const;

function systemFields(scope: RequestScope, draft: ObjectMeta, managedFields: ManagedFields): ObjectMeta {
  const { server, kind } = scope;
  const name = draft.name || (draft.generateName ? generateName(scope, draft.namespace ?? '', draft.generateName) : undefined);
  const metadata: Writable<ObjectMeta> = Object.assign({}, draft);
  for (const field of NOT_SENT) if (field in metadata) delete metadata[field];
  metadata.uid = randomUid(server);
  metadata.creationTimestamp = formatTime(server.now());
  if (name !== undefined) metadata.name = name;
  else if (kind.namedByUid) metadata.name = metadata.uid;
  if (kind.hasGeneration) metadata.generation = 1;
  if (managedFields !== undefined) metadata.managedFields = managedFields;
  if (draft.ownerReferences !== undefined) metadata.ownerReferences = withoutDuplicates(draft.ownerReferences);
  // Nothing is committed between here and the end of the create, so its revision is known.
  if (!scope.dryRun) metadata.resourceVersion = String(server.store.revision + 1);
  return metadata;
}

/** Tries up to eight suffixes; the last one is used even if taken, and the create then fails as upstream. */
function generateName(scope: RequestScope, namespace: string, generated: string): string {
  const base = generated.slice(0, MAX_GENERATED_BASE);
  let name = base + randomSuffix(scope.server);
  for (let attempt = 1; attempt < GENERATE_ATTEMPTS && readStored(scope.server, scope.kind, namespace, name) !== undefined; attempt += 1) {
    name = base + randomSuffix(scope.server);
  }
  return name;
}

function withoutDuplicates(owners: readonly OwnerReference[]): readonly OwnerReference[] {
  if (owners.length < 2) return owners;
  const seen = new Set<string>();
  return owners.filter((owner) => {
    const text = JSON.stringify(owner);
    return !seen.has(text) && seen.add(text).size > 0;
  });
}

function assertValid(scope: RequestScope, object: KubeObject): void {
  const { kind } = scope;
  const errors: FieldError[] = [];
  if (object.metadata.name === undefined) errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...validateMetadata(object.metadata, kind.type.namespaced, kind.validateName));
  const all = errors.concat(kind.validate(object));
  if (all.length > 0) throw invalidError(errorType(kind), object.metadata.name ?? '', all);
}

function nameTaken(scope: RequestScope, namespace: string, object: KubeObject): ApiError {
  const { server, kind } = scope;
  const name = object.metadata.name ?? '';
  const stored = readStored(server, kind, namespace, name);
  const error = alreadyExistsError(errorType(kind), name, stored?.metadata.deletionTimestamp !== undefined);
  if (!object.metadata.generateName) return error;
  const message = `${error.message}, the server was not able to generate a unique name for the object`;
  return new ApiError({ ...error.status, message });
}

/** Tells the client what is allowed and probably not meant. */
export function noteWarnings(scope: RequestScope, next: KubeObject, stored?: KubeObject): void {
  scope.warnings?.push(...(scope.kind.warnings?.(next, stored) ?? []));
}
