import { PERSISTENT_VOLUME } from '../../resources.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../../types.gen.ts';
import { accessModesText } from '../access-modes.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, fillAbsent, memoised, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from './validate.ts';
import { persistentVolumeWarnings } from './warnings.ts';

/** `pkg/apis/core/v1/defaults`, `pkg/registry/core/persistentvolume`; rules in `validate.ts` and `sources.ts`. */
export const persistentVolumeKind = plainKind<PersistentVolume>(PERSISTENT_VOLUME, {
  shortNames: ['pv'],
  subresources: ['status'],
  returnsObjectOnDelete: true,
  selectableFields: ['name'],
  fieldValue: ({ metadata }) => metadata.name ?? '',
  default: (volume) =>
    alter(alter(fill<PersistentVolume>(volume, { spec: {}, status: {} }), 'spec', defaultVolumeSpec), 'status', (status) =>
      fill(status, { phase: 'Pending' }),
    ),
  prepareForCreate: (volume) => inPhase({ ...volume, status: { phase: 'Pending' } }, volume.metadata.creationTimestamp),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => withTransition(withSpecOf(next, stored), stored),
  validate: validatePersistentVolume,
  validateUpdate: validatePersistentVolumeUpdate,
  warnings: persistentVolumeWarnings,
  columns: [
    NAME,
    column<PersistentVolume>('Capacity', 'string', ({ spec }) => spec?.capacity?.['storage'] ?? '0'),
    column<PersistentVolume>('Access Modes', 'string', ({ spec }) => accessModesText(spec?.accessModes)),
    column<PersistentVolume>('Reclaim Policy', 'string', ({ spec }) => spec?.persistentVolumeReclaimPolicy ?? ''),
    column<PersistentVolume>('Status', 'string', ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    ),
    column<PersistentVolume>('Claim', 'string', ({ spec }) =>
      spec?.claimRef === undefined ? '' : `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}`,
    ),
    column<PersistentVolume>('StorageClass', 'string', storageClassOf),
    column<PersistentVolume>('VolumeAttributesClass', 'string', ({ spec }) => spec?.volumeAttributesClassName ?? '<unset>'),
    column<PersistentVolume>('Reason', 'string', ({ status }) => status?.reason ?? ''),
    AGE,
    wideColumn<PersistentVolume>('VolumeMode', ({ spec }) => spec?.volumeMode ?? '<unset>'),
  ],
});

/** Old clients name the class in an annotation. */
export const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

function storageClassOf({ metadata, spec }: PersistentVolume): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

/** The defaults of a volume, which hold for one that stands inside an attachment too. */
const defaultVolumeSpec: (spec: PersistentVolumeSpec) => PersistentVolumeSpec = memoised((spec) =>
  defaultSource(fillAbsent(fill(spec, { persistentVolumeReclaimPolicy: 'Retain' }), { volumeMode: 'Filesystem' })),
);

export function defaultSource(spec: PersistentVolumeSpec): PersistentVolumeSpec {
  let next = alter(spec, 'hostPath', (host) => (host.type === undefined ? { ...host, type: '' as const } : host));
  next = alter(next, 'iscsi', (iscsi) => fill(iscsi, { iscsiInterface: 'default' }));
  next = alter(next, 'rbd', (rbd) => fill(rbd, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' }));
  next = alter(next, 'azureDisk', (disk) =>
    fillAbsent(disk, { cachingMode: 'ReadWrite', fsType: 'ext4', kind: 'Shared', readOnly: false }),
  );
  return alter(next, 'scaleIO', (scaleIo) => fill(scaleIo, { storageMode: 'ThinProvisioned', fsType: 'xfs' }));
}

type Time = NonNullable<PersistentVolume['status']>['lastPhaseTransitionTime'];

function inPhase(volume: PersistentVolume, since: Time): PersistentVolume {
  return since === undefined ? volume : alter(volume, 'status', (status) => put(status, 'lastPhaseTransitionTime', since));
}

/** Who changes the phase and says nothing of its time leaves the old time; the server has no other. */
function withTransition(next: PersistentVolume, stored: PersistentVolume): PersistentVolume {
  const since = stored.status?.lastPhaseTransitionTime;
  return next.status?.lastPhaseTransitionTime === undefined ? inPhase(next, since) : next;
}
