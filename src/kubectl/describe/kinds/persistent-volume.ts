import { accessModesText } from '../../../api/kinds/access-modes.ts';
import type { PersistentVolume, VolumeNodeAffinity } from '../../../api/types.gen.ts';
import { classOf } from '../claims.ts';
import { defineDescriber } from '../describer.ts';
import { field, goList, heading, optional, phaseLine } from '../text.ts';
import { termLines } from '../topology-terms.ts';
import { persistentSourceLines } from '../volumes.ts';

export const persistentVolumeDescriber = defineDescriber<PersistentVolume>({
  kind: 'PersistentVolume',
  describe(_session, volume, now) {
    const { metadata, spec, status } = volume;
    const claim = spec?.claimRef;
    return [
      heading(volume),
      field('Finalizers', goList(metadata.finalizers)),
      field('StorageClass', classOf(volume)),
      phaseLine(metadata, status?.phase, now),
      field('Claim', claim === undefined ? '' : `${claim.namespace ?? ''}/${claim.name ?? ''}`),
      field('Reclaim Policy', spec?.persistentVolumeReclaimPolicy ?? ''),
      field('Access Modes', accessModesText(spec?.accessModes)),
      optional('VolumeMode', spec?.volumeMode),
      field('Capacity', spec?.capacity?.['storage'] ?? '0'),
      affinityLines(spec?.nodeAffinity),
      field('Message', status?.message ?? ''),
      `Source:\n${persistentSourceLines(spec ?? {})}`,
    ].join('');
  },
});

function affinityLines(affinity: VolumeNodeAffinity | undefined): string {
  const required = affinity?.required;
  if (required === undefined) return field('Node Affinity', '<none>');
  const terms = required.nodeSelectorTerms.map(({ matchExpressions = [] }, i) => termLines('    ', i, matchExpressions));
  return `${field('Node Affinity', '')}${field('  Required Terms', terms.length === 0 ? '<none>' : '')}${terms.join('')}`;
}
