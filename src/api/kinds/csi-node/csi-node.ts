import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, invalid, required } from '../../field-error.ts';
import { labelKey, utf8Length } from '../../names.ts';
import { CSI_NODE } from '../../resources.ts';
import type { CSINode, CSINodeDriver } from '../../types.gen.ts';
import { type Findings, checkNotNegative, checkPresent, checkRule, findingsOf, immutable } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { checkCsiDriverName } from '../csi-name.ts';
import { plainKind } from '../plain.ts';
import { drop } from '../sharing.ts';

/** `pkg/apis/storage`, `pkg/registry/storage/csinode`: named as its node. */
export const csiNodeKind = plainKind<CSINode>(CSI_NODE, {
  requireVersionOnUpdate: true,
  returnsObjectOnDelete: true,
  validate: (node) => findingsOf((findings) => checkDrivers(node, findings)),
  validateUpdate,
  columns: [NAME, column<CSINode>('Drivers', 'integer', ({ spec }) => (spec?.drivers ?? []).length), AGE],
});

const MAX_NODE_ID = 256;

function checkDrivers({ spec }: CSINode, findings: Findings): void {
  const names = new Set<string>();
  for (const [index, driver] of (spec?.drivers ?? []).entries()) checkDriver(driver, names, `spec.drivers[${index}]`, findings);
}

function checkDriver(driver: Partial<CSINodeDriver>, names: Set<string>, path: string, findings: Findings): void {
  const { name = '', nodeID = '', allocatable } = driver;
  checkCsiDriverName(name, `${path}.name`, findings);
  checkPresent(nodeID, `${path}.nodeID`, findings);
  if (utf8Length(nodeID) > MAX_NODE_ID) findings.push(invalid(`${path}.nodeID`, nodeID, `must be ${MAX_NODE_ID} characters or less`));
  checkNotNegative(allocatable?.count, `${path}.allocatable.count`, findings);
  if (names.has(name)) findings.push(duplicate(`${path}.name`, name));
  names.add(name);
  checkTopologyKeys(driver.topologyKeys ?? [], path, findings);
}

function checkTopologyKeys(topologyKeys: readonly string[], path: string, findings: Findings): void {
  const keys = new Set<string>();
  for (const key of topologyKeys) {
    if (key === '') findings.push(required(path));
    if (keys.has(key)) findings.push(duplicate(path, key));
    keys.add(key);
    checkRule(labelKey, key, path, findings);
  }
}

/** Drivers come and go; of one that stays only what it can take may change. */
function validateUpdate(next: CSINode, stored: CSINode): readonly FieldError[] {
  return findingsOf((findings) => {
    checkDrivers(next, findings);
    for (const old of stored.spec?.drivers ?? []) {
      for (const driver of next.spec?.drivers ?? []) {
        if (driver.name !== old.name || deepEqual(drop(driver, 'allocatable'), drop(old, 'allocatable'))) continue;
        findings.push(immutable('spec.drivers', goDriver(driver)));
      }
    }
  });
}

/** As Kubernetes' internal type prints. */
function goDriver({ name, nodeID, topologyKeys }: CSINodeDriver): { readonly [field: string]: string | readonly string[] | null } {
  return { Name: name, NodeID: nodeID, TopologyKeys: topologyKeys ?? null, Allocatable: null };
}
