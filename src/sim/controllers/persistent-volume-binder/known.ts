/** What the binder knows: its informers, and beside them what it wrote and they have not heard of yet. */
import { type KubeObject, type ResourceType, keyOf, nameOf } from '../../../api/object.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/types.gen.ts';
import { newest, remember } from '../../client/own-writes.ts';
import { defaultStorageClass, storageClassNamed } from '../../client/storage-classes.ts';
import type { LateContext } from '../../kernel/late-component.ts';
import type { Storage } from './storage.ts';

/** By key, which is a volume's name or `namespace/name` of a claim: the newest version that the binder has written. */
export type BinderContext = LateContext<KubeObject>;

export function storageOf(context: BinderContext): Storage {
  return {
    volumes: () =>
      context
        .lister(PERSISTENT_VOLUME)
        .list()
        .map((volume) => newest(context.memory, volume)),
    volume: (name) => known(context, PERSISTENT_VOLUME, name),
    claim: (key) => known(context, PERSISTENT_VOLUME_CLAIM, key),
    storageClass: (name) => storageClassNamed(context.client, name),
    defaultClass: () => defaultStorageClass(context.client),
    podsWaitingFor: (claim) =>
      context
        .lister(POD)
        .by('claim', keyOf(claim))
        .filter((pod) => !pod.spec?.nodeName && !isPodTerminal(pod))
        .map(nameOf),
  };
}

export function known<T extends KubeObject>(context: BinderContext, type: ResourceType<T>, key: string): T | undefined {
  const object = context.lister(type).byKey(key);
  return object && newest(context.memory, object);
}

export function writeSpec<T extends PersistentVolume | PersistentVolumeClaim>(
  context: BinderContext,
  type: ResourceType<T>,
  before: T,
  next: T,
): T {
  return next === before ? before : remember(context.memory, context.client.update(type, next));
}

export function writeStatus<T extends PersistentVolume | PersistentVolumeClaim>(
  context: BinderContext,
  type: ResourceType<T>,
  before: T,
  next: T,
): T {
  return next === before ? before : remember(context.memory, context.client.updateStatus(type, next));
}
