import { kindByGvk } from '../../api/kinds/registry.ts';
import { type KubeObject, groupVersionOf } from '../../api/object.ts';

/** An object on its way through the layers of kustomizations. */
export interface Resource {
  readonly object: KubeObject;
  /** What it was called in each layer so far, the first one first; the present name is not among them. */
  readonly earlier: readonly Identity[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  /** A hash of its content belongs to its name. */
  readonly hashed: boolean;
}

export interface Identity {
  readonly name: string;
  readonly namespace: string;
}

export function newResource(object: KubeObject, hashed = false): Resource {
  return { object, earlier: [], prefixes: [], suffixes: [], hashed };
}

export function identityOf({ metadata }: KubeObject): Identity {
  return { name: metadata?.name ?? '', namespace: metadata?.namespace ?? '' };
}

/** The resource under another name or in another namespace, its old ones remembered. */
export function renamed(resource: Resource, change: { readonly name?: string; readonly namespace?: string }): Resource {
  const { object, earlier } = resource;
  const before = identityOf(object);
  const next = { ...resource, object: { ...object, metadata: { ...object.metadata, ...change } } };
  const same = (change.name ?? before.name) === before.name && (change.namespace ?? before.namespace) === before.namespace;
  return same ? next : { ...next, earlier: [...earlier, before] };
}

/** Every identity that the resource has or had. */
export function identitiesOf({ object, earlier }: Resource): readonly Identity[] {
  return [...earlier, identityOf(object)];
}

/** Kinds that nobody knows live in namespaces. */
export function isNamespaced({ apiVersion, kind }: KubeObject): boolean {
  return kindByGvk(apiVersion, kind)?.type.namespaced ?? true;
}

/** `Deployment.v1.apps/web.default`: how kustomize names an object. */
export function idText({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>, { name, namespace }: Identity): string {
  const { group, version } = groupVersionOf(apiVersion);
  return `${kind}.${version || '[noVer]'}.${group || '[noGrp]'}/${name || '[noName]'}.${namespace || '[noNs]'}`;
}

export function isSame(a: KubeObject, b: KubeObject): boolean {
  const [left, right] = [identityOf(a), identityOf(b)];
  const sameKind = a.kind === b.kind && groupVersionOf(a.apiVersion).group === groupVersionOf(b.apiVersion).group;
  return sameKind && left.name === right.name && effective(left) === effective(right);
}

function effective({ namespace }: Identity): string {
  return namespace === '' ? 'default' : namespace;
}
