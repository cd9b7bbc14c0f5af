/** What is to be done about a claim (syncClaim in pkg/controller/volume/persistentvolume/pv_controller.go). */
import { isTerminating, nameOf, uidOf } from '../../../api/object.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/types.gen.ts';
import {
  BIND_COMPLETED,
  SELECTED_NODE,
  classOf,
  differsInAttributes,
  differsInMode,
  hasAccessModes,
  isBigEnough,
  isBoundTo,
  matchingVolume,
  namesClass,
} from '../../../api/volume/binding.ts';
import { type Storage, type Told, normal, warning } from './storage.ts';

export type ClaimVerdict =
  | { readonly do: 'bind'; readonly volume: PersistentVolume }
  /** Not now; whoever looks at it learns why. */
  | { readonly do: 'wait'; readonly told?: Told }
  /** Its data is gone; told once. */
  | { readonly do: 'lose'; readonly told: Told }
  /** Somebody has to make a volume of its class. */
  | { readonly do: 'provision' }
  /** It named no class when there was no default one. */
  | { readonly do: 'assign-class'; readonly name: string };

export function verdictOnClaim(storage: Storage, claim: PersistentVolumeClaim): ClaimVerdict {
  if (claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return boundOnce(storage, claim);
  const { volumeName } = claim.spec ?? {};
  return volumeName ? asksFor(storage.volume(volumeName), claim) : takesAny(storage, claim);
}

function boundOnce(storage: Storage, claim: PersistentVolumeClaim): ClaimVerdict {
  const { volumeName } = claim.spec ?? {};
  if (!volumeName) return lost('Bound claim has lost reference to PersistentVolume. Data on the volume is lost!');
  const volume = storage.volume(volumeName);
  if (volume === undefined) return lost('Bound claim has lost its PersistentVolume. Data on the volume is lost!');
  const reference = volume.spec?.claimRef;
  if (reference === undefined || reference.uid === uidOf(claim)) return { do: 'bind', volume };
  const text = 'Two claims are bound to the same volume, this one is bound incorrectly';
  return { do: 'lose', told: warning('ClaimMisbound', text) };
}

function lost(text: string): ClaimVerdict {
  return { do: 'lose', told: warning('ClaimLost', text) };
}

function asksFor(volume: PersistentVolume | undefined, claim: PersistentVolumeClaim): ClaimVerdict {
  if (volume === undefined) return { do: 'wait' };
  if (volume.spec?.claimRef === undefined) {
    const mismatch = mismatchOf(volume, claim);
    if (mismatch === undefined) return { do: 'bind', volume };
    return { do: 'wait', told: warning('VolumeMismatch', `Cannot bind to requested volume "${nameOf(volume)}": ${mismatch}`) };
  }
  if (isBoundTo(volume, claim)) return { do: 'bind', volume };
  return { do: 'wait', told: warning('FailedBinding', `volume "${nameOf(volume)}" already bound to a different claim.`) };
}

function mismatchOf(volume: PersistentVolume, claim: PersistentVolumeClaim): string | undefined {
  if (isTerminating(volume)) return `the volume is marked for deletion "${nameOf(volume)}"`;
  if (!isBigEnough(volume, claim)) return 'requested PV is too small';
  if (classOf(volume) !== classOf(claim)) return 'storageClassName does not match';
  if (differsInAttributes(claim, volume)) return 'volumeAttributesClassName does not match';
  if (differsInMode(claim, volume)) return 'incompatible volumeMode';
  return hasAccessModes(volume, claim) ? undefined : 'incompatible accessMode';
}

function takesAny(storage: Storage, claim: PersistentVolumeClaim): ClaimVerdict {
  const waits = storage.storageClass(classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
  const volume = bestVolume(storage.volumes(), claim, waits);
  if (volume !== undefined) return { do: 'bind', volume };
  const assigned = namesClass(claim) ? undefined : storage.defaultClass();
  if (assigned !== undefined) return { do: 'assign-class', name: nameOf(assigned) };
  if (waits && claim.metadata.annotations?.[SELECTED_NODE] === undefined)
    return { do: 'wait', told: waitsForPod(storage.podsWaitingFor(claim)) };
  if (classOf(claim) !== '') return { do: 'provision' };
  const text = 'no persistent volumes available for this claim and no storage class is set';
  return { do: 'wait', told: normal('FailedBinding', text) };
}

/** The fewest access modes that are enough come first, the smallest volume after that. */
function bestVolume(volumes: readonly PersistentVolume[], claim: PersistentVolumeClaim, waits: boolean): PersistentVolume | undefined {
  const groups = new Map<string, PersistentVolume[]>();
  for (const volume of volumes) {
    if (!hasAccessModes(volume, claim)) continue;
    const modes = [...new Set(volume.spec?.accessModes)].sort().join();
    groups.set(modes, [...(groups.get(modes) ?? []), volume]);
  }
  const count = (modes: string) => modes.split(',').length;
  for (const [, group] of [...groups].sort(([a], [b]) => count(a) - count(b))) {
    const volume = matchingVolume(claim, group, { waits });
    if (volume !== undefined) return volume;
  }
  return undefined;
}

function waitsForPod(pods: readonly string[]): Told {
  if (pods.length === 0) return normal('WaitForFirstConsumer', 'waiting for first consumer to be created before binding');
  const names = pods.length > 1 ? `pods ${pods.join(',')}` : `pod ${pods[0]}`;
  return normal('WaitForPodScheduled', `waiting for ${names} to be scheduled`);
}
