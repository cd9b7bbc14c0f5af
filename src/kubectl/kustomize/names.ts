import type { KubeObject } from '../../api/object.ts';
import type { Kustomization } from './kustomization.ts';
import { type FieldSpec, changeFields } from './field-path.ts';
import { type Resource, identitiesOf, identityOf, isNamespaced, renamed } from './resource.ts';

/** Kinds whose names mean something outside of the kustomization. */
const UNPREFIXED = ['CustomResourceDefinition', 'APIService', 'Namespace'];

export function withPrefix(resource: Resource, { namePrefix = '', nameSuffix = '' }: Kustomization): Resource {
  if (UNPREFIXED.includes(resource.object.kind)) return resource;
  const name = `${namePrefix}${identityOf(resource.object).name}${nameSuffix}`;
  const after = renamed(resource, { name });
  return {
    ...after,
    prefixes: namePrefix === '' ? after.prefixes : [...after.prefixes, namePrefix],
    suffixes: nameSuffix === '' ? after.suffixes : [...after.suffixes, nameSuffix],
  };
}

/** References to namespaces that follow the kustomization's own. */
const SERVICES: readonly FieldSpec[] = [
  { kind: 'APIService', path: 'spec/service/namespace' },
  { kind: 'MutatingWebhookConfiguration', path: 'webhooks/clientConfig/service/namespace' },
  { kind: 'ValidatingWebhookConfiguration', path: 'webhooks/clientConfig/service/namespace' },
  { kind: 'CustomResourceDefinition', path: 'spec/conversion/webhook/clientConfig/service/namespace' },
];

export function withNamespace(resources: readonly Resource[], namespace: string): readonly Resource[] {
  if (namespace === '') return resources;
  return resources.map((resource) => {
    const { object } = resource;
    if (object.kind === 'Namespace') return renamed(resource, { name: namespace });
    const placed = isNamespaced(object) ? renamed(resource, { namespace }) : resource;
    const pointed = changeFields(placed.object, SERVICES, (value) => (value === undefined ? undefined : namespace));
    return { ...placed, object: withSubjects(pointed, namespace) };
  });
}

interface Binding extends KubeObject {
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

/** The default service account is that of the new namespace; others follow when their own account has moved. */
function withSubjects(object: Binding, namespace: string): KubeObject {
  if (object.kind !== 'RoleBinding' && object.kind !== 'ClusterRoleBinding') return object;
  if (object.subjects === undefined) return object;
  const moves = (subject: { readonly kind: string; readonly name: string }) =>
    subject.kind === 'ServiceAccount' && subject.name === 'default';
  return { ...object, subjects: object.subjects.map((subject) => (moves(subject) ? { ...subject, namespace } : subject)) } as Binding;
}

/** Whether a resource has, or had, the name that a rule speaks of. */
export function isCalled(resource: Resource, name: string): boolean {
  return identitiesOf(resource).some((identity) => identity.name === name);
}
