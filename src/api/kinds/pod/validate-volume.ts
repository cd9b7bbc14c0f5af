import { duplicate, forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Label, nameIsDnsSubdomain } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import type { HostPathVolumeSource, NFSVolumeSource, ObjectMeta, PodSpec, Volume } from '../../types.gen.ts';
import { type Check, type Findings, checkOneOf, checkPresent, checkRule, isUnset, remembered } from '../checks.ts';
import { latePodRules } from './late.ts';
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
  const check = SOURCE_CHECKS[first];
  if (check !== undefined) check(volume[first] ?? {}, `${path}.${first}`, findings);
  else {
    const only = others.length === 0 ? volume : ({ name: volume.name, [first]: volume[first] } as Volume);
    latePodRules()?.checkVolume(only, path, metadata !== undefined, findings);
  }
  if (first === 'ephemeral' && metadata?.name !== undefined) checkClaimName(metadata.name, volume.name, `${path}.name`, findings);
  for (const other of others) findings.push(forbidden(`${path}.${TOLD_AS[other] ?? other}`, 'may not specify more than 1 volume type'));
}

/** Errors about too many sources call some by other names. */
const TOLD_AS: { readonly [source in Source]?: string } = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

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
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];

function sourcesOf(volume: Volume): readonly Source[] {
  const present = Object.keys(volume).filter((key): key is Source => key !== 'name');
  return present.length < 2 ? present : SOURCE_ORDER.filter((source) => volume[source] !== undefined);
}

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
  nfs: checking(checkNfs),
  secret: checking(checkSecret),
  configMap: checking(checkConfigMap),
  downwardAPI: checking(checkDownward),
  projected: checking(checkProjected),
};

export function checkHostPath(source: HostPathVolumeSource, path: string, findings: Findings): void {
  if (isUnset(source.path)) return void findings.push(required(`${path}.path`));
  checkNoBacksteps(source.path, `${path}.path`, findings);
  if (!isUnset(source.type)) checkOneOf(source.type, HOST_PATH_TYPES, `${path}.type`, findings);
}

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];

export function checkNfs({ server, path: text = '' }: Partial<NFSVolumeSource>, path: string, findings: Findings): void {
  checkPresent(server, `${path}.server`, findings);
  checkPresent(text, `${path}.path`, findings);
  if (!text.startsWith('/')) findings.push(invalid(`${path}.path`, text, 'must be an absolute path'));
}

/** The claim of an ephemeral volume is named after pod and volume. */
function checkClaimName(pod: string, volume: string, path: string, findings: Findings): void {
  const name = `${pod}-${volume}`;
  for (const text of nameIsDnsSubdomain(name, false)) findings.push(invalid(path, volume, `PVC name "${name}": ${text}`));
}
