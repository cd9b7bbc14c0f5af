import { forbidden, invalid, notFound, notSupported, required } from '../../field-error.ts';
import type { Container, Volume, VolumeDevice, VolumeMount } from '../../types.gen.ts';
import { type Findings, checkPresent, isUnset } from '../checks.ts';

/** The pod's volumes that passed their own checks, by name. */
export type Volumes = ReadonlyMap<string, Volume>;

export function checkVolumeMounts(container: Container, volumes: Volumes, path: string, findings: Findings): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  for (const [index, mount] of volumeMounts.entries()) {
    const at = `${path}[${index}]`;
    if (mount.name === '') findings.push(required(`${at}.name`));
    if (!volumes.has(mount.name)) findings.push(notFound(`${at}.name`, mount.name));
    checkPresent(mount.mountPath, `${at}.mountPath`, findings);
    const isTaken = volumeMounts.findIndex((other) => other.mountPath === mount.mountPath) < index;
    if (isTaken) findings.push(invalid(`${at}.mountPath`, mount.mountPath, 'must be unique'));
    checkDevicesBeside(mount, volumeDevices, at, findings);
    checkSubPaths(mount, at, path, findings);
    checkPropagation(mount, container, path, findings);
    checkRecursion(mount, `${path}.recursiveReadOnly`, findings);
  }
}

function checkDevicesBeside(mount: VolumeMount, devices: readonly VolumeDevice[], at: string, findings: Findings): void {
  if (devices.some((device) => device.name === mount.name)) {
    findings.push(invalid(`${at}.name`, mount.name, 'must not already exist in volumeDevices'));
  }
  if (devices.some((device) => device.devicePath === mount.mountPath)) {
    findings.push(invalid(`${at}.mountPath`, mount.mountPath, 'must not already exist as a path in volumeDevices'));
  }
}

/** Upstream reports a bad sub-path without the mount's index. */
function checkSubPaths(mount: VolumeMount, at: string, path: string, findings: Findings): void {
  if (!isUnset(mount.subPath)) checkDescendingPath(mount.subPath, `${path}.subPath`, findings);
  if (isUnset(mount.subPathExpr)) return;
  if (!isUnset(mount.subPath)) {
    findings.push(invalid(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive'));
  }
  checkDescendingPath(mount.subPathExpr, `${path}.subPathExpr`, findings);
}

export function checkDescendingPath(text: string | undefined, path: string, findings: Findings): void {
  const target = text ?? '';
  if (target.startsWith('/')) findings.push(invalid(path, target, 'must be a relative path'));
  checkNoBacksteps(target, path, findings);
}

export function checkNoBacksteps(text: string | undefined, path: string, findings: Findings): void {
  const target = text ?? '';
  if (target.split('/').includes('..')) findings.push(invalid(path, target, "must not contain '..'"));
}

function checkPropagation(mount: VolumeMount, container: Container, path: string, findings: Findings): void {
  const mode = mount.mountPropagation;
  if (mode === undefined) return;
  if (!PROPAGATIONS.includes(mode)) findings.push(notSupported(`${path}.mountPropagation`, mode, PROPAGATIONS));
  else if (mode === 'Bidirectional' && container.securityContext?.privileged !== true) {
    findings.push(forbidden(`${path}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'));
  }
}

const RECURSIONS: readonly string[] = ['Disabled', 'Enabled', 'IfPossible'];

function checkRecursion({ recursiveReadOnly: recursion, readOnly, mountPropagation }: VolumeMount, path: string, findings: Findings): void {
  if (recursion === undefined || recursion === 'Disabled') return;
  if (!RECURSIONS.includes(recursion)) return void findings.push(notSupported(path, recursion, RECURSIONS));
  if (readOnly !== true) findings.push(forbidden(path, 'may only be specified when readOnly is true'));
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    findings.push(forbidden(path, 'may only be specified when mountPropagation is None or not specified'));
  }
}

const PROPAGATIONS: readonly string[] = ['Bidirectional', 'HostToContainer', 'None'];

export function checkVolumeDevices(container: Container, volumes: Volumes, path: string, findings: Findings): void {
  const { volumeMounts = [], volumeDevices = [] } = container;
  for (const [index, device] of volumeDevices.entries()) {
    const at = `${path}[${index}]`;
    const earlier = volumeDevices.slice(0, index);
    checkPresent(device.name, `${at}.name`, findings);
    if (earlier.some(({ name }) => name === device.name)) findings.push(invalid(`${at}.name`, device.name, 'must be unique'));
    checkIsBlock(device.name, volumes.get(device.name), `${at}.name`, findings);
    checkPresent(device.devicePath, `${at}.devicePath`, findings);
    if (earlier.some(({ devicePath }) => devicePath === device.devicePath)) {
      findings.push(invalid(`${at}.devicePath`, device.devicePath, 'must be unique'));
    }
    if (device.devicePath.split('/').includes('..')) {
      findings.push(invalid(`${at}.devicePath`, device.devicePath, "can not contain backsteps ('..')"));
    }
    if (volumeMounts.some(({ name }) => name === device.name)) {
      findings.push(invalid(`${at}.name`, device.name, 'must not already exist in volumeMounts'));
    }
    if (volumeMounts.some(({ mountPath }) => mountPath === device.devicePath)) {
      findings.push(invalid(`${at}.devicePath`, device.devicePath, 'must not already exist as a path in volumeMounts'));
    }
  }
}

function checkIsBlock(name: string, volume: Volume | undefined, path: string, findings: Findings): void {
  if (volume === undefined) findings.push(notFound(path, name));
  else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
    findings.push(invalid(path, name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'));
  }
}
