/** Claims and volumes as they shall be. Each function gives back the very same object when it is so already. */
import { nameOf } from '../../../api/object.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { formatTime } from '../../../api/time.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/types.gen.ts';
import { BIND_COMPLETED, BOUND_BY_CONTROLLER, STORAGE_PROVISIONER, annotate, sizeOf } from '../../../api/volume/binding.ts';
import { deepEqual } from '../../../base/equal.ts';

type VolumePhase = NonNullable<NonNullable<PersistentVolume['status']>['phase']>;

const BETA_STORAGE_PROVISIONER = 'volume.beta.kubernetes.io/storage-provisioner';
const PRE_RESIZE_CAPACITY = 'volume.alpha.kubernetes.io/pre-resize-capacity';

export function inPhase(volume: PersistentVolume, phase: VolumePhase, now: number, message = ''): PersistentVolume {
  if (volume.status?.phase === phase) return volume;
  const { message: _before, ...status } = volume.status ?? {};
  return { ...volume, status: { ...status, phase, ...(message === '' ? {} : { message }), lastPhaseTransitionTime: formatTime(now) } };
}

/** A volume that is free again: entirely, or kept for the claim that its author named. */
export function unbound(volume: PersistentVolume): PersistentVolume {
  const { [BOUND_BY_CONTROLLER]: isOurs, ...annotations } = volume.metadata.annotations ?? {};
  const { claimRef, ...spec } = volume.spec ?? {};
  if (isOurs === undefined) {
    const { uid: _uid, ...reference } = claimRef ?? {};
    return { ...volume, spec: { ...spec, claimRef: reference } };
  }
  const { annotations: _before, ...metadata } = volume.metadata;
  return { ...volume, metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations }, spec };
}

export function boundToVolume(claim: PersistentVolumeClaim, volume: PersistentVolume): PersistentVolumeClaim {
  let next = claim;
  if (claim.spec?.volumeName !== nameOf(volume)) {
    next = { ...claim, spec: { ...claim.spec, volumeName: nameOf(volume) } };
    if (!isAnnotated(claim, BOUND_BY_CONTROLLER)) next = annotate(next, BOUND_BY_CONTROLLER, 'yes');
  }
  return isAnnotated(claim, BIND_COMPLETED) ? next : annotate(next, BIND_COMPLETED, 'yes');
}

/** The status of a claim that has this volume, or none. */
export function withStatus(
  claim: PersistentVolumeClaim,
  phase: 'Bound' | 'Lost' | 'Pending',
  volume?: PersistentVolume,
): PersistentVolumeClaim {
  const before = claim.status ?? {};
  const { accessModes: _modes, capacity: _capacity, currentVolumeAttributesClassName: _attributes, ...rest } = before;
  const status = volume === undefined ? { ...rest, phase } : { ...before, phase, ...fromVolume(before, phase, volume) };
  return deepEqual(status, before) ? claim : { ...claim, status };
}

/** Size and attributes are told when the two come together; later changes are the resizer's business. */
function fromVolume(before: NonNullable<PersistentVolumeClaim['status']>, phase: string, volume: PersistentVolume): object {
  const accessModes = volume.spec?.accessModes === undefined ? {} : { accessModes: volume.spec.accessModes };
  if (before.phase === phase) return accessModes;
  const earlier = volume.metadata.annotations?.[PRE_RESIZE_CAPACITY];
  const isTold = before.capacity?.['storage'] !== undefined && compareQuantities(before.capacity['storage'], sizeOf(volume)) === 0;
  const size = earlier === undefined ? volume.spec?.capacity : { storage: earlier };
  const attributes = volume.spec?.volumeAttributesClassName;
  return {
    ...accessModes,
    ...(isTold || size === undefined ? {} : { capacity: size }),
    ...(before.phase === 'Pending' && attributes !== undefined ? { currentVolumeAttributesClassName: attributes } : {}),
  };
}

export function awaitingProvisioner(claim: PersistentVolumeClaim, provisioner: string): PersistentVolumeClaim {
  if (claim.metadata.annotations?.[STORAGE_PROVISIONER] === provisioner) return claim;
  return annotate(annotate(claim, BETA_STORAGE_PROVISIONER, provisioner), STORAGE_PROVISIONER, provisioner);
}

function isAnnotated({ metadata }: PersistentVolumeClaim, name: string): boolean {
  return metadata.annotations?.[name] !== undefined;
}
