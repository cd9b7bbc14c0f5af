import { deepEqual } from '../../../base/equal.ts';
import { duplicate, invalid, required, tooLong } from '../../field-error.ts';
import { labelKey, utf8Length } from '../../names.ts';
import type { StorageClass, TopologySelectorLabelRequirement, TopologySelectorTerm } from '../../types.gen.ts';
import { type Findings, checkOneOf, checkRule, immutable, isUnset, shown } from '../checks.ts';

/** Rules of StorageClasses (`pkg/apis/storage/validation`). A binding mode that is not new has been looked at. */
export function checkStorageClass(storageClass: StorageClass, isNew: boolean, findings: Findings): void {
  const { provisioner, parameters, reclaimPolicy, volumeBindingMode, allowedTopologies = [] } = storageClass;
  checkProvisioner(provisioner, 'provisioner', findings);
  checkParameters(parameters, 'parameters', findings);
  if (!isUnset(reclaimPolicy)) checkOneOf(reclaimPolicy, ['Delete', 'Retain'], 'reclaimPolicy', findings);
  if (isNew && volumeBindingMode === undefined) findings.push(required('volumeBindingMode'));
  else if (isNew) checkOneOf(volumeBindingMode, ['Immediate', 'WaitForFirstConsumer'], 'volumeBindingMode', findings);
  checkTopologies(allowedTopologies, 'allowedTopologies', findings);
}

export function checkChanges(next: StorageClass, stored: StorageClass, findings: Findings): void {
  for (const field of ['parameters', 'provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const) {
    const value = next[field];
    if (!deepEqual(value, stored[field])) findings.push(immutable(field, typeof value === 'object' ? shown(value) : value));
  }
}

/** The driver of a class. */
export function checkProvisioner(name: string | undefined, path: string, findings: Findings): void {
  if (isUnset(name)) findings.push(required(path));
  else for (const text of labelKey(name.toLowerCase())) findings.push(invalid(path, name.toLowerCase(), text));
}

const MAX_PARAMETERS = 512;
const MAX_PARAMETER_BYTES = 256 * 1024;

export function checkParameters(parameters: StorageClass['parameters'] = {}, path: string, findings: Findings): void {
  const entries = Object.entries(parameters);
  if (entries.length > MAX_PARAMETERS) return void findings.push(tooLong(path, MAX_PARAMETERS));
  if (parameters[''] !== undefined) findings.push(invalid(path, '', 'field can not be empty.'));
  const bytes = entries.reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  if (bytes > MAX_PARAMETER_BYTES) findings.push(tooLong(path, MAX_PARAMETER_BYTES));
}

/** Upstream compares each term with as many empty ones as there are terms, so that an empty one is always a repetition. */
function checkTopologies(terms: readonly TopologySelectorTerm[], path: string, findings: Findings): void {
  const seen: TopologyMap[] = terms.map(() => ({}));
  for (const [index, term] of terms.entries()) {
    const at = `${path}[${index}].matchLabelExpressions`;
    const map = checkTopology(term.matchLabelExpressions ?? [], at, findings);
    for (const other of seen) if (deepEqual(other, map)) findings.push(duplicate(at, ''));
    seen.push(map);
  }
}

type TopologyMap = { readonly [key: string]: readonly string[] };

function checkTopology(requirements: readonly TopologySelectorLabelRequirement[], path: string, findings: Findings): TopologyMap {
  const map = new Map<string, readonly string[]>();
  for (const [index, { key = '', values = [] }] of requirements.entries()) {
    const at = `${path}[${index}]`;
    if (values.length === 0) findings.push(required(`${at}.values`));
    for (const [number, value] of values.entries()) {
      if (values.indexOf(value) < number) findings.push(duplicate(`${at}.values[${number}]`, value));
    }
    checkRule(labelKey, key, `${at}.key`, findings);
    if (map.has(key)) findings.push(duplicate(`${at}.key`, key));
    map.set(key, [...new Set(values)].sort());
  }
  return Object.fromEntries(map);
}
