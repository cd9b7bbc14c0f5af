import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, required } from '../../field-error.ts';
import { VOLUME_ATTRIBUTES_CLASS } from '../../resources.ts';
import type { VolumeAttributesClass } from '../../types.gen.ts';
import { type Findings, findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { checkParameters, checkProvisioner } from '../storage-class/validate.ts';

/** `pkg/apis/storage`, `pkg/registry/storage/volumeattributesclass`. */
export const volumeAttributesClassKind = plainKind<VolumeAttributesClass>(VOLUME_ATTRIBUTES_CLASS, {
  shortNames: ['vac'],
  returnsObjectOnDelete: true,
  validate: (attributesClass) => findingsOf((findings) => check(attributesClass, findings)),
  validateUpdate: (next, stored): readonly FieldError[] =>
    findingsOf((findings) => {
      for (const field of ['driverName', 'parameters'] as const) {
        if (!deepEqual(next[field], stored[field])) findings.push(forbidden(field, `updates to ${field} are forbidden.`));
      }
      check(next, findings);
    }),
  columns: [NAME, column<VolumeAttributesClass>('DriverName', 'string', ({ driverName }) => driverName ?? ''), AGE],
});

function check({ driverName, parameters = {} }: VolumeAttributesClass, findings: Findings): void {
  checkProvisioner(driverName, 'driverName', findings);
  checkParameters(parameters, 'parameters', findings);
  if (Object.keys(parameters).length === 0) findings.push(required('parameters', 'must contain at least one key/value pair'));
}
