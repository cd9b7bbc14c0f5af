import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, notSupported, required } from '../../field-error.ts';
import { diffOf } from '../../go-internal/diff.ts';
import { goInternal } from '../../go-internal/print.ts';
import { labelKey } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, checkRule, findingsOf, immutable, isUnset } from '../checks.ts';
import { checkClaimSpec } from '../claim-spec.ts';
import { CLASS_ANNOTATION } from '../persistent-volume/persistent-volume.ts';
import { checkBasicResource } from '../persistent-volume/validate.ts';
import { checkResourceQuantity, isNative } from '../pod/validate-resources.ts';
import { drop, put } from '../sharing.ts';
import { mirrored } from './data-source.ts';

/** Rules of PersistentVolumeClaims (`pkg/apis/core/validation`). */
export function validateClaim({ spec }: PersistentVolumeClaim): readonly FieldError[] {
  return findingsOf((findings) => checkClaimSpec(spec ?? {}, 'spec', findings));
}

/** Values of selectors and groups of sources that were accepted once may stay. */
export function validateClaimUpdate(next: PersistentVolumeClaim, stored: PersistentVolumeClaim): readonly FieldError[] {
  const { selector, dataSource, dataSourceRef } = stored.spec ?? {};
  const mayStay = [
    ...(validateLabelSelector(selector, '').length > 0 ? [/^spec\.selector\..*\.values\[\d+\]$/] : []),
    ...((dataSource?.apiGroup ?? dataSourceRef?.apiGroup) === undefined ? [] : [/^spec\.dataSource(Ref)?\.apiGroup$/]),
  ];
  const wrong = findingsOf((findings) => checkClaimSpec(next.spec ?? {}, 'spec', findings));
  return findingsOf((findings) => {
    findings.push(...wrong.filter(({ field }) => !mayStay.some((pattern) => pattern.test(field))));
    checkChanges(next, stored, findings);
  });
}

const OTHER_FIELDS = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

function checkChanges(next: PersistentVolumeClaim, stored: PersistentVolumeClaim, findings: Findings): void {
  const spec = next.spec ?? {};
  const before = mirrored(stored.spec ?? {});
  const allowed = isUnset(before.volumeName) ? withValueOf(before, spec, 'volumeName') : before;
  const settled = withAllowedFieldsOf(withClassOf(next, stored, findings), next, before);
  const [old, changed] = [goInternal('core.PersistentVolumeClaimSpec', allowed), goInternal('core.PersistentVolumeClaimSpec', settled)];
  if (!deepEqual(old, changed)) findings.push(forbidden('spec', `${OTHER_FIELDS}\n${diffOf(old, changed)}`));
  checkSize(spec, before, stored.status?.capacity?.['storage'] ?? '0', findings);
  if (spec.volumeMode !== before.volumeMode) findings.push(immutable('volumeMode', spec.volumeMode ?? null));
  const attributes = spec.volumeAttributesClassName;
  if (attributes === before.volumeAttributesClassName || stored.status?.currentVolumeAttributesClassName === undefined) return;
  const complain = (what: string): unknown =>
    findings.push(
      forbidden('spec.volumeAttributesClassName', `update to ${what} is forbidden when status.currentVolumeAttributesClassName is not nil`),
    );
  if (attributes === undefined) complain('nil');
  else if (attributes === '') complain('empty string');
}

function withValueOf(
  spec: PersistentVolumeClaimSpec,
  from: PersistentVolumeClaimSpec,
  key: 'volumeName' | 'volumeAttributesClassName',
): PersistentVolumeClaimSpec {
  return from[key] === undefined ? drop(spec, key) : put(spec, key, from[key]);
}

/**
 * The new spec with the class as it was, where it may change: from the annotation to the field, and from none at all
 * (the default class, set later). Otherwise the annotation must stay what it is.
 */
function withClassOf(next: PersistentVolumeClaim, stored: PersistentVolumeClaim, findings: Findings): PersistentVolumeClaimSpec {
  const spec = next.spec ?? {};
  const name = spec.storageClassName;
  const [annotation, old] = [next.metadata.annotations?.[CLASS_ANNOTATION], stored.metadata.annotations?.[CLASS_ANNOTATION]];
  const isNew = stored.spec?.storageClassName === undefined && name !== undefined;
  if (isNew && old !== undefined && name === old && (annotation === undefined || annotation === old)) return drop(spec, 'storageClassName');
  if ((annotation ?? '') !== (old ?? '')) {
    findings.push(immutable(`metadata.annotations[${CLASS_ANNOTATION}]`, annotation ?? ''));
  }
  return isNew && (old === undefined || name === old) ? drop(spec, 'storageClassName') : spec;
}

/** What may change once a claim is bound is taken from the stored spec. */
function withAllowedFieldsOf(
  spec: PersistentVolumeClaimSpec,
  { status }: PersistentVolumeClaim,
  stored: PersistentVolumeClaimSpec,
): PersistentVolumeClaimSpec {
  if (status?.phase !== 'Bound') return spec;
  const attributed = withValueOf(spec, stored, 'volumeAttributesClassName');
  const { requests } = spec.resources ?? {};
  if (requests === undefined) return attributed;
  const storage = stored.resources?.requests?.['storage'] ?? '0';
  return put(attributed, 'resources', { ...spec.resources, requests: { ...requests, storage } });
}

/** A claim that failed to grow may shrink again, to more than what it has. */
function checkSize(spec: PersistentVolumeClaimSpec, stored: PersistentVolumeClaimSpec, actual: string, findings: Findings): void {
  const size = spec.resources?.requests?.['storage'] ?? '0';
  const before = stored.resources?.requests?.['storage'] ?? '0';
  if (compareQuantities(size, before) >= 0 || compareQuantities(size, actual) > 0) return;
  findings.push(forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity'));
}

const RESIZE_STATUSES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
].sort();

export function validateClaimStatusUpdate({ spec, status }: PersistentVolumeClaim): readonly FieldError[] {
  const { capacity = {}, allocatedResourceStatuses: statuses = {}, allocatedResources = {} } = status ?? {};
  return findingsOf((findings) => {
    if ((spec?.accessModes ?? []).length === 0) findings.push(required('Spec.accessModes'));
    for (const name of Object.keys(capacity).sort()) checkBasicResource(capacity[name] ?? '0', `status.capacity[${name}]`, findings);
    for (const name of Object.keys(statuses).sort()) {
      const path = 'status.allocatedResourceStatuses';
      checkResourceKey(name, path, findings);
      if (!RESIZE_STATUSES.includes(statuses[name] ?? '')) findings.push(notSupported(path, name, RESIZE_STATUSES));
    }
    for (const name of Object.keys(allocatedResources).sort()) checkAllocated(name, allocatedResources[name] ?? '0', findings);
  });
}

function checkAllocated(name: string, quantity: string, findings: Findings): void {
  const path = 'status.allocatedResources';
  const before = findings.length;
  checkResourceKey(name, path, findings);
  if (findings.length > before) return;
  checkBasicResource(quantity, `${path}[${name}]`, findings);
  if (findings.length === before) checkResourceQuantity('storage', quantity, `${path}[${name}]`, findings);
}

function checkResourceKey(name: string, path: string, findings: Findings): void {
  const before = findings.length;
  checkRule(labelKey, name, path, findings);
  if (findings.length === before && isNative(name) && name !== 'storage') findings.push(notSupported(path, name, ['storage']));
}
