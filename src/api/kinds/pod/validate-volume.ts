import { type FieldError, duplicate, forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Label, nameIsDnsSubdomain } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import type { EphemeralVolumeSource, HostPathVolumeSource, NFSVolumeSource, ObjectMeta, PodSpec, Volume } from '../../types.gen.ts';
import { type Check, type Findings, NOT_NEGATIVE, checkOneOf, checkPresent, checkRule, isUnset, remembered } from '../checks.ts';
import { checkNoBacksteps, type Volumes } from './validate-mounts.ts';
import { checkConfigMap, checkDownward, checkProjected, checkSecret } from './validate-files.ts';

/**
 * Checks the volumes of a pod and gives those that are fine: a mount of a bad one finds no volume
 * (ValidateVolumes). `metadata` is absent for templates.
 */
export function checkVolumes(spec: PodSpec, metadata: ObjectMeta | undefined, path: string, findings: Findings): Volumes {
  if (spec.volumes === undefined) return NO_VOLUMES;
  const fine = new Map<string, Volume>();
  const claims = createdClaims(spec.volumes, metadata);
  for (const [index, volume] of spec.volumes.entries()) {
    const at = `${path}[${index}]`;
    const before = findings.length;
    checkSource(volume, metadata, at, findings);
    if (isUnset(volume.name)) findings.push(required(`${at}.name`));
    else checkRule(dns1123Label, volume.name, `${at}.name`, findings);
    if (fine.has(volume.name)) findings.push(duplicate(`${at}.name`, volume.name));
    if (findings.length === before) fine.set(volume.name, volume);
    const claim = volume.persistentVolumeClaim?.claimName;
    if (claim !== undefined && claims.includes(claim)) {
      const detail = 'must not reference a PVC that gets created for an ephemeral volume';
      findings.push(invalid(`${at}.persistentVolumeClaim.claimName`, claim, detail));
    }
  }
  return fine;
}

const NO_VOLUMES: Volumes = new Map();

function createdClaims(volumes: readonly Volume[], metadata: ObjectMeta | undefined): string[] {
  if (isUnset(metadata?.name)) return [];
  return volumes.filter(({ ephemeral }) => ephemeral !== undefined).map(({ name }) => `${metadata?.name}-${name}`);
}

type Source = Exclude<keyof Volume, 'name'>;

function checkSource(volume: Volume, metadata: ObjectMeta | undefined, path: string, findings: Findings): void {
  const [first, ...others] = sourcesOf(volume);
  if (first === undefined) return void findings.push(required(path, 'must specify a volume type'));
  const at = `${path}.${first}`;
  SOURCE_CHECKS[first]?.(volume[first] ?? {}, at, findings);
  for (const field of REQUIRED_FIELDS[first] ?? []) checkPresent(textOf(volume[first], field), `${at}.${field}`, findings);
  if (first === 'ephemeral' && metadata?.name !== undefined) checkClaimName(metadata.name, volume.name, `${path}.name`, findings);
  for (const other of others) findings.push(forbidden(`${path}.${other}`, 'may not specify more than 1 volume type'));
}

/** The order in which Kubernetes looks for sources: the first wins, the others are too many. */
const SOURCE_ORDER: readonly Source[] = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'flocker',
  'downwardAPI',
  'fc',
  'configMap',
  'azureFile',
  'flexVolume',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
  'projected',
  'csi',
  'ephemeral',
  'image',
];

function sourcesOf(volume: Volume): readonly Source[] {
  const present = Object.keys(volume).filter((key): key is Source => key !== 'name');
  return present.length < 2 ? present : SOURCE_ORDER.filter((source) => volume[source] !== undefined);
}

function textOf(source: object | undefined, field: string): string | undefined {
  const value: unknown = source === undefined ? undefined : Object.entries(source).find(([key]) => key === field)?.[1];
  return typeof value === 'string' ? value : undefined;
}

/** Sources of which only a few fields must be there. */
const REQUIRED_FIELDS: { readonly [source in Source]?: readonly string[] } = {
  gitRepo: ['repository'],
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  persistentVolumeClaim: ['claimName'],
  iscsi: ['targetPortal', 'iqn'],
  glusterfs: ['endpoints', 'path'],
  rbd: ['image'],
  cinder: ['volumeID'],
  azureFile: ['secretName', 'shareName'],
  flexVolume: ['driver'],
  vsphereVolume: ['volumePath'],
  quobyte: ['registry', 'volume'],
  azureDisk: ['diskName', 'diskURI'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  csi: ['driver'],
};

function checking<T extends object>(check: Check<T>): Check<object> {
  const once = remembered(check);
  return (source, path, findings) => once(source as T, path, findings);
}

const SOURCE_CHECKS: { readonly [source in Source]?: Check<object> } = {
  emptyDir: checking<NonNullable<Volume['emptyDir']>>(({ sizeLimit }, path, findings) => {
    if (sizeLimit === undefined || compareQuantities(sizeLimit, '0') >= 0) return;
    findings.push(forbidden(`${path}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
  }),
  hostPath: checking(checkHostPath),
  nfs: checking<NFSVolumeSource>((nfs, path, findings) => {
    checkPresent(nfs.server, `${path}.server`, findings);
    checkPresent(nfs.path, `${path}.path`, findings);
    if (!nfs.path.startsWith('/')) findings.push(invalid(`${path}.path`, nfs.path, 'must be an absolute path'));
  }),
  secret: checking(checkSecret),
  configMap: checking(checkConfigMap),
  downwardAPI: checking(checkDownward),
  projected: checking(checkProjected),
  ephemeral: checking(checkEphemeral),
};

function checkHostPath(source: HostPathVolumeSource, path: string, findings: Findings): void {
  if (isUnset(source.path)) return void findings.push(required(`${path}.path`));
  checkNoBacksteps(source.path, `${path}.path`, findings);
  if (!isUnset(source.type)) checkOneOf(source.type, HOST_PATH_TYPES, `${path}.type`, findings);
}

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

function checkEphemeral(source: EphemeralVolumeSource, path: string, findings: Findings): void {
  const template = source.volumeClaimTemplate;
  if (template === undefined) return void findings.push(required(`${path}.volumeClaimTemplate`));
  const at = `${path}.volumeClaimTemplate.spec`;
  const { accessModes = [], resources } = template.spec ?? {};
  if (accessModes.length === 0) findings.push(required(`${at}.accessModes`, 'at least 1 access mode is required'));
  for (const mode of accessModes) checkOneOf(mode, ACCESS_MODES, `${at}.accessModes`, findings);
  const storage = resources?.requests?.['storage'];
  if (storage === undefined) findings.push(required(`${at}.resources[storage]`));
  else for (const error of storageErrors(storage, `${at}.resources[storage]`)) findings.push(error);
}

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

function storageErrors(storage: string, path: string): FieldError[] {
  const order = compareQuantities(storage, '0');
  if (order < 0) return [invalid(path, storage, NOT_NEGATIVE), invalid(path, storage, 'must be greater than zero')];
  return order === 0 ? [invalid(path, storage, 'must be greater than zero')] : [];
}

/** The claim of an ephemeral volume is named after pod and volume. */
function checkClaimName(pod: string, volume: string, path: string, findings: Findings): void {
  const name = `${pod}-${volume}`;
  for (const text of nameIsDnsSubdomain(name, false)) findings.push(invalid(path, volume, `PVC name "${name}": ${text}`));
}
