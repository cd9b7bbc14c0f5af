import { forbidden, invalid, notSupported, required, tooLong } from '../../../field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../../names.ts';
import type {
  AzureDiskVolumeSource,
  CSIVolumeSource,
  EphemeralVolumeSource,
  FCVolumeSource,
  ISCSIVolumeSource,
  ObjectMeta,
  QuobyteVolumeSource,
  StorageOSVolumeSource,
  Volume,
} from '../../../types.gen.ts';
import { validateAnnotations, validateLabels } from '../../../validation/metadata.ts';
import { type Findings, checkOneOf, checkPresent, checkRange, checkRequiredOneOf, checkRule, isUnset, rangeText } from '../../checks.ts';
import { checkClaimSpec } from '../../claim-spec.ts';
import { PULL_POLICIES } from '../validate-container.ts';
import { checkDescendingPath } from '../validate-mounts.ts';

/** The source of a volume that has only one, where it is none of the common ones (`pkg/apis/core/validation`, validateVolumeSource). */
export function checkRareVolume(volume: Volume, path: string, isPod: boolean, findings: Findings): void {
  for (const [source, fields] of Object.entries(REQUIRED_FIELDS)) {
    const value = volume[source as keyof Volume] as { readonly [field: string]: unknown } | undefined;
    for (const field of value === undefined ? [] : fields)
      checkFilled(value?.[field], `${path}.${PATHS[source] ?? source}.${field}`, findings);
  }
  checkDisks(volume, path, findings);
  checkNetworkVolumes(volume, path, findings);
  checkOthers(volume, path, isPod, findings);
}

/** Errors name this disk otherwise than its field. */
const PATHS: { readonly [source: string]: string } = { gcePersistentDisk: 'persistentDisk' };

const REQUIRED_FIELDS: { readonly [source in keyof Volume]?: readonly string[] } = {
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

function checkFilled(value: unknown, path: string, findings: Findings): void {
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) findings.push(required(path));
}

function checkDisks(volume: Volume, path: string, findings: Findings): void {
  checkPartition(volume.gcePersistentDisk?.partition, `${path}.persistentDisk.partition`, findings);
  checkPartition(volume.awsElasticBlockStore?.partition, `${path}.awsElasticBlockStore.partition`, findings);
  if (volume.azureDisk !== undefined) checkAzureDisk(volume.azureDisk, `${path}.azureDisk`, findings);
  if (volume.fc !== undefined) checkFibreChannel(volume.fc, `${path}.fc`, findings);
  if (volume.gitRepo !== undefined) checkDescendingPath(volume.gitRepo.directory, `${path}.gitRepo.directory`, findings);
  if (volume.cinder?.secretRef !== undefined) checkPresent(volume.cinder.secretRef.name, `${path}.cinder.secretRef.name`, findings);
}

/** Zero is let pass, whatever the text says. */
function checkPartition(partition: number | undefined, path: string, findings: Findings): void {
  if (partition !== undefined && (partition < 0 || partition > 255)) findings.push(invalid(path, partition, rangeText(1, 255)));
}

const MANAGED_DISK = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_DISK = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function checkAzureDisk({ diskURI = '', cachingMode, kind }: Partial<AzureDiskVolumeSource>, path: string, findings: Findings): void {
  if (cachingMode !== undefined) checkOneOf(cachingMode, ['None', 'ReadOnly', 'ReadWrite'], `${path}.cachingMode`, findings);
  if (kind === undefined) return;
  checkOneOf(kind, ['Dedicated', 'Managed', 'Shared'], `${path}.kind`, findings);
  const [prefix, example] = kind === 'Managed' ? ['/subscriptions/', MANAGED_DISK] : ['https://', BLOB_DISK];
  if (!diskURI.startsWith(prefix)) findings.push(notSupported(`${path}.diskURI`, diskURI, [example]));
}

function checkFibreChannel({ targetWWNs = [], wwids = [], lun }: FCVolumeSource, path: string, findings: Findings): void {
  if (targetWWNs.length === 0 && wwids.length === 0) {
    findings.push(required(`${path}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'));
  }
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0)
    findings.push(invalid(`${path}.targetWWNs`, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'));
  if (lun === undefined) findings.push(required(`${path}.lun`, 'lun is required if targetWWNs is specified'));
  else checkRange(lun, 0, 255, `${path}.lun`, findings);
}

function checkNetworkVolumes(volume: Volume, path: string, findings: Findings): void {
  if (volume.iscsi !== undefined) checkIscsi(volume.iscsi, volume.name, path, findings);
  if (volume.quobyte !== undefined) checkQuobyte(volume.quobyte, `${path}.quobyte`, findings);
  if (volume.storageos !== undefined) checkStorageOs(volume.storageos, `${path}.storageos`, findings);
  const { datasetName = '', datasetUUID = '' } = volume.flocker ?? {};
  if (volume.flocker === undefined) return;
  const at = `${path}.flocker`;
  if (datasetName === '' && datasetUUID === '') findings.push(required(at, 'one of datasetName and datasetUUID is required'));
  if (datasetName !== '' && datasetUUID !== '') {
    findings.push(invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
  }
  if (datasetName.includes('/')) findings.push(invalid(`${at}.datasetName`, datasetName, "must not contain '/'"));
}

const MAX_PORTAL = 64;

function checkIscsi(iscsi: ISCSIVolumeSource, name: string, path: string, findings: Findings): void {
  const at = `${path}.iscsi`;
  checkPresent(iscsi.targetPortal, `${at}.targetPortal`, findings);
  if (isUnset(iscsi.iqn)) findings.push(required(`${at}.iqn`));
  else checkInitiator(iscsi.iqn, `${at}.iqn`, findings);
  checkRange(iscsi.lun, 0, 255, `${at}.lun`, findings);
  if ((iscsi.chapAuthDiscovery === true || iscsi.chapAuthSession === true) && iscsi.secretRef === undefined) {
    findings.push(required(`${at}.secretRef`));
  }
  if (iscsi.initiatorName === undefined) return;
  checkInitiator(iscsi.initiatorName, `${at}.initiatorname`, findings);
  if (`${name}:${iscsi.targetPortal}`.length > MAX_PORTAL) {
    const detail = 'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
    findings.push(invalid(`${path}.name`, name, detail));
  }
}

const INITIATORS: { readonly [prefix: string]: RegExp } = {
  iqn: /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};

function checkInitiator(name: string, path: string, findings: Findings): void {
  const pattern = INITIATORS[name.slice(0, 3)];
  if (pattern === undefined) findings.push(invalid(path, name, 'must be valid format starting with iqn, eui, or naa'));
  else if (!pattern.test(name)) findings.push(invalid(path, name, 'must be valid format'));
}

function checkQuobyte({ registry = '', tenant = '', volume }: Partial<QuobyteVolumeSource>, path: string, findings: Findings): void {
  const pairs = 'must be a host:port pair or multiple pairs separated by commas';
  if (registry === '') findings.push(required(`${path}.registry`, pairs));
  else if (tenant.length >= 65) findings.push(required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  else {
    for (const pair of registry.split(',')) if (!HOST_PORT.test(pair)) findings.push(invalid(`${path}.registry`, registry, pairs));
  }
  checkPresent(volume, `${path}.volume`, findings);
}

const HOST_PORT = /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/;

function checkStorageOs({ volumeName, volumeNamespace, secretRef }: StorageOSVolumeSource, path: string, findings: Findings): void {
  if (isUnset(volumeName)) findings.push(required(`${path}.volumeName`));
  else checkRule(dns1123Label, volumeName, `${path}.volumeName`, findings);
  if (!isUnset(volumeNamespace)) checkRule(dns1123Label, volumeNamespace, `${path}.volumeNamespace`, findings);
  if (secretRef !== undefined) checkPresent(secretRef.name, `${path}.secretRef.name`, findings);
}

function checkOthers(volume: Volume, path: string, isPod: boolean, findings: Findings): void {
  if (volume.flexVolume !== undefined) checkFlexOptions(volume.flexVolume.options ?? {}, `${path}.flexVolume.options`, findings);
  if (volume.csi !== undefined) checkCsi(volume.csi, `${path}.csi`, findings);
  if (volume.ephemeral !== undefined) checkEphemeral(volume.ephemeral, `${path}.ephemeral`, findings);
  if (volume.image === undefined) return;
  if (isPod) checkPresent(volume.image.reference, `${path}.image.reference`, findings);
  checkRequiredOneOf(volume.image.pullPolicy, PULL_POLICIES, `${path}.image.pullPolicy`, findings);
}

function checkFlexOptions(options: { readonly [key: string]: string }, path: string, findings: Findings): void {
  for (const key of Object.keys(options).sort()) {
    const [namespace = ''] = key.split('/');
    if (!/\.(?:kubernetes|k8s)\.io$/i.test(`.${namespace}`)) continue;
    findings.push(invalid(`${path}[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'));
  }
}

const MAX_DRIVER = 63;

function checkCsi({ driver = '', nodePublishSecretRef: secret }: Partial<CSIVolumeSource>, path: string, findings: Findings): void {
  if (driver === '') findings.push(required(`${path}.driver`));
  else {
    if (driver.length > MAX_DRIVER) findings.push(tooLong(`${path}.driver`, MAX_DRIVER));
    for (const text of dns1123Subdomain(driver.toLowerCase())) findings.push(invalid(`${path}.driver`, driver, text));
  }
  if (secret === undefined) return;
  if (isUnset(secret.name)) findings.push(required(`${path}.nodePublishSecretRef.name`));
  else checkRule(dns1123Subdomain, secret.name, `${path}.name`, findings);
}

function checkEphemeral({ volumeClaimTemplate: template }: EphemeralVolumeSource, path: string, findings: Findings): void {
  const at = `${path}.volumeClaimTemplate`;
  if (template === undefined) return void findings.push(required(at));
  const { labels, annotations, ...others }: ObjectMeta = template.metadata ?? {};
  findings.push(...validateAnnotations(annotations, `${at}.metadata.annotations`), ...validateLabels(labels, `${at}.metadata.labels`));
  for (const field of METADATA) {
    // Upstream makes its first letter small, and no other.
    if (others[field] !== undefined) findings.push(forbidden(`${at}.metadata.${field === 'uid' ? 'uID' : field}`, 'cannot be set'));
  }
  checkClaimSpec(template.spec ?? {}, `${at}.spec`, findings);
}

const METADATA = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;
