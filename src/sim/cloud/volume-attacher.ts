/**
 * The attacher of the cluster's own storage driver (kubernetes-csi/external-attacher): does what VolumeAttachments ask for, and says
 * when it is done.
 */
import { isTerminating, keyOf, nameOf } from '../../api/object.ts';
import { PERSISTENT_VOLUME, VOLUME_ATTACHMENT } from '../../api/resources.ts';
import type { KubeObject, ResourceType } from '../../api/object.ts';
import type { PersistentVolume, VolumeAttachment } from '../../api/types.gen.ts';
import type { Change } from '../kernel/component.ts';
import type { LateBehaviour, LateContext } from '../kernel/late-component.ts';
import { VOLUME_DRIVER } from '../kernel/spec.ts';

type Attacher = LateContext<number>;

const FINALIZER = `external-attacher/${VOLUME_DRIVER.replaceAll('.', '-')}`;
/** How long the storage takes to bring a volume to a machine, and to take it away. */
const ATTACH_MS = 1500;
const DETACH_MS = 1000;

/** Remembers by the attachment's name since when it has been about it. */
export const volumeAttacher: LateBehaviour<number> = {
  onChange(context, { resource }: ResourceType, { type, object }: Change) {
    if (context.spec.volumes !== 'provisioned') return;
    if (type === 'DELETED') context.memory.delete(keyOf(object));
    if (resource === PERSISTENT_VOLUME.resource) onVolumeChange(context, object as PersistentVolume);
    else if ((object as VolumeAttachment).spec?.attacher === VOLUME_DRIVER) onAttachmentChange(context, type, object as VolumeAttachment);
  },
  sync: syncAttachment,
};

function onAttachmentChange(context: Attacher, type: Change['type'], attachment: VolumeAttachment): void {
  if (type !== 'DELETED') return context.enqueue(nameOf(attachment));
  const volume = context.lister(PERSISTENT_VOLUME).byKey(attachment.spec?.source?.persistentVolumeName ?? '');
  if (volume !== undefined) onVolumeChange(context, volume);
}

/** A volume that is to go is held until it is attached nowhere. */
function onVolumeChange(context: Attacher, volume: PersistentVolume): void {
  if (!isTerminating(volume) || volume.metadata.finalizers?.includes(FINALIZER) !== true) return;
  const isAttached = context
    .lister(VOLUME_ATTACHMENT)
    .list()
    .some(({ spec }) => spec?.source?.persistentVolumeName === nameOf(volume));
  if (!isAttached) context.enqueue(`volume/${nameOf(volume)}`);
}

function syncAttachment(context: Attacher, key: string): number | undefined {
  if (key.startsWith('volume/')) return releaseVolume(context, key.slice('volume/'.length));
  const attachment = context.lister(VOLUME_ATTACHMENT).byKey(key);
  if (attachment === undefined) return undefined;
  const isLeaving = isTerminating(attachment);
  if (isLeaving ? attachment.metadata.finalizers?.includes(FINALIZER) !== true : attachment.status?.attached === true) {
    context.memory.delete(key);
    return undefined;
  }
  if (!isLeaving && attachment.metadata.finalizers?.includes(FINALIZER) !== true) {
    hold(context, attachment);
    return undefined;
  }
  const since = context.memory.get(key) ?? context.now;
  context.memory.set(key, since);
  const leftMs = since + (isLeaving ? DETACH_MS : ATTACH_MS) - context.now;
  if (leftMs > 0) return leftMs;
  context.memory.delete(key);
  if (isLeaving) context.client.update(VOLUME_ATTACHMENT, without(attachment));
  else {
    context.because(
      `the storage has attached ${attachment.spec?.source?.persistentVolumeName ?? ''} to ${attachment.spec?.nodeName ?? ''}`,
    );
    context.client.updateStatus(VOLUME_ATTACHMENT, { ...attachment, status: { attached: true } });
  }
  return undefined;
}

/** Neither goes before it is detached. */
function hold(context: Attacher, attachment: VolumeAttachment): void {
  const { metadata, spec } = attachment;
  const annotations = { ...metadata.annotations, 'csi.alpha.kubernetes.io/node-id': spec?.nodeName ?? '' };
  const volume = context.lister(PERSISTENT_VOLUME).byKey(spec?.source?.persistentVolumeName ?? '');
  if (volume !== undefined && volume.metadata.finalizers?.includes(FINALIZER) !== true)
    context.client.update(PERSISTENT_VOLUME, held(volume));
  const next = held(attachment);
  context.client.update(VOLUME_ATTACHMENT, { ...next, metadata: { ...next.metadata, annotations } });
}

function releaseVolume(context: Attacher, name: string): undefined {
  const volume = context.lister(PERSISTENT_VOLUME).byKey(name);
  if (volume?.metadata.finalizers?.includes(FINALIZER) === true) context.client.update(PERSISTENT_VOLUME, without(volume));
}

function held<T extends KubeObject>(object: T): T {
  return { ...object, metadata: { ...object.metadata, finalizers: [...(object.metadata.finalizers ?? []), FINALIZER] } };
}

function without<T extends KubeObject>(object: T): T {
  const finalizers = (object.metadata.finalizers ?? []).filter((other) => other !== FINALIZER);
  return { ...object, metadata: { ...object.metadata, finalizers } };
}
