/**
 * The cluster's own storage driver, where its spec asks for one: makes volumes for claims of its class, and deletes them when nobody
 * claims them any more (as sig-storage-lib-external-provisioner does for a CSI driver). Its volumes can be reached from every node.
 */
import { ApiError } from '../../api/errors.ts';
import { isTerminating, keyOf, nameOf, uidOf } from '../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, VOLUME_ATTACHMENT } from '../../api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../api/types.gen.ts';
import { PROVISIONED_BY, SELECTED_NODE, STORAGE_PROVISIONER, classOf, referenceTo, requestOf } from '../../api/volume/binding.ts';
import { storageClassNamed } from '../client/storage-classes.ts';
import type { LateBehaviour, LateContext } from '../kernel/late-component.ts';
import { VOLUME_DRIVER } from '../kernel/spec.ts';

type Provisioner = LateContext<number>;

const FINALIZER = 'external-provisioner.volume.kubernetes.io/finalizer';
/** How long the storage takes to make a volume, and to delete one. */
const MAKE_MS = 2000;
const DELETE_MS = 1000;

/** Remembers by key since when it is about a claim or a volume. */
export const volumeProvisioner: LateBehaviour<number> = {
  onChange(context, _type, { type, object }) {
    if (context.spec.volumes !== 'provisioned') return;
    const key = keyOf(object);
    if (type === 'DELETED') context.memory.delete(key);
    else if (key.includes('/') ? wantsVolume(object as PersistentVolumeClaim) : isToBeDeleted(object as PersistentVolume))
      context.enqueue(key);
  },
  sync: (context, key) => (key.includes('/') ? provide(context, key) : dispose(context, key)),
};

function wantsVolume({ metadata, spec }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.[STORAGE_PROVISIONER] === VOLUME_DRIVER && !spec?.volumeName && metadata.deletionTimestamp === undefined;
}

function isToBeDeleted({ metadata, spec, status }: PersistentVolume): boolean {
  const isOurs = metadata.annotations?.[PROVISIONED_BY] === VOLUME_DRIVER;
  return isOurs && status?.phase === 'Released' && spec?.persistentVolumeReclaimPolicy === 'Delete';
}

function provide(context: Provisioner, key: string): number | undefined {
  const claim = context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key);
  if (claim === undefined || !wantsVolume(claim)) return void context.memory.delete(key);
  const storageClass = storageClassNamed(context.client, classOf(claim));
  if (storageClass?.provisioner !== VOLUME_DRIVER || waitsForNode(claim, storageClass)) return undefined;
  const name = `pvc-${uidOf(claim)}`;
  if (context.lister(PERSISTENT_VOLUME).byKey(name) !== undefined) return undefined;
  const since = context.memory.get(key);
  if (since === undefined) {
    context.memory.set(key, context.now);
    context.event(claim, 'Normal', 'Provisioning', `External provisioner is provisioning volume for claim "${key}"`);
    return MAKE_MS;
  }
  if (context.now < since + MAKE_MS) return since + MAKE_MS - context.now;
  const flaw = claim.spec?.selector === undefined ? undefined : 'claim Selector is not supported';
  if (flaw !== undefined) return fail(context, claim, `failed to provision volume with StorageClass "${nameOf(storageClass)}": ${flaw}`);
  create(context, volumeFor(claim, storageClass, name));
  context.memory.delete(key);
  context.event(claim, 'Normal', 'ProvisioningSucceeded', `Successfully provisioned volume ${name}`);
  return undefined;
}

function waitsForNode({ metadata }: PersistentVolumeClaim, { volumeBindingMode }: StorageClass): boolean {
  return volumeBindingMode === 'WaitForFirstConsumer' && metadata.annotations?.[SELECTED_NODE] === undefined;
}

/** Its request will not change; only a new claim helps. */
function fail(context: Provisioner, claim: PersistentVolumeClaim, message: string): undefined {
  context.event(claim, 'Warning', 'ProvisioningFailed', message);
}

function create(context: Provisioner, volume: PersistentVolume): void {
  context.because(`the storage has made ${nameOf(volume)}`);
  try {
    context.client.create(PERSISTENT_VOLUME, volume);
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
  }
}

function volumeFor(claim: PersistentVolumeClaim, storageClass: StorageClass, name: string): PersistentVolume {
  const { accessModes = [], volumeMode = 'Filesystem', volumeAttributesClassName } = claim.spec ?? {};
  const { reclaimPolicy = 'Delete', mountOptions } = storageClass;
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name, annotations: { [PROVISIONED_BY]: VOLUME_DRIVER }, finalizers: [FINALIZER] },
    spec: {
      accessModes,
      capacity: { storage: requestOf(claim) },
      claimRef: referenceTo(claim),
      csi: { driver: VOLUME_DRIVER, volumeHandle: name },
      persistentVolumeReclaimPolicy: reclaimPolicy,
      storageClassName: nameOf(storageClass),
      volumeMode,
      ...(mountOptions === undefined ? {} : { mountOptions }),
      ...(volumeAttributesClassName === undefined ? {} : { volumeAttributesClassName }),
    },
  };
}

function dispose(context: Provisioner, name: string): number | undefined {
  const volume = context.lister(PERSISTENT_VOLUME).byKey(name);
  if (volume === undefined || !isToBeDeleted(volume)) return void context.memory.delete(name);
  const since = context.memory.get(name) ?? context.now;
  context.memory.set(name, since);
  if (context.now < since + DELETE_MS) return since + DELETE_MS - context.now;
  const attached = context
    .lister(VOLUME_ATTACHMENT)
    .list()
    .find(({ spec: attachment }) => attachment?.source?.persistentVolumeName === name);
  if (attached !== undefined) return refuseAttached(context, volume, attached.spec?.nodeName ?? '');
  if (!isTerminating(volume)) context.client.delete(PERSISTENT_VOLUME, '', name);
  else if (volume.metadata.finalizers?.includes(FINALIZER)) {
    const finalizers = volume.metadata.finalizers.filter((other) => other !== FINALIZER);
    context.client.update(PERSISTENT_VOLUME, { ...volume, metadata: { ...volume.metadata, finalizers } });
  }
  return undefined;
}

/** Its data may still be written to. */
function refuseAttached(context: Provisioner, volume: PersistentVolume, node: string): number {
  context.event(volume, 'Warning', 'VolumeFailedDelete', `persistentvolume ${nameOf(volume)} is still attached to node ${node}`);
  return DETACH_LOOK_MS;
}

const DETACH_LOOK_MS = 5000;
