import { invalid, notSupported, required } from '../field-error.ts';
import { type Rule, dns1123Label } from '../names.ts';
import type { AzureDiskVolumeSource, FCVolumeSource, FlockerVolumeSource, ISCSIVolumeSource, QuobyteVolumeSource } from '../types.gen.ts';
import { type Check, type Findings, checkOneOf, checkPresent, checkRange, checkRule, isUnset, rangeText, shown } from './checks.ts';

/**
 * What pods and PersistentVolumes ask of a source alike (`pkg/apis/core/validation`): the fields that must be there, in this
 * order, then the rest.
 */
export function checkCommonSource(name: string, source: object, path: string, findings: Findings): void {
  for (const field of REQUIRED_FIELDS[name] ?? []) {
    const value = (source as { readonly [field: string]: unknown })[field];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) findings.push(required(`${path}.${field}`));
  }
  CHECKS[name]?.(source, path, findings);
}

/** Errors name this disk otherwise than its field. */
export function sourcePath(name: string, path: string): string {
  return `${path}.${name === 'gcePersistentDisk' ? 'persistentDisk' : name}`;
}

const REQUIRED_FIELDS: { readonly [source: string]: readonly string[] } = {
  gitRepo: ['repository'],
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  persistentVolumeClaim: ['claimName'],
  glusterfs: ['endpoints', 'path'],
  rbd: ['monitors', 'image'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  azureFile: ['secretName', 'shareName'],
  flexVolume: ['driver'],
  vsphereVolume: ['volumePath'],
  azureDisk: ['diskName', 'diskURI'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
};

/** A check of one kind of source as one of any. */
export function checking<T extends object>(check: Check<T>): Check<object> {
  return (source, path, findings) => check(source as T, path, findings);
}

const CHECKS: { readonly [source: string]: Check<object> } = {
  gcePersistentDisk: checking(checkPartition),
  awsElasticBlockStore: checking(checkPartition),
  flocker: checking(checkFlocker),
  quobyte: checking(checkQuobyte),
  fc: checking(checkFibreChannel),
  flexVolume: checking(checkFlexOptions),
  azureDisk: checking(checkAzureDisk),
  cinder: checking(checkSecretName),
  storageos: checking(checkStorageOs),
};

/** Zero is let pass, whatever the text says. */
function checkPartition({ partition = 0 }: { readonly partition?: number }, path: string, findings: Findings): void {
  if (partition < 0 || partition > 255) findings.push(invalid(`${path}.partition`, partition, rangeText(1, 255)));
}

function checkFlocker({ datasetName = '', datasetUUID = '' }: FlockerVolumeSource, path: string, findings: Findings): void {
  if (datasetName === '' && datasetUUID === '') findings.push(required(path, 'one of datasetName and datasetUUID is required'));
  if (datasetName !== '' && datasetUUID !== '') {
    findings.push(invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
  }
  if (datasetName.includes('/')) findings.push(invalid(`${path}.datasetName`, datasetName, "must not contain '/'"));
}

const PAIRS = 'must be a host:port pair or multiple pairs separated by commas';
/** `host:port` or `[v6]:port` (net.SplitHostPort). */
const HOST_PORT = /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/;

function checkQuobyte({ registry = '', tenant = '', volume }: Partial<QuobyteVolumeSource>, path: string, findings: Findings): void {
  if (registry === '') findings.push(required(`${path}.registry`, PAIRS));
  else if (tenant.length >= 65) findings.push(required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  else {
    for (const pair of registry.split(',')) if (!HOST_PORT.test(pair)) findings.push(invalid(`${path}.registry`, registry, PAIRS));
  }
  checkPresent(volume, `${path}.volume`, findings);
}

function checkFibreChannel({ targetWWNs = [], wwids = [], lun }: FCVolumeSource, path: string, findings: Findings): void {
  const at = `${path}.targetWWNs`;
  if (targetWWNs.length + wwids.length === 0) findings.push(required(at, 'must specify either targetWWNs or wwids, but not both'));
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) findings.push(invalid(at, shown(targetWWNs), 'targetWWNs and wwids can not be specified simultaneously'));
  if (lun === undefined) findings.push(required(`${path}.lun`, 'lun is required if targetWWNs is specified'));
  else checkRange(lun, 0, 255, `${path}.lun`, findings);
}

interface WithOptions {
  readonly options?: { readonly [key: string]: string };
}

function checkFlexOptions({ options = {} }: WithOptions, path: string, findings: Findings): void {
  for (const key of Object.keys(options).sort()) {
    const [namespace = ''] = key.split('/');
    if (!/\.(?:kubernetes|k8s)\.io$/i.test(`.${namespace}`)) continue;
    findings.push(invalid(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'));
  }
}

const MANAGED_DISK = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_DISK = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function checkAzureDisk({ cachingMode, kind, diskURI = '' }: Partial<AzureDiskVolumeSource>, path: string, findings: Findings): void {
  if (cachingMode !== undefined) checkOneOf(cachingMode, ['None', 'ReadOnly', 'ReadWrite'], `${path}.cachingMode`, findings);
  if (kind === undefined) return;
  checkOneOf(kind, ['Dedicated', 'Managed', 'Shared'], `${path}.kind`, findings);
  const [prefix, example] = kind === 'Managed' ? ['/subscriptions/', MANAGED_DISK] : ['https://', BLOB_DISK];
  if (!diskURI.startsWith(prefix)) findings.push(notSupported(`${path}.diskURI`, diskURI, [example]));
}

interface WithSecret {
  readonly secretRef?: { readonly name?: string };
}

function checkSecretName({ secretRef }: WithSecret, path: string, findings: Findings): void {
  if (secretRef !== undefined) checkPresent(secretRef.name, `${path}.secretRef.name`, findings);
}

interface StorageOs extends WithSecret {
  readonly volumeName?: string;
  readonly volumeNamespace?: string;
}

function checkStorageOs(source: StorageOs, path: string, findings: Findings): void {
  const { volumeName, volumeNamespace } = source;
  checkFilled(dns1123Label, volumeName, `${path}.volumeName`, findings);
  if (!isUnset(volumeNamespace)) checkRule(dns1123Label, volumeNamespace, `${path}.volumeNamespace`, findings);
  checkSecretName(source, path, findings);
}

export function checkFilled(rule: Rule, text: string | undefined, path: string, findings: Findings): void {
  if (isUnset(text)) findings.push(required(path));
  else checkRule(rule, text, path, findings);
}

type Iscsi = Partial<Omit<ISCSIVolumeSource, 'secretRef'>> & WithSecret;

/** `formats` is what errors add about the formats of names. */
export function checkIscsi(source: Iscsi, path: string, findings: Findings, formats = ''): void {
  const { iqn, lun = 0, chapAuthDiscovery, chapAuthSession, secretRef } = source;
  if (isUnset(iqn)) findings.push(required(`${path}.iqn`));
  else checkInitiator(iqn, `${path}.iqn`, findings, formats);
  checkRange(lun, 0, 255, `${path}.lun`, findings);
  if ((chapAuthDiscovery || chapAuthSession) && secretRef === undefined) findings.push(required(`${path}.secretRef`));
}

const FORMATS: readonly (readonly [prefix: string, format: RegExp])[] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
];

export function checkInitiator(name: string, path: string, findings: Findings, formats = ''): void {
  const format = FORMATS.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (format === undefined) findings.push(invalid(path, name, `must be valid format${formats}`));
  else if (!format.test(name)) findings.push(invalid(path, name, 'must be valid format'));
}

export const LONG_PORTAL =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

export function isLongPortal(volumeName: string, { initiatorName, targetPortal = '' }: Iscsi): boolean {
  return initiatorName !== undefined && `${volumeName}:${targetPortal}`.length > 64;
}
