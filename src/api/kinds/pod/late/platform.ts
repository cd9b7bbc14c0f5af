import { forbidden, invalid, notFound, required, notSupported, tooLong } from '../../../field-error.ts';
import { dns1123Subdomain } from '../../../names.ts';
import type { Container, EphemeralContainer, PodSpec } from '../../../types.gen.ts';
import { type Findings, checkRule, isUnset } from '../../checks.ts';

type AnyContainer = Container | EphemeralContainer;

/** Every container with where it stands, as upstream visits them. */
export function containersWithPaths(spec: PodSpec, path: string): readonly (readonly [container: AnyContainer, path: string])[] {
  const found: (readonly [AnyContainer, string])[] = [];
  for (const list of LISTS) {
    const containers = spec[list];
    if (containers === undefined) continue;
    for (let index = 0; index < containers.length; index += 1) {
      const container = containers[index];
      if (container !== undefined) found.push([container, `${path}.${list}[${index}]`]);
    }
  }
  return found;
}

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** Most pods have nothing to do with a rule, which is said before places are made up for them. */
function someContainer(spec: PodSpec, holds: (container: AnyContainer) => boolean): boolean {
  return (spec.containers ?? []).some(holds) || (spec.initContainers ?? []).some(holds) || (spec.ephemeralContainers ?? []).some(holds);
}

export function checkHost(spec: PodSpec, path: string, findings: Findings): void {
  checkHostProcesses(spec, path, findings);
  if (spec.hostUsers === false) checkOwnUsers(spec, path, findings);
  if (spec.hostnameOverride !== undefined) checkHostname(spec, spec.hostnameOverride, `${path}.hostnameOverride`, findings);
}

/** Of Windows' host processes a pod has either none or nothing else (validateWindowsHostProcessPod). */
function checkHostProcesses(spec: PodSpec, path: string, findings: Findings): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  if (ofPod === undefined && !someContainer(spec, isHostProcess)) return;
  const containers = containersWithPaths(spec, path);
  let count = 0;
  for (const [{ securityContext }, at] of containers) {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (own ?? ofPod ?? false) count += 1;
    if (own === undefined || ofPod === undefined || own === ofPod) continue;
    const detail = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
    findings.push(invalid(`${at}.securityContext.windowsOptions.hostProcess`, own, detail));
  }
  if (count === 0) return;
  if (count !== containers.length) {
    findings.push(invalid(path, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'));
  }
  if (spec.hostNetwork !== true) {
    findings.push(invalid(`${path}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'));
  }
}

function isHostProcess({ securityContext }: AnyContainer): boolean {
  return securityContext?.windowsOptions?.hostProcess !== undefined;
}

function checkOwnUsers(spec: PodSpec, path: string, findings: Findings): void {
  const detail = 'when `hostUsers` is false';
  if (spec.hostNetwork === true) findings.push(forbidden(`${path}.hostNetwork`, detail));
  if (spec.hostPID === true) findings.push(forbidden(`${path}.HostPID`, detail));
  if (spec.hostIPC === true) findings.push(forbidden(`${path}.HostIPC`, detail));
  for (const [{ volumeDevices = [] }, at] of containersWithPaths(spec, path)) {
    if (volumeDevices.length > 0) findings.push(forbidden(`${at}.volumeDevices`, detail));
  }
}

const MAX_HOSTNAME = 64;

function checkHostname(spec: PodSpec, name: string, path: string, findings: Findings): void {
  if (spec.setHostnameAsFQDN === true) findings.push(forbidden(path, 'may not be specified when setHostnameAsFQDN is true'));
  if (spec.hostNetwork === true) findings.push(forbidden(path, 'may not be specified when hostNetwork is true'));
  if (name.length > MAX_HOSTNAME) findings.push(tooLong(path, MAX_HOSTNAME));
  checkRule(dns1123Subdomain, name, path, findings);
}

export function checkPlatform(spec: PodSpec, path: string, findings: Findings): void {
  if (spec.os !== undefined) checkOs(spec, spec.os.name, path, findings);
  checkFileReferences(spec, path, findings);
}

function checkOs(spec: PodSpec, name: string | undefined, path: string, findings: Findings): void {
  if (isUnset(name)) findings.push(required(`${path}.os.name`));
  else if (name === 'linux') checkLinux(spec, path, findings);
  else if (name === 'windows') checkWindows(spec, path, findings);
  else findings.push(notSupported(`${path}.os`, name, ['linux', 'windows']));
}

function checkLinux(spec: PodSpec, path: string, findings: Findings): void {
  for (const [{ securityContext }, at] of [[spec, path] as const, ...containersWithPaths(spec, path)]) {
    if (securityContext?.windowsOptions === undefined) continue;
    findings.push(forbidden(`${at}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod'));
  }
}

/** In the order in which they are told; some stand in the spec itself. */
const NOT_FOR_WINDOWS_PODS = [
  'securityContext.appArmorProfile',
  'securityContext.seLinuxOptions',
  'hostUsers',
  'hostPID',
  'hostIPC',
  'securityContext.seccompProfile',
  'securityContext.fsGroup',
  'securityContext.fsGroupChangePolicy',
  'securityContext.sysctls',
  'shareProcessNamespace',
  'securityContext.runAsUser',
  'securityContext.runAsGroup',
  'securityContext.supplementalGroups',
  'securityContext.supplementalGroupsPolicy',
  'securityContext.seLinuxChangePolicy',
];
const NOT_FOR_WINDOWS_CONTAINERS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const;

const NOT_FOR_WINDOWS = 'cannot be set for a windows pod';

function checkWindows(spec: PodSpec, path: string, findings: Findings): void {
  const fields: { readonly [field: string]: unknown } = {
    ...Object.fromEntries(Object.entries(spec.securityContext ?? {}).map(([field, value]) => [`securityContext.${field}`, value])),
    hostUsers: spec.hostUsers,
    hostPID: spec.hostPID || undefined,
    hostIPC: spec.hostIPC || undefined,
    shareProcessNamespace: spec.shareProcessNamespace,
  };
  for (const field of NOT_FOR_WINDOWS_PODS) if (fields[field] !== undefined) findings.push(forbidden(`${path}.${field}`, NOT_FOR_WINDOWS));
  for (const [{ securityContext = {} }, at] of containersWithPaths(spec, path)) {
    for (const field of NOT_FOR_WINDOWS_CONTAINERS) {
      if (securityContext[field] !== undefined) findings.push(forbidden(`${at}.securityContext.${field}`, NOT_FOR_WINDOWS));
    }
  }
}

/** Environment variables are read from files in empty directories alone (validateFileKeyRefVolumes). */
function checkFileReferences(spec: PodSpec, path: string, findings: Findings): void {
  if (!someContainer(spec, readsFiles)) return;
  for (const [{ env = [] }, at] of containersWithPaths(spec, path)) {
    for (const [index, { valueFrom }] of env.entries()) {
      const name = valueFrom?.fileKeyRef?.volumeName;
      if (name === undefined) continue;
      const volume = spec.volumes?.findLast((each) => each.name === name);
      const where = `${at}.env[${index}].valueFrom.fileKeyRef.volumeName`;
      if (volume === undefined) findings.push(notFound(where, name));
      else if (volume.emptyDir === undefined) findings.push(invalid(where, name, 'referenced volume must be of type emptyDir'));
    }
  }
}

function readsFiles({ env }: AnyContainer): boolean {
  return env?.some(({ valueFrom }) => valueFrom?.fileKeyRef !== undefined) === true;
}
