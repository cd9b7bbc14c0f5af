import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid, tooLong } from '../../field-error.ts';
import { configMapKey, utf8Length } from '../../names.ts';
import type { ConfigMap } from '../../types.gen.ts';
import { base64Length } from '../base64.ts';
import { type Findings, NONE, checkRule, findingsOf } from '../checks.ts';
import type { LateRules } from '../late-rules.ts';

export const CONFIG_MAP_RULES: LateRules<ConfigMap> = {
  validate: (map) => findingsOf((findings) => checkConfigMap(map, findings)),
  validateUpdate,
  validateStatusUpdate: () => NONE,
  warnings: () => [],
};

export const MAX_DATA_BYTES = 1024 * 1024;
export const WHEN_SET = 'field is immutable when `immutable` is set';

function checkConfigMap({ data = {}, binaryData = {} }: ConfigMap, findings: Findings): void {
  for (const key of Object.keys(data).sort()) {
    checkRule(configMapKey, key, `data[${key}]`, findings);
    if (binaryData[key] !== undefined) findings.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  for (const key of Object.keys(binaryData).sort()) checkRule(configMapKey, key, `binaryData[${key}]`, findings);
  const bytes = sum(Object.values(data).map(utf8Length)) + sum(Object.values(binaryData).map(base64Length));
  // The path of the object as a whole, as Kubernetes prints it.
  if (bytes > MAX_DATA_BYTES) findings.push(tooLong('[]', MAX_DATA_BYTES));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function validateUpdate(next: ConfigMap, stored: ConfigMap): readonly FieldError[] {
  return findingsOf((findings) => {
    if (stored.immutable === true) checkFrozen(next, stored, findings);
    checkConfigMap(next, findings);
  });
}

function checkFrozen(next: ConfigMap, stored: ConfigMap, findings: Findings): void {
  if (next.immutable !== true) findings.push(forbidden('immutable', WHEN_SET));
  if (!deepEqual(next.data, stored.data)) findings.push(forbidden('data', WHEN_SET));
  if (!deepEqual(next.binaryData, stored.binaryData)) findings.push(forbidden('binaryData', WHEN_SET));
}
