/** What becomes of a volume whose claim is gone: `persistentVolumeReclaimPolicy`. */
import { isTerminating, keyOf, nameOf } from '../../../api/object.ts';
import { isPodTerminal } from '../../../api/pod/conditions.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { PersistentVolume } from '../../../api/types.gen.ts';
import { inPhase, unbound } from './changes.ts';
import { type BinderContext, known, writeSpec, writeStatus } from './known.ts';
import { deletionOf, isRecyclable } from './plugins.ts';
import { claimKeyOf } from './volumes.ts';

const MIGRATED_TO = 'pv.kubernetes.io/migrated-to';

/** 'failed': it will be tried again. */
export function reclaim(context: BinderContext, volume: PersistentVolume): 'done' | 'failed' {
  if (volume.metadata.annotations?.[MIGRATED_TO]) return 'done';
  const policy = volume.spec?.persistentVolumeReclaimPolicy;
  if (policy === 'Delete') return remove(context, volume);
  return policy === 'Recycle' ? recycle(context, volume) : 'done';
}

function remove(context: BinderContext, volume: PersistentVolume): 'done' | 'failed' {
  const deletion = deletionOf(volume);
  if (deletion === 'left') return 'done';
  if (deletion !== 'deleted') return fail(context, volume, 'VolumeFailedDelete', deletion.fails);
  if (!isTerminating(volume)) context.client.delete(PERSISTENT_VOLUME, '', nameOf(volume));
  return 'done';
}

function recycle(context: BinderContext, volume: PersistentVolume): 'done' | 'failed' {
  const users = usersOf(context, volume);
  if (users.length > 0 && known(context, PERSISTENT_VOLUME_CLAIM, claimKeyOf(volume)) === undefined) {
    context.event(volume, 'Normal', 'VolumeFailedRecycle', `Volume is used by pods: ${users.join(',')}`);
    return 'failed';
  }
  if (!isRecyclable(volume)) return fail(context, volume, 'VolumeFailedRecycle', 'No recycler plugin found for the volume!');
  context.event(volume, 'Normal', 'VolumeRecycled', 'Volume recycled');
  const free = writeSpec(context, PERSISTENT_VOLUME, volume, unbound(volume));
  writeStatus(context, PERSISTENT_VOLUME, free, inPhase(free, 'Available', context.now));
  return 'done';
}

/** Told when it comes to that, not at every attempt. */
function fail(context: BinderContext, volume: PersistentVolume, reason: string, message: string): 'failed' {
  if (volume.status?.phase === 'Failed') return 'failed';
  const failed = writeStatus(context, PERSISTENT_VOLUME, volume, inPhase(volume, 'Failed', context.now, message));
  context.event(failed, 'Warning', reason, message);
  return 'failed';
}

function usersOf(context: BinderContext, { spec }: PersistentVolume): readonly string[] {
  const { namespace = '', name = '' } = spec?.claimRef ?? {};
  const users = context.lister(POD).by('claim', `${namespace}/${name}`);
  return users
    .filter((pod) => !isPodTerminal(pod))
    .map(keyOf)
    .toSorted();
}
