import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid } from '../../field-error.ts';
import { dns1123Subdomain } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import { CSI_STORAGE_CAPACITY } from '../../resources.ts';
import type { CSIStorageCapacity } from '../../types.gen.ts';
import { validateLabelSelector, validateSelectorUpdate } from '../../validation/label-selector.ts';
import { NOT_NEGATIVE, checkRule, findingsOf, immutable, shown } from '../checks.ts';
import { CREATED_AT, NAME } from '../columns.ts';
import { nodeSelectorWarnings } from '../deprecated-labels.ts';
import { plainKind } from '../plain.ts';

/** `pkg/apis/storage`, `pkg/registry/storage/csistoragecapacity`. */
export const csiStorageCapacityKind = plainKind<CSIStorageCapacity>(CSI_STORAGE_CAPACITY, {
  requireVersionOnUpdate: true,
  validate: (capacity) => [...validateLabelSelector(capacity.nodeTopology, 'nodeTopology'), ...validateRest(capacity)],
  validateUpdate,
  warnings: ({ nodeTopology }) => (nodeTopology === undefined ? [] : nodeSelectorWarnings(nodeTopology, 'nodeTopology')),
  columns: [NAME, CREATED_AT],
});

function validateRest({ storageClassName, capacity }: CSIStorageCapacity): readonly FieldError[] {
  return findingsOf((findings) => {
    checkRule(dns1123Subdomain, storageClassName, 'storageClassName', findings);
    if (capacity !== undefined && compareQuantities(capacity, '0') < 0) findings.push(invalid('capacity', capacity, NOT_NEGATIVE));
  });
}

function validateUpdate(next: CSIStorageCapacity, stored: CSIStorageCapacity): readonly FieldError[] {
  return findingsOf((findings) => {
    findings.push(...validateSelectorUpdate(next.nodeTopology, stored.nodeTopology, 'nodeTopology'), ...validateRest(next));
    if (!deepEqual(next.nodeTopology, stored.nodeTopology)) findings.push(immutable('nodeTopology', shown(next.nodeTopology)));
    if (next.storageClassName !== stored.storageClassName) findings.push(immutable('storageClassName', next.storageClassName));
  });
}
