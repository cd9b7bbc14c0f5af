import { type KubeObject, type ResourceType, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import type { OwnerReference } from '../../../api/types.gen.ts';
import type { ComponentContext } from '../../kernel/component.ts';

/**
 * Tells of a reference that can never hold: to an object of another namespace, or from a cluster-scoped object into a namespace.
 * With a `type`, only if the owner is found in another namespace.
 */
export function reportInvalidNamespace<M>(
  context: ComponentContext<M>,
  object: KubeObject,
  reference: OwnerReference,
  type?: ResourceType,
): void {
  if (type !== undefined && !livesElsewhere(context, type, reference)) return;
  const { apiVersion, kind, name, uid } = reference;
  const namespace = namespaceOf(object);
  const described = `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`;
  context.event(
    object,
    'Warning',
    'OwnerRefInvalidNamespace',
    `ownerRef ${described} does not exist in namespace ${JSON.stringify(namespace)}`,
  );
}

function livesElsewhere<M>(context: ComponentContext<M>, type: ResourceType, reference: OwnerReference): boolean {
  const objects = context.lister(type);
  return context
    .lister(NAMESPACE)
    .list()
    .some((namespace) => {
      const candidate = objects.get(nameOf(namespace), reference.name);
      return candidate !== undefined && uidOf(candidate) === reference.uid;
    });
}
