import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { diffOf } from '../../go-internal/diff.ts';
import { goInternal } from '../../go-internal/print.ts';
import { dns1123Subdomain } from '../../names.ts';
import { compareQuantities, quantityValue } from '../../quantity.ts';
import type { PersistentVolume, PersistentVolumeSpec, VolumeNodeAffinity } from '../../types.gen.ts';
import { checkAccessModes } from '../access-modes.ts';
import { type Findings, checkOneOf, checkRule, findingsOf, immutable, isUnset, shown } from '../checks.ts';
import { checkNodeSelector } from '../pod/validate-affinity.ts';
import { drop } from '../sharing.ts';
import { checkSources } from './sources.ts';

/** Rules of PersistentVolumes (`pkg/apis/core/validation`, `pkg/volume/validation`). */
export function validatePersistentVolume(volume: PersistentVolume): readonly FieldError[] {
  return findingsOf((findings) => {
    checkVolume(volume, findings);
    checkMountOptions(volume, findings);
  });
}

function checkVolume({ metadata, spec = {} }: PersistentVolume, findings: Findings): void {
  checkVolumeSpec(spec, { name: metadata.name ?? '' }, 'spec', findings);
}

/** Upstream checks a changed volume as a volume twice, so that what is wrong with it is said twice. */
export function validatePersistentVolumeUpdate(next: PersistentVolume, stored: PersistentVolume): readonly FieldError[] {
  return findingsOf((findings) => {
    checkVolume(next, findings);
    checkMountOptions(next, findings);
    checkVolume(next, findings);
    checkChanges(next.spec ?? {}, stored.spec ?? {}, findings);
  });
}

export interface VolumePlace {
  /** Its own name, of which iSCSI makes something. */
  readonly name?: string;
  /** Inside an attachment, where it is neither claimed nor kept. */
  readonly inline?: true;
}

const INLINE = 'in the context of inline volumes';

export function checkVolumeSpec(spec: PersistentVolumeSpec, { name = '', inline }: VolumePlace, path: string, findings: Findings): void {
  if (inline) checkInline(spec, path, findings);
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) findings.push(required(`${path}.accessModes`));
  checkAccessModes(modes, `${path}.accessModes`, findings);
  if (!inline) checkCapacity(spec.capacity ?? {}, `${path}.capacity`, findings);
  checkReclaimPolicy(spec.persistentVolumeReclaimPolicy, inline, `${path}.persistentVolumeReclaimPolicy`, findings);
  if (spec.nodeAffinity !== undefined) checkAffinity(spec.nodeAffinity, inline, `${path}.nodeAffinity`, findings);
  checkSources(spec, name, path, findings);
  if (spec.hostPath !== undefined && isRoot(spec.hostPath.path ?? '') && spec.persistentVolumeReclaimPolicy === 'Recycle') {
    findings.push(forbidden(`${path}.persistentVolumeReclaimPolicy`, "may not be 'recycle' for a hostPath mount of '/'"));
  }
  checkClasses(spec, inline, path, findings);
}

function checkInline(spec: PersistentVolumeSpec, path: string, findings: Findings): void {
  if (spec.claimRef !== undefined) findings.push(forbidden(`${path}.claimRef`, `may not be specified ${INLINE}`));
  if (Object.keys(spec.capacity ?? {}).length > 0) findings.push(forbidden(`${path}.capacity`, `may not be specified ${INLINE}`));
  if (spec.csi === undefined) findings.push(required(`${path}.csi`, `has to be specified ${INLINE}`));
}

function checkCapacity(capacity: NonNullable<PersistentVolumeSpec['capacity']>, path: string, findings: Findings): void {
  const names = Object.keys(capacity).sort();
  if (names.length === 0) findings.push(required(path));
  if (capacity['storage'] === undefined || names.length > 1) {
    const value = names.length === 0 ? null : Object.fromEntries(names.map((name) => [name, capacity[name] ?? '0']));
    findings.push(notSupported(path, value, ['storage']));
  }
  for (const name of names) {
    const quantity = capacity[name] ?? '0';
    checkBasicResource(quantity, `${path}[${name}]`, findings);
    if (compareQuantities(quantity, '0') <= 0) findings.push(invalid(`${path}[${name}]`, quantity, 'must be greater than zero'));
  }
}

export function checkBasicResource(quantity: string, path: string, findings: Findings): void {
  const value = quantityValue(quantity);
  if (value < 0) findings.push(invalid(path, value, 'must be a valid resource quantity'));
}

function checkReclaimPolicy(policy: string | undefined, inline: true | undefined, path: string, findings: Findings): void {
  if (isUnset(policy)) return;
  if (!inline) checkOneOf(policy, ['Delete', 'Recycle', 'Retain'], path, findings);
  else if (policy !== 'Retain') findings.push(forbidden(path, `may only be Retain ${INLINE}`));
}

function checkAffinity(affinity: VolumeNodeAffinity, inline: true | undefined, path: string, findings: Findings): void {
  if (inline) findings.push(forbidden(path, `may not be specified ${INLINE}`));
  else if (affinity.required !== undefined) checkNodeSelector(affinity.required, `${path}.required`, findings);
  else findings.push(required(`${path}.required`, 'must specify required node constraints'));
}

function isRoot(path: string): boolean {
  const depth = path
    .split('/')
    .reduce((level, part) => (part === '' || part === '.' ? level : part === '..' ? Math.max(0, level - 1) : level + 1), 0);
  return path.startsWith('/') && depth === 0;
}

function checkClasses(spec: PersistentVolumeSpec, inline: true | undefined, path: string, findings: Findings): void {
  const { storageClassName, volumeMode, volumeAttributesClassName: attributes, csi } = spec;
  if (!isUnset(storageClassName)) {
    if (inline) findings.push(forbidden(`${path}.storageClassName`, `may not be specified ${INLINE}`));
    else checkRule(dns1123Subdomain, storageClassName, `${path}.storageClassName`, findings);
  }
  if (volumeMode !== undefined) {
    if (!inline) checkOneOf(volumeMode, ['Block', 'Filesystem'], `${path}.volumeMode`, findings);
    else if (volumeMode !== 'Filesystem') {
      findings.push(forbidden(`${path}.volumeMode`, `may not specify volumeMode other than Filesystem ${INLINE}`));
    }
  }
  if (attributes === undefined || inline) return;
  const at = `${path}.volumeAttributesClassName`;
  if (attributes === '') findings.push(required(at, 'an empty string is disallowed'));
  else checkRule(dns1123Subdomain, attributes, at, findings);
  if (csi === undefined) findings.push(required(`${path}.csi`, 'has to be specified when using volumeAttributesClassName'));
}

const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';

const MOUNTABLE: readonly (keyof PersistentVolumeSpec)[] = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
];

function checkMountOptions({ metadata, spec = {} }: PersistentVolume, findings: Findings): void {
  if (metadata.annotations?.[MOUNT_OPTIONS] === undefined || MOUNTABLE.some((source) => spec[source] !== undefined)) return;
  findings.push(forbidden(`metadata.annotations.${MOUNT_OPTIONS}`, 'may not specify mount options for this volume type'));
}

function checkChanges(next: PersistentVolumeSpec, stored: PersistentVolumeSpec, findings: Findings): void {
  const before = goInternal('core.PersistentVolumeSource', stored);
  const after = goInternal('core.PersistentVolumeSource', withExpandSecretOf(next, stored));
  if (!deepEqual(before, after)) {
    const detail = `spec.persistentvolumesource is immutable after creation\n${diffOf(before, after)}`;
    findings.push(forbidden('spec.persistentvolumesource', detail));
  }
  if (next.volumeMode !== stored.volumeMode) findings.push(immutable('volumeMode', next.volumeMode ?? null));
  checkAffinityChange(next.nodeAffinity, stored.nodeAffinity, findings);
  if (stored.volumeAttributesClassName !== undefined && next.volumeAttributesClassName === undefined) {
    findings.push(forbidden('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'));
  }
}

/** The one part of a source that may be added. */
function withExpandSecretOf(next: PersistentVolumeSpec, stored: PersistentVolumeSpec): PersistentVolumeSpec {
  if (stored.csi === undefined || stored.csi.controllerExpandSecretRef !== undefined || next.csi === undefined) return next;
  return { ...next, csi: drop(next.csi, 'controllerExpandSecretRef') };
}

const GA_LABELS: { readonly [label: string]: string } = {
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};

function checkAffinityChange(next: VolumeNodeAffinity | undefined, stored: VolumeNodeAffinity | undefined, findings: Findings): void {
  if (stored === undefined || deepEqual(next, stored) || deepEqual(next, withGaLabels(stored, next))) return;
  const value = next === undefined ? null : shown(goInternal('core.VolumeNodeAffinity', next) as object);
  findings.push(invalid('nodeAffinity', value, 'field is immutable, except for updating from beta label to GA'));
}

/** The stored affinity with those beta labels renamed which `next` has by their newer name. */
function withGaLabels(stored: VolumeNodeAffinity, next: VolumeNodeAffinity | undefined): VolumeNodeAffinity {
  const nextTerms = next?.required?.nodeSelectorTerms ?? [];
  const terms = (stored.required?.nodeSelectorTerms ?? []).map((term, index) => ({
    ...term,
    ...(term.matchExpressions === undefined
      ? {}
      : {
          matchExpressions: term.matchExpressions.map((requirement, number) => {
            const key = nextTerms[index]?.matchExpressions?.[number]?.key;
            return key !== undefined && GA_LABELS[requirement.key] === key ? { ...requirement, key } : requirement;
          }),
        }),
  }));
  return { ...stored, required: { ...stored.required, nodeSelectorTerms: terms } };
}
