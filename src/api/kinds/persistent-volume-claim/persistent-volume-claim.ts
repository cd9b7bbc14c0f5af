import { PERSISTENT_VOLUME_CLAIM } from '../../resources.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../types.gen.ts';
import { accessModesText } from '../access-modes.ts';
import { claimSpecWarnings } from '../claim-spec.ts';
import { AGE, NAME, column, wideColumn } from '../columns.ts';
import { CLASS_ANNOTATION } from '../persistent-volume/persistent-volume.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, fillAbsent } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { prepareClaim } from './data-source.ts';
import { validateClaim, validateClaimStatusUpdate, validateClaimUpdate } from './validate.ts';

/** `pkg/apis/core/v1/defaults`, `pkg/registry/core/persistentvolumeclaim`; rules in `validate.ts`. */
export const persistentVolumeClaimKind = plainKind<PersistentVolumeClaim>(PERSISTENT_VOLUME_CLAIM, {
  shortNames: ['pvc'],
  subresources: ['status'],
  returnsObjectOnDelete: true,
  selectableFields: ['name'],
  fieldValue: ({ metadata }) => metadata.name ?? '',
  default: (claim) =>
    alter(alter(fill<PersistentVolumeClaim>(claim, { spec: {}, status: {} }), 'spec', defaultClaimSpec), 'status', (status) =>
      fill(status, { phase: 'Pending' }),
    ),
  prepareForCreate: (claim) => ({ ...alter(claim, 'spec', (spec) => prepareClaim(spec)), status: { phase: 'Pending' } }),
  prepareForUpdate: (next, stored) =>
    withStatusOf(
      alter(next, 'spec', (spec) => prepareClaim(spec, stored.spec)),
      stored,
    ),
  prepareForStatusUpdate: withSpecOf,
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  validateStatusUpdate: validateClaimStatusUpdate,
  warnings: (claim) => [...annotationWarnings(claim), ...claimSpecWarnings(claim.spec ?? {}, 'spec')],
  columns: [
    NAME,
    column<PersistentVolumeClaim>('Status', 'string', ({ metadata, status }) =>
      metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    ),
    column<PersistentVolumeClaim>('Volume', 'string', ({ spec }) => spec?.volumeName ?? ''),
    column<PersistentVolumeClaim>('Capacity', 'string', (claim) => (isBound(claim) ? (claim.status?.capacity?.['storage'] ?? '0') : '')),
    column<PersistentVolumeClaim>('Access Modes', 'string', (claim) => (isBound(claim) ? accessModesText(claim.status?.accessModes) : '')),
    column<PersistentVolumeClaim>('StorageClass', 'string', storageClassOfClaim),
    column<PersistentVolumeClaim>('VolumeAttributesClass', 'string', ({ spec }) => spec?.volumeAttributesClassName ?? '<unset>'),
    AGE,
    wideColumn<PersistentVolumeClaim>('VolumeMode', ({ spec }) => spec?.volumeMode ?? '<unset>'),
  ],
});

/** Of the claims that a pod or a StatefulSet makes too. */
export function defaultClaimSpec(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  return fillAbsent(spec, { resources: {}, volumeMode: 'Filesystem' });
}

function storageClassOfClaim({ metadata, spec }: Pick<PersistentVolumeClaim, 'metadata' | 'spec'>): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

function isBound({ spec }: PersistentVolumeClaim): boolean {
  return (spec?.volumeName ?? '') !== '';
}

function annotationWarnings({ metadata }: PersistentVolumeClaim): readonly string[] {
  if (metadata.annotations?.[CLASS_ANNOTATION] === undefined) return [];
  return [`metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}
