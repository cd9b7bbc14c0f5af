import { type FieldError, invalid, required } from '../field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../names.ts';
import { compareQuantities, quantityMilli } from '../quantity.ts';
import type { PersistentVolumeClaimSpec, TypedLocalObjectReference, TypedObjectReference } from '../types.gen.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { checkAccessModes } from './access-modes.ts';
import { type Findings, checkOneOf, checkPresent, checkRule } from './checks.ts';

/** What is asked of a claim, wherever its spec stands (`pkg/apis/core/validation`, ValidatePersistentVolumeClaimSpec). */
export function checkClaimSpec(spec: Partial<PersistentVolumeClaimSpec>, path: string, findings: Findings): void {
  const { accessModes = [], selector } = spec;
  if (accessModes.length === 0) findings.push(required(`${path}.accessModes`, 'at least 1 access mode is required'));
  findings.push(...validateLabelSelector(selector, `${path}.selector`));
  checkAccessModes(accessModes, `${path}.accessModes`, findings);
  findings.push(...storageErrors(spec.resources?.requests?.['storage'], `${path}.resources[storage]`));
  if (spec.storageClassName) checkRule(dns1123Subdomain, spec.storageClassName, `${path}.storageClassName`, findings);
  if (spec.volumeMode !== undefined) checkOneOf(spec.volumeMode, ['Block', 'Filesystem'], `${path}.volumeMode`, findings);
  if (spec.dataSource !== undefined) checkDataSource(spec.dataSource, `${path}.dataSource`, findings);
  if (spec.dataSourceRef !== undefined) checkDataSource(spec.dataSourceRef, `${path}.dataSourceRef`, findings);
  checkSourcesAgree(spec, path, findings);
  if (spec.volumeAttributesClassName) {
    checkRule(dns1123Subdomain, spec.volumeAttributesClassName, `${path}.volumeAttributesClassName`, findings);
  }
}

function storageErrors(storage: string | undefined, path: string): readonly FieldError[] {
  if (storage === undefined) return [required(path)];
  if (compareQuantities(storage, '0') <= 0) return [invalid(path, storage, 'must be greater than zero')];
  return [];
}

function checkDataSource(source: TypedLocalObjectReference & TypedObjectReference, path: string, findings: Findings): void {
  const { name, kind, apiGroup, namespace } = source;
  checkPresent(name, `${path}.name`, findings);
  checkPresent(kind, `${path}.kind`, findings);
  if (apiGroup) checkRule(dns1123Subdomain, apiGroup, `${path}.apiGroup`, findings);
  else if (kind !== 'PersistentVolumeClaim') {
    findings.push(invalid(path, kind ?? '', "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
  }
  if (namespace) checkRule(dns1123Label, namespace, `${path}.namespace`, findings);
}

/** Upstream's error shows the path of the field where its value would be. */
function checkSourcesAgree({ dataSource, dataSourceRef }: Partial<PersistentVolumeClaimSpec>, path: string, findings: Findings): void {
  if (dataSource === undefined || dataSourceRef === undefined) return;
  const isSame =
    dataSource.kind === dataSourceRef.kind &&
    dataSource.name === dataSourceRef.name &&
    (dataSource.apiGroup ?? '') === (dataSourceRef.apiGroup ?? '');
  if (dataSourceRef.namespace) findings.push(invalid(path, {}, 'may not be specified when dataSourceRef.namespace is specified'));
  else if (!isSame) findings.push(invalid(path, {}, 'must match dataSourceRef'));
}

/** Texts of Warning headers: bytes come whole. */
export function claimSpecWarnings(spec: Partial<PersistentVolumeClaimSpec> | undefined, path: string): readonly string[] {
  return (['requests', 'limits'] as const).flatMap((list) => {
    const quantity = spec?.resources?.[list]?.['storage'];
    if (quantity === undefined || quantityMilli(quantity) % 1000 === 0) return [];
    return [`${path}.resources.${list}[storage]: fractional byte value "${quantity}" is invalid, must be an integer`];
  });
}
