import type { FieldError } from '../../field-error.ts';
import { nameOf } from '../../object.ts';
import { STORAGE_CLASS } from '../../resources.ts';
import type { StorageClass } from '../../types.gen.ts';
import { findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { labelWarnings } from '../deprecated-labels.ts';
import { plainKind } from '../plain.ts';
import { fillAbsent } from '../sharing.ts';
import { checkChanges, checkStorageClass } from './validate.ts';

/** `pkg/apis/storage/v1/defaults`, `pkg/registry/storage/storageclass`; rules in `validate.ts`. */
export const storageClassKind = plainKind<StorageClass>(STORAGE_CLASS, {
  shortNames: ['sc'],
  returnsObjectOnDelete: true,
  default: (storageClass) => fillAbsent(storageClass, { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }),
  validate: (storageClass) => findingsOf((findings) => checkStorageClass(storageClass, true, findings)),
  validateUpdate: (next, stored): readonly FieldError[] =>
    findingsOf((findings) => {
      checkStorageClass(next, next.volumeBindingMode !== stored.volumeBindingMode, findings);
      checkChanges(next, stored, findings);
    }),
  warnings: ({ allowedTopologies = [] }) =>
    allowedTopologies.flatMap(({ matchLabelExpressions = [] }, index) =>
      matchLabelExpressions.flatMap(({ key }, number) =>
        labelWarnings(key, `allowedTopologies[${index}].matchLabelExpressions[${number}].key`),
      ),
    ),
  columns: [
    { ...NAME, cell: (object) => `${nameOf(object)}${isDefaultClass(object) ? ' (default)' : ''}` },
    column<StorageClass>('Provisioner', 'string', ({ provisioner }) => provisioner ?? ''),
    column<StorageClass>('ReclaimPolicy', 'string', ({ reclaimPolicy }) => reclaimPolicy ?? 'Delete'),
    column<StorageClass>('VolumeBindingMode', 'string', ({ volumeBindingMode }) => volumeBindingMode ?? 'Immediate'),
    column<StorageClass>('AllowVolumeExpansion', 'string', ({ allowVolumeExpansion }) => allowVolumeExpansion ?? false),
    AGE,
  ],
});

/** The class that claims get which name none. */
function isDefaultClass({ metadata: { annotations } }: StorageClass): boolean {
  return (
    annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ||
    annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true'
  );
}
