import type { KubeObject } from '../../api/object.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';
import { changeField } from './field-path.ts';
import type { ImageRule, Kustomization } from './kustomization.ts';
import { isCalled } from './names.ts';
import type { Resource } from './resource.ts';

/** Images of containers, however deep they lie. Definitions of kinds have none, only schemas that look so. */
export function withImages(object: KubeObject, rules: readonly ImageRule[]): KubeObject {
  if (rules.length === 0 || object.kind === 'CustomResourceDefinition') return object;
  return inContainers(object as unknown as JsonValue, (image) => rules.reduce(changedImage, image)) as unknown as KubeObject;
}

function inContainers(value: JsonValue, change: (image: string) => string): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => inContainers(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const isList = (key === 'containers' || key === 'initContainers') && Array.isArray(member);
      const images = isList ? (member as readonly JsonValue[]).map((container) => withImage(container, change)) : member;
      return [key, inContainers(images, change)];
    }),
  );
}

function withImage(container: JsonValue, change: (image: string) => string): JsonValue {
  if (typeof container !== 'object' || container === null || Array.isArray(container)) return container;
  const record = container as JsonObject;
  const { image } = record;
  return typeof image === 'string' ? { ...record, image: change(image) } : container;
}

function changedImage(image: string, { name: wanted, newName, newTag = '', tagSuffix = '', digest = '' }: ImageRule): string {
  const { name, tag, digest: oldDigest } = splitImage(image);
  if (name !== wanted) return image;
  const base = newName === undefined || newName === '' ? name : newName;
  if (newTag !== '' && digest !== '') return `${base}:${newTag}@${digest}`;
  if (newTag !== '') return `${base}:${newTag}${oldDigest === '' || digest === '' ? '' : `@${oldDigest}`}`;
  if (digest !== '') return `${base}@${digest}`;
  const kept = tag === '' ? '' : `:${tag}${tagSuffix}`;
  return `${base}${kept}${oldDigest === '' ? '' : `@${oldDigest}`}`;
}

/** The colon of a tag comes after the last slash; one before it belongs to a registry's port. */
function splitImage(image: string): { readonly name: string; readonly tag: string; readonly digest: string } {
  const [named = '', digest = ''] = image.split('@');
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  return { name: colon < 0 ? named : named.slice(0, colon), tag: colon < 0 ? '' : named.slice(colon + 1), digest };
}

const SCALABLE = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

export function withReplicas(resources: readonly Resource[], rules: Kustomization['replicas'] = []): readonly Resource[] {
  return rules.reduce((changed, { name, count }) => {
    const isMeant = (resource: Resource) => SCALABLE.includes(resource.object.kind) && isCalled(resource, name);
    if (!changed.some(isMeant)) {
      const kinds = SCALABLE.map((kind) => `${kind}.[noVer].[noGrp]`).join(' ');
      throw new CommandError(`resource with name ${name} does not match a config with the following GVK [${kinds}]`);
    }
    return changed.map((resource) =>
      isMeant(resource) ? { ...resource, object: changeField(resource.object, 'spec/replicas', () => count, true) } : resource,
    );
  }, resources);
}
