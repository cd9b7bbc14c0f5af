/**
 * The persistent volume controller (pkg/controller/volume/persistentvolume): brings claims and volumes together, and takes care of
 * volumes whose claim is gone. What is to be done about a claim or a volume is decided in `claims.ts` and `volumes.ts`; here it is
 * done. Volumes are made by external provisioners; recycling takes no pod and no time here.
 */
import { type KubeObject, keyOf } from '../../../api/object.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../../../api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/types.gen.ts';
import { boundToClaim, classOf } from '../../../api/volume/binding.ts';
import { forgetWritten } from '../../client/own-writes.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';
import { awaitingProvisioner, boundToVolume, inPhase, unbound, withStatus } from './changes.ts';
import { verdictOnClaim } from './claims.ts';
import { type BinderContext, known, storageOf, writeSpec, writeStatus } from './known.ts';
import { provisioningOf } from './plugins.ts';
import { reclaim } from './reclaim.ts';
import { type Told, normal, warning } from './storage.ts';
import { claimKeyOf, verdictOnVolume } from './volumes.ts';

export const persistentVolumeBinder: LateBehaviour<KubeObject> = {
  onChange(context, { resource }, change) {
    if (resource === PERSISTENT_VOLUME.resource) onVolumeChange(context, change as Change<PersistentVolume>);
    else if (resource === PERSISTENT_VOLUME_CLAIM.resource) onClaimChange(context, change as Change<PersistentVolumeClaim>);
  },
  sync: (context, key) => (key.includes('/') ? syncClaim(context, key) : syncVolume(context, key)),
};

/** Everything is looked at again and again; here what is not settled. */
const RESYNC_MS = 15_000;
/** For the first time so long after the boot, when its process is up and knows what there is. */
const FIRST_RESYNC_MS = 3000;

function onVolumeChange(context: BinderContext, change: Change<PersistentVolume>): void {
  forgetWritten(context.memory, change);
  const { type, object } = change;
  if (type !== 'DELETED') context.enqueue(keyOf(object));
  else if (object.spec?.claimRef !== undefined) context.enqueue(claimKeyOf(object));
}

function onClaimChange(context: BinderContext, change: Change<PersistentVolumeClaim>): void {
  forgetWritten(context.memory, change);
  const { type, object } = change;
  if (type !== 'DELETED') context.enqueue(keyOf(object));
  else if (object.spec?.volumeName) context.enqueue(object.spec.volumeName);
}

function syncClaim(context: BinderContext, key: string): number | undefined {
  const claim = known(context, PERSISTENT_VOLUME_CLAIM, key);
  if (claim === undefined) return undefined;
  const verdict = verdictOnClaim(storageOf(context), claim);
  switch (verdict.do) {
    case 'bind':
      bind(context, verdict.volume, claim);
      return undefined;
    case 'wait':
      tell(context, claim, verdict.told);
      setClaimStatus(context, claim, withStatus(claim, 'Pending'));
      return nextResync(context);
    case 'lose':
      if (claim.status?.phase === 'Lost') return undefined;
      tell(context, setClaimStatus(context, claim, withStatus(claim, 'Lost')), verdict.told);
      return undefined;
    case 'assign-class':
      writeSpec(context, PERSISTENT_VOLUME_CLAIM, claim, { ...claim, spec: { ...claim.spec, storageClassName: verdict.name } });
      return undefined;
    case 'provision':
      provision(context, claim);
      return nextResync(context);
    default:
      return verdict satisfies never;
  }
}

function syncVolume(context: BinderContext, name: string): number | undefined {
  const volume = known(context, PERSISTENT_VOLUME, name);
  if (volume === undefined) return undefined;
  const verdict = verdictOnVolume(storageOf(context), volume);
  switch (verdict.do) {
    case 'enter-phase':
      setVolumePhase(context, volume, verdict.phase);
      return undefined;
    case 'ask-claim':
      context.enqueue(verdict.key);
      return undefined;
    case 'refuse':
      tell(context, volume, verdict.toVolume);
      tell(context, verdict.claim, verdict.toClaim);
      return nextResync(context);
    case 'release':
      context.because(`nobody claims volume ${name}`);
      return reclaim(context, release(context, volume)) === 'failed' ? nextResync(context) : undefined;
    case 'unbind':
      setVolumePhase(context, writeSpec(context, PERSISTENT_VOLUME, volume, unbound(volume)), 'Available');
      return undefined;
    default:
      return verdict satisfies never;
  }
}

/** In this order, so that whoever finds it half done can finish it. */
function bind(context: BinderContext, volume: PersistentVolume, claim: PersistentVolumeClaim): void {
  const reserved = writeSpec(context, PERSISTENT_VOLUME, volume, boundToClaim(volume, claim));
  setVolumePhase(context, reserved, 'Bound');
  const bound = writeSpec(context, PERSISTENT_VOLUME_CLAIM, claim, boundToVolume(claim, reserved));
  setClaimStatus(context, bound, withStatus(bound, 'Bound', reserved));
}

/** Somebody who failed before stays so, for all to see. */
function release(context: BinderContext, volume: PersistentVolume): PersistentVolume {
  return volume.status?.phase === 'Failed' ? volume : setVolumePhase(context, volume, 'Released');
}

function provision(context: BinderContext, claim: PersistentVolumeClaim): void {
  const storageClass = storageOf(context).storageClass(classOf(claim));
  const way =
    storageClass === undefined ? { fails: `storageclass.storage.k8s.io "${classOf(claim)}" not found` } : provisioningOf(storageClass);
  const name = 'external' in way ? way.external : way.name;
  const waiting = name === undefined ? claim : writeSpec(context, PERSISTENT_VOLUME_CLAIM, claim, awaitingProvisioner(claim, name));
  tell(context, waiting, 'external' in way ? awaits(way.external) : warning('ProvisioningFailed', way.fails));
}

function awaits(provisioner: string): Told {
  return normal(
    'ExternalProvisioning',
    `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`,
  );
}

function setVolumePhase(context: BinderContext, volume: PersistentVolume, phase: 'Available' | 'Bound' | 'Released'): PersistentVolume {
  return writeStatus(context, PERSISTENT_VOLUME, volume, inPhase(volume, phase, context.now));
}

function setClaimStatus(context: BinderContext, claim: PersistentVolumeClaim, next: PersistentVolumeClaim): PersistentVolumeClaim {
  return writeStatus(context, PERSISTENT_VOLUME_CLAIM, claim, next);
}

function tell(context: BinderContext, about: PersistentVolume | PersistentVolumeClaim, told: Told | undefined): void {
  if (told !== undefined) context.event(about, told.type, told.reason, told.message);
}

/** The same moment for all. */
function nextResync({ now, spec }: BinderContext): number {
  return RESYNC_MS - ((now - spec.startTime + RESYNC_MS - FIRST_RESYNC_MS) % RESYNC_MS);
}
