/**
 * Storage goes when nobody uses it any more: takes the finalizers off that admission has put on claims, volumes and classes
 * (pkg/controller/volume/{pvcprotection,pvprotection,vacprotection}).
 */
import { type KubeObject, type ResourceType, groupResource, isTerminating, keyOf, nameOf, namespaceOf } from '../../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD, VOLUME_ATTRIBUTES_CLASS } from '../../../api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod, VolumeAttributesClass } from '../../../api/types.gen.ts';
import { type ComponentContext, type ComponentDefinition, defineComponent, watch } from '../../kernel/component.ts';

type Context = ComponentContext<null>;

const protection = (name: string, watches: ComponentDefinition<null>['watches'], sync: (context: Context, key: string) => void) =>
  defineComponent<null>({
    name,
    process: 'kube-controller-manager',
    user: `system:serviceaccount:kube-system:${name}`,
    watches,
    init: () => null,
    sync,
  });

export const claimProtection = protection(
  'pvc-protection-controller',
  [
    watch(PERSISTENT_VOLUME_CLAIM, (context: Context, { type, object }) => enqueueLeaving(context, type, object)),
    watch(POD, (context: Context, { type, object }) => {
      if (type === 'DELETED' || hasEnded(object)) for (const key of claimsOf(object)) context.enqueue(key);
    }),
  ],
  (context, key) =>
    releaseUnused(context, PERSISTENT_VOLUME_CLAIM, key, 'kubernetes.io/pvc-protection', (claim) =>
      // A pod that is on no node yet will not start with a claim that goes away.
      context.lister(POD).list(namespaceOf(claim)).some((pod) => Boolean(pod.spec?.nodeName) && claimsOf(pod).includes(keyOf(claim))),
    ),
);

export const volumeProtection = protection(
  'pv-protection-controller',
  [watch(PERSISTENT_VOLUME, (context: Context, { type, object }) => enqueueLeaving(context, type, object))],
  (context, key) => releaseUnused(context, PERSISTENT_VOLUME, key, 'kubernetes.io/pv-protection', ({ status }) => status?.phase === 'Bound'),
);

export const attributesClassProtection = protection(
  'volumeattributesclass-protection-controller',
  [
    watch(VOLUME_ATTRIBUTES_CLASS, (context: Context, { type, object }) => enqueueLeaving(context, type, object)),
    watch(PERSISTENT_VOLUME, (context: Context, { object, previous }) => enqueueClasses(context, [object, previous])),
    watch(PERSISTENT_VOLUME_CLAIM, (context: Context, { object, previous }) => enqueueClasses(context, [object, previous])),
  ],
  (context, key) =>
    releaseUnused(context, VOLUME_ATTRIBUTES_CLASS, key, 'kubernetes.io/vac-protection', (named) =>
      [...context.lister(PERSISTENT_VOLUME).list(), ...context.lister(PERSISTENT_VOLUME_CLAIM).list()].some((object) =>
        classesOf(object).includes(nameOf(named)),
      ),
    ),
);

function enqueueLeaving(context: Context, type: string, object: KubeObject): void {
  if (type !== 'DELETED' && isTerminating(object)) context.enqueue(keyOf(object));
}

function releaseUnused<T extends KubeObject>(
  context: Context,
  type: ResourceType<T>,
  key: string,
  finalizer: string,
  isUsed: (object: T) => boolean,
): void {
  const object = context.lister(type).byKey(key);
  const finalizers = object?.metadata.finalizers ?? [];
  if (object === undefined || !isTerminating(object) || !finalizers.includes(finalizer) || isUsed(object)) return;
  context.because(`nobody uses ${groupResource(type)} ${key}`);
  context.client.update(type, { ...object, metadata: { ...object.metadata, finalizers: finalizers.filter((other) => other !== finalizer) } });
}

function hasEnded({ status, spec }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' || !spec?.nodeName;
}

/** Keys of the claims that a pod uses, those made for it while it lasts included. */
function claimsOf(pod: Pod): readonly string[] {
  const own = `${namespaceOf(pod)}/`;
  return (pod.spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }) => {
    if (persistentVolumeClaim !== undefined) return [own + persistentVolumeClaim.claimName];
    return ephemeral === undefined ? [] : [`${own}${nameOf(pod)}-${name}`];
  });
}

function enqueueClasses(context: Context, objects: readonly ((PersistentVolume | PersistentVolumeClaim) | undefined)[]): void {
  for (const object of objects) if (object !== undefined) for (const name of classesOf(object)) context.enqueue(name);
}

function classesOf(object: PersistentVolume | PersistentVolumeClaim): readonly string[] {
  const named = [object.spec?.volumeAttributesClassName];
  if (object.kind === 'PersistentVolumeClaim') {
    named.push(object.status?.currentVolumeAttributesClassName, object.status?.modifyVolumeStatus?.targetVolumeAttributesClassName);
  }
  return named.flatMap((name) => name || []);
}
