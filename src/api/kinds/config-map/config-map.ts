import { type FieldError, forbidden, invalid, tooLong } from '../../field-error.ts';
import { deepEqual } from '../../../base/equal.ts';
import { configMapKey, utf8Length } from '../../names.ts';
import { CONFIG_MAP } from '../../resources.ts';
import type { ConfigMap } from '../../types.gen.ts';
import { type Findings, checkRule, findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { drop } from '../sharing.ts';
import { base64Length } from '../base64.ts';

export const configMapKind = plainKind<ConfigMap>(CONFIG_MAP, {
  shortNames: ['cm'],
  default: (map) => (map.data !== undefined && Object.keys(map.data).length === 0 ? drop(map, 'data') : map),
  validate: (map) => findingsOf((findings) => checkConfigMap(map, findings)),
  validateUpdate,
  columns: [
    NAME,
    column<ConfigMap>('Data', 'string', ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length),
    AGE,
  ],
});

export const MAX_DATA_BYTES = 1024 * 1024;
const WHEN_SET = 'field is immutable when `immutable` is set';

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
