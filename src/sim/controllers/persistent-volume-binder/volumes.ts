/** What is to be done about a volume (syncVolume in pkg/controller/volume/persistentvolume/pv_controller.go). */
import { nameOf, uidOf } from '../../../api/object.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/types.gen.ts';
import { PROVISIONED_BY, differsInMode } from '../../../api/volume/binding.ts';
import { type Storage, type Told, warning } from './storage.ts';

export type VolumeVerdict =
  | { readonly do: 'enter-phase'; readonly phase: 'Available' | 'Bound' }
  /** Its claim is the one to act. */
  | { readonly do: 'ask-claim'; readonly key: string }
  /** Both are told that they do not go together. */
  | { readonly do: 'refuse'; readonly claim: PersistentVolumeClaim; readonly toVolume: Told; readonly toClaim: Told }
  /** Nobody claims it any more. */
  | { readonly do: 'release' }
  /** Its claim has gone to another volume. */
  | { readonly do: 'unbind' };

export function verdictOnVolume(storage: Storage, volume: PersistentVolume): VolumeVerdict {
  const reference = volume.spec?.claimRef;
  if (!reference?.uid) return { do: 'enter-phase', phase: 'Available' };
  const key = claimKeyOf(volume);
  const claim = storage.claim(key);
  if (claim === undefined || uidOf(claim) !== reference.uid) return { do: 'release' };
  const bound = claim.spec?.volumeName;
  if (!bound) return differsInMode(claim, volume) ? refuse(claim, volume) : { do: 'ask-claim', key };
  if (bound === nameOf(volume)) return { do: 'enter-phase', phase: 'Bound' };
  const isLeftover = volume.metadata.annotations?.[PROVISIONED_BY] !== undefined;
  return { do: isLeftover && volume.spec?.persistentVolumeReclaimPolicy === 'Delete' ? 'release' : 'unbind' };
}

export function claimKeyOf({ spec }: PersistentVolume): string {
  return `${spec?.claimRef?.namespace ?? ''}/${spec?.claimRef?.name ?? ''}`;
}

function refuse(claim: PersistentVolumeClaim, volume: PersistentVolume): VolumeVerdict {
  const toVolume = `Cannot bind PersistentVolume to requested PersistentVolumeClaim "${nameOf(claim)}" due to incompatible volumeMode.`;
  const toClaim = `Cannot bind PersistentVolume "${nameOf(volume)}" to requested PersistentVolumeClaim due to incompatible volumeMode.`;
  return { do: 'refuse', claim, toVolume: warning('VolumeMismatch', toVolume), toClaim: warning('VolumeMismatch', toClaim) };
}
