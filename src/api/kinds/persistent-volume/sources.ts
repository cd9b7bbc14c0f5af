import { forbidden, invalid, notSupported, required } from '../../field-error.ts';
import { type Rule, dns1123Label, dns1123Subdomain } from '../../names.ts';
import type {
  AzureDiskVolumeSource,
  AzureFilePersistentVolumeSource,
  CSIPersistentVolumeSource,
  FCVolumeSource,
  FlockerVolumeSource,
  GlusterfsPersistentVolumeSource,
  HostPathVolumeSource,
  ISCSIPersistentVolumeSource,
  NFSVolumeSource,
  PersistentVolumeSpec,
  QuobyteVolumeSource,
} from '../../types.gen.ts';
import { type Check, type Findings, checkOneOf, checkPresent, checkRange, checkRule, isUnset, rangeText, shown } from '../checks.ts';
import { checkCsiDriverName } from '../csi-name.ts';
import { checkNoBacksteps } from '../pod/validate-mounts.ts';

/** What lies behind a volume: exactly one source, in the order in which Kubernetes looks for them. */
export function checkSources(spec: PersistentVolumeSpec, volumeName: string, path: string, findings: Findings): void {
  const present = SOURCES.filter((name) => spec[name] !== undefined);
  for (const [index, name] of present.entries()) {
    // A flex volume is looked at wherever it comes.
    if (index > 0 && name !== 'flexVolume') {
      findings.push(forbidden(`${path}.${name === 'cephfs' ? 'cephFS' : name}`, 'may not specify more than 1 volume type'));
      continue;
    }
    const at = `${path}.${name === 'gcePersistentDisk' ? 'persistentDisk' : name}`;
    if (spec.iscsi !== undefined && name === 'iscsi') checkIscsi(spec.iscsi, volumeName, at, findings);
    else checkOneSource(name, spec[name] ?? {}, at, findings);
    if (name === 'local' && spec.nodeAffinity === undefined) {
      findings.push(required(`${path}.nodeAffinity`, 'Local volume requires node affinity'));
    }
  }
  if (present.length === 0) findings.push(required(path, 'must specify a volume type'));
}

const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

type SourceName = (typeof SOURCES)[number];

/** Fields that must be there, checked in this order before everything else of their source. */
const REQUIRED: { readonly [source in SourceName]?: readonly string[] } = {
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  glusterfs: ['endpoints', 'path'],
  nfs: ['server', 'path'],
  rbd: ['monitors', 'image'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  flexVolume: ['driver'],
  azureFile: ['secretName', 'shareName'],
  vsphereVolume: ['volumePath'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  scaleIO: ['gateway', 'system', 'volumeName'],
};

type Fields = { readonly [field: string]: unknown };

function checkOneSource(name: SourceName, source: object, path: string, findings: Findings): void {
  for (const field of REQUIRED[name] ?? []) {
    const value = (source as Fields)[field];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) findings.push(required(`${path}.${field}`));
  }
  CHECKS[name]?.(source, path, findings);
}

function checking<T extends object>(check: Check<T>): Check<object> {
  return (source, path, findings) => check(source as T, path, findings);
}

const CHECKS: { readonly [source in SourceName]?: Check<object> } = {
  hostPath: checking(checkHostPath),
  gcePersistentDisk: checking(checkPartition),
  awsElasticBlockStore: checking(checkPartition),
  glusterfs: checking<GlusterfsPersistentVolumeSource>(({ endpointsNamespace: namespace }, path, findings) => {
    const at = `${path}.endpointsNamespace`;
    if (namespace === '') findings.push(invalid(at, '', 'if the endpointnamespace is set, it must be a valid namespace name'));
    else if (namespace !== undefined) checkRule(dns1123Label, namespace, at, findings);
  }),
  flocker: checking(checkFlocker),
  nfs: checking<Partial<NFSVolumeSource>>(({ path: text = '' }, path, findings) => {
    if (!text.startsWith('/')) findings.push(invalid(`${path}.path`, text, 'must be an absolute path'));
  }),
  quobyte: checking(checkQuobyte),
  cinder: checking(checkSecretNames),
  fc: checking(checkFibreChannel),
  flexVolume: checking(checkFlexOptions),
  azureFile: checking<AzureFilePersistentVolumeSource>(({ secretNamespace }, path, findings) => {
    if (secretNamespace === '') findings.push(required(`${path}.secretNamespace`));
  }),
  azureDisk: checking(checkAzureDisk),
  local: checking<{ readonly path?: string }>(({ path: text }, path, findings) => {
    if (isUnset(text)) findings.push(required(`${path}.path`));
    else checkNoBacksteps(text, `${path}.path`, findings);
  }),
  storageos: checking(checkStorageOs),
  csi: checking(checkCsi),
};

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

function checkHostPath(source: HostPathVolumeSource, path: string, findings: Findings): void {
  if (isUnset(source.path)) return void findings.push(required(`${path}.path`));
  checkNoBacksteps(source.path, `${path}.path`, findings);
  if (source.type !== undefined) checkOneOf(source.type, HOST_PATH_TYPES, `${path}.type`, findings);
}

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

function checkQuobyte({ registry = '', tenant = '', volume }: Partial<QuobyteVolumeSource>, path: string, findings: Findings): void {
  if (registry === '') findings.push(required(`${path}.registry`, PAIRS));
  else if (tenant.length >= 65) findings.push(required(`${path}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  else {
    for (const pair of registry.split(',')) if (!isHostPort(pair)) findings.push(invalid(`${path}.registry`, registry, PAIRS));
  }
  checkPresent(volume, `${path}.volume`, findings);
}

/** `host:port` or `[v6]:port` (net.SplitHostPort). */
function isHostPort(text: string): boolean {
  return /^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(text);
}

const FORMATS: readonly (readonly [prefix: string, format: RegExp])[] = [
  ['iqn', /iqn\.\d{4}-\d{2}\.([A-Za-z0-9\-.]+)(:[^,;*&$|\s]+)$/],
  ['eui', /^eui.[A-Za-z0-9]{16}$/],
  ['naa', /^naa.[A-Za-z0-9]{32}$/],
];

function checkInitiator(name: string, path: string, findings: Findings): void {
  const format = FORMATS.find(([prefix]) => name.startsWith(prefix))?.[1];
  if (format === undefined || !format.test(name)) findings.push(invalid(path, name, 'must be valid format'));
}

const TOO_LONG_PORTAL =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';

function checkIscsi(source: Partial<ISCSIPersistentVolumeSource>, volumeName: string, path: string, findings: Findings): void {
  const { targetPortal = '', initiatorName, iqn, lun = 0, secretRef } = source;
  checkPresent(targetPortal, `${path}.targetPortal`, findings);
  if (initiatorName !== undefined && `${volumeName}:${targetPortal}`.length > 64) {
    findings.push(invalid(`${path}.targetportal`, targetPortal, TOO_LONG_PORTAL));
  }
  if (isUnset(iqn)) findings.push(required(`${path}.iqn`));
  else checkInitiator(iqn, `${path}.iqn`, findings);
  checkRange(lun, 0, 255, `${path}.lun`, findings);
  if ((source.chapAuthDiscovery || source.chapAuthSession) && secretRef === undefined) findings.push(required(`${path}.secretRef`));
  if (secretRef !== undefined) checkPresent(secretRef.name, `${path}.secretRef.name`, findings);
  if (initiatorName !== undefined) checkInitiator(initiatorName, `${path}.initiatorname`, findings);
}

interface WithSecret {
  readonly secretRef?: { readonly name?: string; readonly namespace?: string };
}

function checkSecretNames({ secretRef }: WithSecret, path: string, findings: Findings): void {
  if (secretRef === undefined) return;
  checkPresent(secretRef.name, `${path}.secretRef.name`, findings);
  checkPresent(secretRef.namespace, `${path}.secretRef.namespace`, findings);
}

function checkFibreChannel({ targetWWNs = [], wwids = [], lun }: FCVolumeSource, path: string, findings: Findings): void {
  const at = `${path}.targetWWNs`;
  if (targetWWNs.length + wwids.length === 0) findings.push(required(at, 'must specify either targetWWNs or wwids, but not both'));
  if (targetWWNs.length > 0 && wwids.length > 0) {
    findings.push(invalid(at, shown(targetWWNs), 'targetWWNs and wwids can not be specified simultaneously'));
  }
  if (targetWWNs.length === 0) return;
  if (lun === undefined) findings.push(required(`${path}.lun`, 'lun is required if targetWWNs is specified'));
  else checkRange(lun, 0, 255, `${path}.lun`, findings);
}

function checkFlexOptions(
  { options = {} }: { readonly options?: { readonly [key: string]: string } },
  path: string,
  findings: Findings,
): void {
  for (const key of Object.keys(options).sort()) {
    const owner = `.${(key.split('/')[0] ?? '').toLowerCase()}`;
    if (!owner.endsWith('.kubernetes.io') && !owner.endsWith('.k8s.io')) continue;
    findings.push(invalid(`${path}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'));
  }
}

const MANAGED_URI = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_URI = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function checkAzureDisk({ cachingMode, kind, diskURI = '' }: Partial<AzureDiskVolumeSource>, path: string, findings: Findings): void {
  if (cachingMode !== undefined) checkOneOf(cachingMode, ['None', 'ReadOnly', 'ReadWrite'], `${path}.cachingMode`, findings);
  if (kind === undefined) return;
  checkOneOf(kind, ['Dedicated', 'Managed', 'Shared'], `${path}.kind`, findings);
  const [prefix, pattern] = kind === 'Managed' ? ['/subscriptions/', MANAGED_URI] : ['https://', BLOB_URI];
  if (!diskURI.startsWith(prefix)) findings.push(notSupported(`${path}.diskURI`, diskURI, [pattern]));
}

function checkStorageOs(
  { volumeName, volumeNamespace, secretRef }: WithSecret & { readonly volumeName?: string; readonly volumeNamespace?: string },
  path: string,
  findings: Findings,
): void {
  checkFilled(dns1123Label, volumeName, `${path}.volumeName`, findings);
  if (!isUnset(volumeNamespace)) checkRule(dns1123Label, volumeNamespace, `${path}.volumeNamespace`, findings);
  checkSecretNames(secretRef === undefined ? {} : { secretRef }, path, findings);
}

function checkFilled(rule: Rule, text: string | undefined, path: string, findings: Findings): void {
  if (isUnset(text)) findings.push(required(path));
  else checkRule(rule, text, path, findings);
}

const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function checkCsi(csi: CSIPersistentVolumeSource, path: string, findings: Findings): void {
  checkCsiDriverName(csi.driver, `${path}.driver`, findings);
  checkPresent(csi.volumeHandle, `${path}.volumeHandle`, findings);
  for (const field of CSI_SECRETS) {
    const secret = csi[field];
    if (secret === undefined) continue;
    checkFilled(dns1123Subdomain, secret.name, `${path}.${field}.name`, findings);
    checkFilled(dns1123Label, secret.namespace, `${path}.${field}.namespace`, findings);
  }
}
