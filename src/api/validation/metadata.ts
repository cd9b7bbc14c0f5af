import { deepEqual } from '../../base/equal.ts';
import { type FieldError, forbidden, invalid, required, tooLong } from '../field-error.ts';
import { type NameRule, type Rule, dns1123Label, labelKey, labelValue, utf8Length } from '../names.ts';
import type { JsonValue } from '../scalars.ts';
import type { ObjectMeta, OwnerReference } from '../types.gen.ts';

/**
 * What is common to the metadata of all kinds: k8s.io/apimachinery/pkg/api/validation ValidateObjectMeta and
 * ValidateObjectMetaUpdate, with the finalizer rule of pkg/apis/core/validation. Findings come in upstream's order.
 */
export function validateMetadata(meta: ObjectMeta, namespaced: boolean, validateName: NameRule, path = 'metadata'): FieldError[] {
  const found: FieldError[] = [];
  const { labels, annotations, ownerReferences, finalizers } = meta;
  add(found, validateNames(meta, validateName, path));
  add(found, validateNamespace(meta.namespace, namespaced, `${path}.namespace`));
  if ((meta.generation ?? 0) < 0) found.push(invalid(`${path}.generation`, meta.generation, 'must be greater than or equal to 0'));
  if (labels !== undefined) add(found, validateLabels(labels, `${path}.labels`));
  if (annotations !== undefined) add(found, validateAnnotations(annotations, `${path}.annotations`));
  if (ownerReferences !== undefined) add(found, validateOwnerReferences(ownerReferences, `${path}.ownerReferences`));
  if (finalizers !== undefined) add(found, validateFinalizers(finalizers, `${path}.finalizers`));
  return found;
}

const FINE: readonly FieldError[] = [];

/** Every write comes through here, and nearly none has anything to tell. */
function add(found: FieldError[], more: readonly FieldError[]): void {
  for (const error of more) found.push(error);
}

/** Beyond what holds on creation. The server settles resourceVersion before it asks. */
export function validateMetadataUpdate(next: ObjectMeta, stored: ObjectMeta, path = 'metadata'): FieldError[] {
  return [
    ...(stored.deletionTimestamp === undefined ? [] : validateNoNewFinalizers(next.finalizers, stored.finalizers, `${path}.finalizers`)),
    ...((next.generation ?? 0) < (stored.generation ?? 0)
      ? [invalid(`${path}.generation`, next.generation, 'must not be decremented')]
      : []),
    ...IMMUTABLE.flatMap((field) => validateImmutable(next[field], stored[field], `${path}.${field}`)),
    ...validateLabels(next.labels, `${path}.labels`),
    ...validateAnnotations(next.annotations, `${path}.annotations`),
    ...validateOwnerReferences(next.ownerReferences, `${path}.ownerReferences`),
  ];
}

const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** The finding of ValidateImmutableField, if the value changed. */
export function validateImmutable(next: unknown, stored: unknown, path: string): FieldError[] {
  return deepEqual(next, stored) ? [] : [invalid(path, next as JsonValue | undefined, 'field is immutable')];
}

export function validateLabels(labels: ObjectMeta['labels'], path: string): readonly FieldError[] {
  if (areFine(labels)) return FINE;
  const errors: FieldError[] = [];
  for (const [key, value] of byKey(labels)) {
    errors.push(...broken(labelKey, key, path), ...broken(labelValue, value, path));
  }
  return errors;
}

function areFine(labels: ObjectMeta['labels']): boolean {
  for (const key in labels) if (labelKey(key).length + labelValue(labels[key] ?? '').length > 0) return false;
  return true;
}

const ANNOTATIONS_LIMIT_BYTES = 256 * 1024;

/** Keys as for labels, but in any case; together at most 256 KiB. */
export function validateAnnotations(annotations: ObjectMeta['annotations'], path: string): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of byKey(annotations)) {
    errors.push(...labelKey(key.toLowerCase()).map((text) => invalid(path, key, text)));
    size += utf8Length(key) + utf8Length(value);
  }
  if (size > ANNOTATIONS_LIMIT_BYTES) errors.push(tooLong(path, ANNOTATIONS_LIMIT_BYTES));
  return errors;
}

const NO_ENTRIES: readonly (readonly [string, string])[] = [];

/** Upstream's order is that of a Go map; ours is sorted. */
function byKey(map: { readonly [key: string]: string } | undefined): readonly (readonly [string, string])[] {
  return map === undefined ? NO_ENTRIES : Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function broken(rule: Rule, value: string, path: string): readonly FieldError[] {
  const texts = rule(value);
  return texts.length === 0 ? FINE : texts.map((text) => invalid(path, value, text));
}

function validateNames({ name, generateName }: ObjectMeta, validateName: NameRule, path: string): readonly FieldError[] {
  if (name && !generateName && validateName(name, false).length === 0) return FINE;
  const prefix = generateName ? validateName(generateName, true).map((text) => invalid(`${path}.generateName`, generateName, text)) : [];
  if (!name) return [...prefix, required(`${path}.name`, 'name or generateName is required')];
  return [...prefix, ...validateName(name, false).map((text) => invalid(`${path}.name`, name, text))];
}

function validateNamespace(namespace: string | undefined, namespaced: boolean, path: string): readonly FieldError[] {
  if (!namespaced) return namespace ? [forbidden(path, 'not allowed on this type')] : FINE;
  return namespace ? broken(dns1123Label, namespace, path) : [required(path)];
}

function validateOwnerReferences(owners: readonly OwnerReference[] | undefined, path: string): FieldError[] {
  if (owners === undefined || owners.length === 0) return [];
  const controllers = owners.filter((owner) => owner.controller === true).map((owner) => `${owner.kind}/${owner.name}`);
  return [
    ...owners.flatMap((owner) => validateOwner(owner, path)),
    ...controllers
      .slice(1)
      .map((other) =>
        invalid(
          path,
          owners.map(asJson),
          `Only one reference can have Controller set to true. Found "true" in references for ${controllers[0]} and ${other}`,
        ),
      ),
  ];
}

/** An owner reference as Go prints it, in the order of the struct's fields. */
function asJson({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference): JsonValue {
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(controller === undefined ? {} : { controller }),
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  };
}

function validateOwner(owner: OwnerReference, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!hasVersion(owner.apiVersion)) errors.push(invalid(`${path}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'));
  for (const field of ['kind', 'name', 'uid'] as const) {
    if (!owner[field]) errors.push(invalid(`${path}.${field}`, owner[field] ?? '', 'must not be empty'));
  }
  if (owner.apiVersion === 'v1' && owner.kind === 'Event')
    errors.push(invalid(path, asJson(owner), '/v1, Kind=Event is disallowed from being an owner'));
  return errors;
}

/** `v1` or `group/v1`. */
function hasVersion(apiVersion: string): boolean {
  const parts = (apiVersion ?? '').split('/');
  return parts.length <= 2 && (parts.at(-1) ?? '') !== '';
}

const STANDARD_FINALIZERS: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

function validateFinalizers(finalizers: readonly string[] | undefined, path: string): FieldError[] {
  if (finalizers === undefined || finalizers.length === 0) return [];
  const bothSet = finalizers.includes('orphan') && finalizers.includes('foregroundDeletion');
  return [
    ...finalizers.flatMap((finalizer) => broken(labelKey, finalizer, path)),
    ...(bothSet ? [invalid(path, finalizers, 'finalizer orphan and foregroundDeletion cannot be both set')] : []),
    ...finalizers.flatMap((finalizer, index) =>
      finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)
        ? []
        : [invalid(`${path}[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')],
    ),
  ];
}

function validateNoNewFinalizers(next: readonly string[] = [], stored: readonly string[] = [], path: string): FieldError[] {
  const extra = [...new Set(next.filter((finalizer) => !stored.includes(finalizer)))].sort();
  if (extra.length === 0) return [];
  const list = extra.map((finalizer) => JSON.stringify(finalizer)).join(', ');
  return [forbidden(path, `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`)];
}
