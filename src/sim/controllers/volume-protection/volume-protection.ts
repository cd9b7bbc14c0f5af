/**
 * Storage goes when nobody uses it any more: takes the finalizers off that admission has put on claims, volumes and classes
 * (pkg/controller/volume/{pvcprotection,pvprotection,vacprotection}).
 */
import { type KubeObject, type ResourceType, groupResource, isTerminating, keyOf, nameOf } from '../../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD, VOLUME_ATTRIBUTES_CLASS } from '../../../api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../api/types.gen.ts';
import { claimsOf } from '../../client/claims-of.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

export const claimProtection: LateBehaviour = {
  onChange(context, { resource }, { type, object }) {
    if (resource === CLAIMS) enqueueLeaving(context, type, object);
    else if (type === 'DELETED' || hasEnded(object as Pod)) for (const key of claimsOf(object as Pod)) context.enqueue(key);
  },
  sync: (context, key) =>
    releaseUnused(context, PERSISTENT_VOLUME_CLAIM, key, 'kubernetes.io/pvc-protection', (claim) =>
      // A pod that is on no node yet will not start with a claim that goes away.
      context
        .lister(POD)
        .by('claim', keyOf(claim))
        .some((pod) => Boolean(pod.spec?.nodeName)),
    ),
};

export const volumeProtection: LateBehaviour = {
  onChange: (context, _type, { type, object }) => enqueueLeaving(context, type, object),
  sync: (context, key) =>
    releaseUnused(context, PERSISTENT_VOLUME, key, 'kubernetes.io/pv-protection', ({ status }) => status?.phase === 'Bound'),
};

export const attributesClassProtection: LateBehaviour = {
  onChange(context, { resource }, { type, object, previous }) {
    if (resource === VOLUME_ATTRIBUTES_CLASS.resource) enqueueLeaving(context, type, object);
    else for (const name of [object, previous].flatMap((user) => classesOf(user as ClassUser | undefined))) context.enqueue(name);
  },
  sync: (context, key) =>
    releaseUnused(context, VOLUME_ATTRIBUTES_CLASS, key, 'kubernetes.io/vac-protection', (named) =>
      [...context.lister(PERSISTENT_VOLUME).list(), ...context.lister(PERSISTENT_VOLUME_CLAIM).list()].some((user) =>
        classesOf(user).includes(nameOf(named)),
      ),
    ),
};

type ClassUser = PersistentVolume | PersistentVolumeClaim;
const CLAIMS = PERSISTENT_VOLUME_CLAIM.resource;

function enqueueLeaving(context: LateContext, type: string, object: KubeObject): void {
  if (type !== 'DELETED' && isTerminating(object)) context.enqueue(keyOf(object));
}

function releaseUnused<T extends KubeObject>(
  context: LateContext,
  type: ResourceType<T>,
  key: string,
  finalizer: string,
  isUsed: (object: T) => boolean,
): void {
  const object = context.lister(type).byKey(key);
  const finalizers = object?.metadata.finalizers ?? [];
  if (object === undefined || !isTerminating(object) || !finalizers.includes(finalizer) || isUsed(object)) return;
  context.because(`nobody uses ${groupResource(type)} ${key}`);
  context.client.update(type, {
    ...object,
    metadata: { ...object.metadata, finalizers: finalizers.filter((other) => other !== finalizer) },
  });
}

function hasEnded({ status, spec }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed' || !spec?.nodeName;
}

function classesOf(user: ClassUser | undefined): readonly string[] {
  const named = [user?.spec?.volumeAttributesClassName];
  if (user?.kind === 'PersistentVolumeClaim') {
    named.push(user.status?.currentVolumeAttributesClassName, user.status?.modifyVolumeStatus?.targetVolumeAttributesClassName);
  }
  return named.flatMap((name) => name || []);
}
