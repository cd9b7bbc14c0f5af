/** What the scheduler does when its informers tell of claims, volumes and storage classes. */
import type {
  CSIDriver,
  CSINode,
  CSIStorageCapacity,
  PersistentVolume,
  PersistentVolumeClaim,
  StorageClass,
  VolumeAttachment,
} from '../../api/types.gen.ts';
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
  if (previous === undefined) fire(context, { type: 'PersistentVolumeAdd', volume });
  else fire(context, { type: 'PersistentVolumeUpdate', volume, previous });
}

export function onStorageClassChange(context: SchedulerContext, { type, object: storageClass, previous }: Change<StorageClass>): void {
  if (type === 'DELETED') return;
  if (previous === undefined) fire(context, { type: 'StorageClassAdd', storageClass });
  else fire(context, { type: 'StorageClassUpdate', storageClass, previous });
}

export function onCsiNodeChange(context: SchedulerContext, { type, object: csiNode, previous }: Change<CSINode>): void {
  if (type !== 'DELETED') fire(context, { type: previous === undefined ? 'CSINodeAdd' : 'CSINodeUpdate', csiNode, previous });
}

export function onCsiDriverChange(context: SchedulerContext, { type, object: driver, previous }: Change<CSIDriver>): void {
  if (type === 'MODIFIED' && previous !== undefined) fire(context, { type: 'CSIDriverUpdate', driver, previous });
}

export function onStorageCapacityChange(context: SchedulerContext, { type, object: capacity }: Change<CSIStorageCapacity>): void {
  if (type !== 'DELETED') fire(context, { type: 'CSIStorageCapacityChange', capacity });
}

export function onAttachmentChange(context: SchedulerContext, { type, object: attachment }: Change<VolumeAttachment>): void {
  if (type === 'DELETED') fire(context, { type: 'VolumeAttachmentDelete', attachment });
}
