/** What the scheduler does when its informers tell of claims, volumes and storage classes. */
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../api/types.gen.ts';
import { forgetWritten } from '../client/own-writes.ts';
import type { Change } from '../kernel/component.ts';
import type { SchedulerContext } from './memory.ts';
import { fire } from './requeue.ts';

export function onClaimChange(context: SchedulerContext, change: Change<PersistentVolumeClaim>): void {
  forgetWritten(context.memory.written, change);
  const { type, object: claim, previous } = change;
  if (type === 'DELETED') return;
  fire(context, { type: previous === undefined ? 'PersistentVolumeClaimAdd' : 'PersistentVolumeClaimUpdate', claim });
}

export function onVolumeChange(context: SchedulerContext, change: Change<PersistentVolume>): void {
  forgetWritten(context.memory.written, change);
  const { type, object: volume, previous } = change;
  if (type === 'DELETED') return;
  fire(context, { type: previous === undefined ? 'PersistentVolumeAdd' : 'PersistentVolumeUpdate', volume });
}

export function onStorageClassChange(context: SchedulerContext, { type, object: storageClass, previous }: Change<StorageClass>): void {
  if (type === 'DELETED') return;
  if (previous === undefined) fire(context, { type: 'StorageClassAdd', storageClass });
  else fire(context, { type: 'StorageClassUpdate', storageClass, previous });
}
