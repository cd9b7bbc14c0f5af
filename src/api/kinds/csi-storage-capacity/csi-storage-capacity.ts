import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid } from '../../field-error.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import { CSI_STORAGE_CAPACITY } from '../../resources.ts';
import type { CSIStorageCapacity } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, NOT_NEGATIVE, checkRule, findingsOf, immutable, shown } from '../checks.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { nodeSelectorWarnings } from '../deprecated-labels.ts';
import { plainKind } from '../plain.ts';

/** `pkg/apis/storage`, `pkg/registry/storage/csistoragecapacity`. */
export const csiStorageCapacityKind = plainKind<CSIStorageCapacity>(CSI_STORAGE_CAPACITY, {
  requireVersionOnUpdate: true,
  validate: (capacity) => findingsOf((findings) => check(capacity, false, findings)),
  validateUpdate,
  warnings: ({ nodeTopology }) => (nodeTopology === undefined ? [] : nodeSelectorWarnings(nodeTopology, 'nodeTopology')),
  columns: [NAME, CREATED_AT],
});

function check({ nodeTopology, storageClassName, capacity }: CSIStorageCapacity, allowsBadValues: boolean, findings: Findings): void {
  const errors = validateLabelSelector(nodeTopology, 'nodeTopology');
  findings.push(...(allowsBadValues ? errors.filter(({ field }) => !/\.values\[\d+\]$/.test(field)) : errors));
  checkRule((name) => nameIsDnsSubdomain(name, false), storageClassName, 'storageClassName', findings);
  if (capacity !== undefined && compareQuantities(capacity, '0') < 0) findings.push(invalid('capacity', capacity, NOT_NEGATIVE));
}

function validateUpdate(next: CSIStorageCapacity, stored: CSIStorageCapacity): readonly FieldError[] {
  return findingsOf((findings) => {
    check(next, validateLabelSelector(stored.nodeTopology, '').length > 0, findings);
    if (!deepEqual(next.nodeTopology, stored.nodeTopology)) findings.push(immutable('nodeTopology', shown(next.nodeTopology)));
    if (next.storageClassName !== stored.storageClassName) findings.push(immutable('storageClassName', next.storageClassName));
  });
}
