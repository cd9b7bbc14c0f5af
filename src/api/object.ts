import type { ObjectMeta, OwnerReference } from './types.gen.ts';

/** Any Kubernetes object as JSON. Objects are immutable and shared: never write to one, build a new one. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

/** What names a kind on the wire. `T` ties the handle to the type of its objects, so that clients are typed. */
export interface ResourceType<T extends KubeObject = KubeObject> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural, lower case: `pods`. */
  readonly resource: string;
  readonly namespaced: boolean;
  /** Never set; carries the object's type. */
  readonly example?: T;
}

/** `deployments.apps`, or `pods` for the core group: how errors and the store name a resource. */
export function groupResource(type: { readonly group: string; readonly resource: string }): string {
  return type.group === '' ? type.resource : `${type.resource}.${type.group}`;
}

/** `apps/v1`, or `v1` for the core group. */
export function apiVersionOf(type: { readonly group: string; readonly version: string }): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

/** Splits what `apiVersionOf` joined; the core group is ''. */
export function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const { namespace: group, name: version } = splitKey(apiVersion);
  return { group, version };
}

/** `namespace/name`, or `name` for cluster-scoped objects: the key of informers and work queues (client-go's MetaNamespaceKey). */
export function keyOf(object: KubeObject): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name ?? ''}` : (name ?? '');
}

/** Splits what `keyOf` joined; a cluster-scoped key has the namespace ''. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

export function nameOf(object: KubeObject): string {
  return object.metadata.name ?? '';
}

export function namespaceOf(object: KubeObject): string {
  return object.metadata.namespace ?? '';
}

export function uidOf(object: KubeObject): string {
  return object.metadata.uid ?? '';
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}
