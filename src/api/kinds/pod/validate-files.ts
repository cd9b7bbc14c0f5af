import { forbidden, invalid, required } from '../../field-error.ts';
import type {
  ConfigMapVolumeSource,
  DownwardAPIVolumeFile,
  DownwardAPIVolumeSource,
  KeyToPath,
  ProjectedVolumeSource,
  SecretVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../types.gen.ts';
import { type Findings, checkPresent, isUnset } from '../checks.ts';
import { VOLUME_FIELDS, checkFieldRef, checkResourceFieldRef } from './validate-env.ts';
import { checkDescendingPath } from './validate-mounts.ts';

/** Volumes made of small files: secrets, config maps, fields of the pod, and projections of several of these. */
export function checkSecret(source: SecretVolumeSource, path: string, findings: Findings): void {
  checkPresent(source.secretName, `${path}.secretName`, findings);
  checkMode(source.defaultMode, `${path}.defaultMode`, findings);
  checkItems(source.items, `${path}.items`, findings);
}

export function checkConfigMap(source: ConfigMapVolumeSource, path: string, findings: Findings): void {
  checkPresent(source.name, `${path}.name`, findings);
  checkMode(source.defaultMode, `${path}.defaultMode`, findings);
  checkItems(source.items, `${path}.items`, findings);
}

export function checkDownward(source: DownwardAPIVolumeSource, path: string, findings: Findings): void {
  checkMode(source.defaultMode, `${path}.defaultMode`, findings);
  for (const file of source.items ?? []) checkDownwardFile(file, path, findings);
}

export function checkProjected(source: ProjectedVolumeSource, path: string, findings: Findings): void {
  checkMode(source.defaultMode, `${path}.defaultMode`, findings);
  const taken = new Set<string>();
  for (const [index, projection] of (source.sources ?? []).entries()) {
    const at = `${path}.sources[${index}]`;
    checkProjection(projection, path, at, findings);
    for (const [target, owner] of targetsOf(projection)) {
      if (target !== '' && taken.has(target)) findings.push(invalid(path, owner, 'conflicting duplicate paths'));
      taken.add(target);
    }
    if (Object.keys(projection).length > 1) findings.push(forbidden(at, 'may not specify more than 1 volume type per source'));
  }
}

const MAX_MODE = 0o777;

function checkMode(mode: number | undefined, path: string, findings: Findings): void {
  if (mode === undefined || (mode >= 0 && mode <= MAX_MODE)) return;
  findings.push(invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive'));
}

function checkItems(items: readonly KeyToPath[] | undefined, path: string, findings: Findings): void {
  for (const [index, item] of (items ?? []).entries()) {
    const at = `${path}[${index}]`;
    checkPresent(item.key, `${at}.key`, findings);
    checkPresent(item.path, `${at}.path`, findings);
    checkFilePath(item.path, `${at}.path`, findings);
    checkMode(item.mode, `${at}.mode`, findings);
  }
}

function checkFilePath(text: string | undefined, path: string, findings: Findings): void {
  const target = text ?? '';
  checkDescendingPath(target, path, findings);
  if (target.startsWith('..') && !target.startsWith('../')) findings.push(invalid(path, target, "must not start with '..'"));
}

function checkDownwardFile(file: DownwardAPIVolumeFile, path: string, findings: Findings): void {
  checkPresent(file.path, `${path}.path`, findings);
  checkFilePath(file.path, `${path}.path`, findings);
  if (file.fieldRef !== undefined) {
    checkFieldRef(file.fieldRef, VOLUME_FIELDS, `${path}.fieldRef`, findings);
    if (file.resourceFieldRef !== undefined) {
      findings.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    }
  } else if (file.resourceFieldRef !== undefined) checkResourceFieldRef(file.resourceFieldRef, true, `${path}.resourceFieldRef`, findings);
  else findings.push(required(path, 'one of fieldRef and resourceFieldRef is required'));
  checkMode(file.mode, `${path}.mode`, findings);
}

/** `volume` is where the volume stands, which is where upstream sees the path of a token. */
function checkProjection(projection: VolumeProjection, volume: string, path: string, findings: Findings): void {
  const { secret, configMap, downwardAPI, serviceAccountToken } = projection;
  if (secret !== undefined) {
    checkPresent(secret.name, `${path}.secret.name`, findings);
    checkItems(secret.items, `${path}.secret.items`, findings);
  }
  if (configMap !== undefined) {
    checkPresent(configMap.name, `${path}.configMap.name`, findings);
    checkItems(configMap.items, `${path}.configMap.items`, findings);
  }
  for (const file of downwardAPI?.items ?? []) checkDownwardFile(file, `${path}.downwardAPI`, findings);
  if (serviceAccountToken !== undefined) checkToken(serviceAccountToken, volume, `${path}.serviceAccountToken`, findings);
}

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

function checkToken(token: ServiceAccountTokenProjection, volume: string, path: string, findings: Findings): void {
  const seconds = token.expirationSeconds ?? 0;
  if (seconds < MIN_TOKEN_SECONDS) {
    findings.push(invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
  } else if (seconds > MAX_TOKEN_SECONDS) {
    findings.push(invalid(`${path}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'));
  }
  if (isUnset(token.path)) findings.push(required(`${volume}.path`));
  else checkFilePath(token.path, `${volume}.path`, findings);
}

/** Where a projection puts its files, each with what an error names as its owner. */
function targetsOf({ secret, configMap, downwardAPI }: VolumeProjection): [target: string, owner: string][] {
  return [
    ...(secret?.items ?? []).map((item): [string, string] => [item.path, secret?.name ?? '']),
    ...(configMap?.items ?? []).map((item): [string, string] => [item.path, configMap?.name ?? '']),
    ...(downwardAPI?.items ?? []).map((item): [string, string] => [item.path, item.path]),
  ];
}
