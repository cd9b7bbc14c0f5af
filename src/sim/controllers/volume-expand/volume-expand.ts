/** The expand controller (pkg/controller/volume/expand): no plugin that is built in expands volumes any more, so it says who has to. */
import { keyOf } from '../../../api/object.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../../../api/resources.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../../api/types.gen.ts';
import { requestOf } from '../../../api/volume/binding.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';

export const volumeExpansion: LateBehaviour = {
  onChange({ enqueue }, { resource }, { type, object, previous }) {
    if (resource !== PERSISTENT_VOLUME_CLAIM.resource || type !== 'MODIFIED') return;
    const [after, before] = [object as PersistentVolumeClaim, previous as PersistentVolumeClaim];
    const asksForMore = compareQuantities(requestOf(after), requestOf(before)) > 0;
    if (after.status?.phase === 'Bound' && (asksForMore || compareQuantities(has(after), has(before)) > 0)) enqueue(keyOf(after));
  },
  sync(context, key) {
    const claim = context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key);
    const volume = claim && context.lister(PERSISTENT_VOLUME).byKey(claim.spec?.volumeName ?? '');
    if (claim === undefined || volume === undefined || volume.spec?.claimRef?.uid !== claim.metadata.uid) return;
    if (compareQuantities(requestOf(claim), has(claim)) > 0) {
      context.event(claim, 'Normal', 'ExternalExpanding', 'waiting for an external controller to expand this PVC');
    } else if (volume.metadata.annotations?.[PRE_RESIZE_CAPACITY] !== undefined) {
      context.client.update(PERSISTENT_VOLUME, withoutSizeBefore(volume));
    }
  },
};

/** On a volume whose file system is still as large as it says. */
const PRE_RESIZE_CAPACITY = 'volume.alpha.kubernetes.io/pre-resize-capacity';

function withoutSizeBefore(volume: PersistentVolume): PersistentVolume {
  const { [PRE_RESIZE_CAPACITY]: _before, ...annotations } = volume.metadata.annotations ?? {};
  return { ...volume, metadata: { ...volume.metadata, annotations } };
}

function has({ status }: PersistentVolumeClaim): string {
  return status?.capacity?.['storage'] ?? '0';
}
