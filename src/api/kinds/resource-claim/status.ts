/** What was allocated for a claim, and by whom it is used. */
import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required, tooLong, tooMany } from '../../field-error.ts';
import { utf8Length } from '../../names.ts';
import type {
  AllocatedDeviceStatus,
  AllocationResult,
  DeviceAllocationConfiguration,
  DeviceRequestAllocationResult,
  NetworkDeviceData,
  ResourceClaimConsumerReference,
  ResourceClaimStatus,
  ResourceResourceClaim,
} from '../../types.gen.ts';
import { validateConditions } from '../../validation/conditions.ts';
import { type Findings, checkPresent, findingsOf, immutable, isUnset, shown } from '../checks.ts';
import { parseCidr } from '../ip.ts';
import { checkNodeSelector } from '../pod/validate-affinity.ts';
import { checkConfiguration, checkRaw } from './configuration.ts';
import { MOST_CONFIGS, MOST_REQUESTS, type RequestNames, checkReference, checkReferences, requestNamesOf } from './devices.ts';
import { checkKeyedList, checkList } from './lists.ts';
import { checkDriverName, checkKey, checkLabelName, checkPoolName, checkUuid } from './names.ts';

const MOST_CONSUMERS = 256;

export function validateStatus(next: ResourceResourceClaim, stored: ResourceResourceClaim): readonly FieldError[] {
  const [status, before] = [next.status ?? {}, stored.status ?? {}];
  const names = requestNamesOf(next.spec?.devices ?? {});
  return findingsOf((findings) => {
    checkKeyedList(status.reservedFor, MOST_CONSUMERS, checkConsumer, ({ uid }) => uid ?? '', 'status.reservedFor', findings);
    checkDeviceStatuses(status, findings);
    checkReservations(status, before, next.metadata.deletionTimestamp !== undefined, findings);
    if (status.allocation === undefined) return;
    if (before.allocation === undefined) checkAllocation(status.allocation, names, 'status.allocation', findings);
    else if (!deepEqual(status.allocation, before.allocation)) findings.push(immutable('status.allocation', shown(status.allocation)));
  });
}

function checkConsumer(consumer: ResourceClaimConsumerReference, path: string, findings: Findings): void {
  for (const key of ['resource', 'name', 'uid'] as const) checkPresent(consumer[key], `${path}.${key}`, findings);
}

function checkReservations(status: ResourceClaimStatus, before: ResourceClaimStatus, isDeleted: boolean, findings: Findings): void {
  const { reservedFor = [], allocation } = status;
  if (reservedFor.length === 0) return;
  const path = 'status.reservedFor';
  if (allocation === undefined) return void findings.push(forbidden(path, 'may not be specified when `allocated` is not set'));
  const isKnown = (consumer: ResourceClaimConsumerReference) => (before.reservedFor ?? []).some((old) => deepEqual(old, consumer));
  if (isDeleted && !reservedFor.every(isKnown))
    findings.push(forbidden(path, 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set'));
}

interface Named {
  readonly driver: string;
  readonly pool: string;
  readonly device: string;
  readonly shareID?: string;
}

function idOf({ driver, pool, device, shareID }: Named) {
  return { Driver: driver ?? '', Pool: pool ?? '', Device: device ?? '', ShareID: shareID ?? '' };
}

function checkDeviceStatuses({ devices = [], allocation }: ResourceClaimStatus, findings: Findings): void {
  const allocated = new Set((allocation?.devices?.results ?? []).map((result) => JSON.stringify(idOf(result))));
  const isAllocated = (device: Named) => allocated.has(JSON.stringify(idOf(device)));
  checkKeyedList(
    devices,
    Number.POSITIVE_INFINITY,
    (device, path, found) => checkDeviceStatus(device, isAllocated, path, found),
    idOf,
    'status.devices',
    findings,
  );
}

const MOST_CONDITIONS = 8;
const LONGEST_DATA = 10 * 1024;

function checkDeviceStatus(status: AllocatedDeviceStatus, isAllocated: (device: Named) => boolean, path: string, findings: Findings): void {
  const { conditions = [], data, networkData } = status;
  checkPlace(status, path, findings);
  if (status.shareID !== undefined) checkUuid(status.shareID, `${path}.shareID`, findings);
  if (!isAllocated(status)) findings.push(invalid(path, idOf(status), 'must be an allocated device in the claim'));
  if (conditions.length > MOST_CONDITIONS) findings.push(tooMany(`${path}.conditions`, conditions.length, MOST_CONDITIONS));
  findings.push(...validateConditions(conditions, `${path}.conditions`));
  if (data !== undefined) checkRaw(data, LONGEST_DATA, `${path}.data`, findings);
  if (networkData !== undefined) checkNetworkData(networkData, `${path}.networkData`, findings);
}

function checkPlace({ driver, pool, device }: Named, path: string, findings: Findings): void {
  checkDriverName(driver, `${path}.driver`, findings);
  checkPoolName(pool, `${path}.pool`, findings);
  checkLabelName(device, `${path}.device`, findings);
}

const LONGEST_INTERFACE = 256;
const LONGEST_ADDRESS = 128;
const MOST_IPS = 16;
const NO_INTERFACE_ADDRESS = 'must be a valid address in CIDR form, (e.g. 10.9.8.7/24 or 2001:db8::1/64)';

function checkNetworkData({ interfaceName = '', hardwareAddress = '', ips }: NetworkDeviceData, path: string, findings: Findings): void {
  if (utf8Length(interfaceName) > LONGEST_INTERFACE) findings.push(tooLong(`${path}.interfaceName`, LONGEST_INTERFACE));
  if (utf8Length(hardwareAddress) > LONGEST_ADDRESS) findings.push(tooLong(`${path}.hardwareAddress`, LONGEST_ADDRESS));
  checkKeyedList(
    ips,
    MOST_IPS,
    (ip, at, found) => {
      if (parseCidr(ip) === undefined) found.push(invalid(at, ip, NO_INTERFACE_ADDRESS));
    },
    (ip) => ip,
    `${path}.ips`,
    findings,
  );
}

function checkAllocation({ devices = {}, nodeSelector }: AllocationResult, names: RequestNames, path: string, findings: Findings): void {
  const at = `${path}.devices`;
  checkList(devices.results, MOST_REQUESTS, (result, place, found) => checkResult(result, names, place, found), `${at}.results`, findings);
  checkList(
    devices.config,
    2 * MOST_CONFIGS,
    (config, place, found) => checkAllocatedConfiguration(config, names, place, found),
    `${at}.config`,
    findings,
  );
  if (nodeSelector !== undefined) checkNodeSelector(nodeSelector, `${path}.nodeSelector`, findings);
}

function checkResult(result: DeviceRequestAllocationResult, names: RequestNames, path: string, findings: Findings): void {
  checkReference(result.request, names, `${path}.request`, findings);
  checkPlace(result, path, findings);
  checkBindingConditions(result, path, findings);
  if (result.shareID !== undefined) checkUuid(result.shareID, `${path}.shareID`, findings);
}

const SOURCES = ['FromClaim', 'FromClass'];

function checkAllocatedConfiguration(config: DeviceAllocationConfiguration, names: RequestNames, path: string, findings: Findings): void {
  if (isUnset(config.source)) findings.push(required(`${path}.source`));
  else if (!SOURCES.includes(config.source)) findings.push(notSupported(`${path}.source`, config.source, SOURCES));
  checkReferences(config.requests, names, `${path}.requests`, findings);
  checkConfiguration(config.opaque, path, findings);
}

interface WithBindingConditions {
  readonly bindingConditions?: readonly string[];
  readonly bindingFailureConditions?: readonly string[];
}

const MOST_BINDING_CONDITIONS = 4;

/** Two sets that have nothing in common; neither goes without the other. */
export function checkBindingConditions(
  { bindingConditions: conditions = [], bindingFailureConditions: failures = [] }: WithBindingConditions,
  path: string,
  findings: Findings,
): void {
  const [onSuccess, onFailure] = [`${path}.bindingConditions`, `${path}.bindingFailureConditions`];
  checkList(conditions, MOST_BINDING_CONDITIONS, checkKey, onSuccess, findings);
  checkList(failures, MOST_BINDING_CONDITIONS, checkKey, onFailure, findings);
  for (const [index, condition] of conditions.entries())
    if (conditions.indexOf(condition) < index) findings.push(duplicate(`${onSuccess}[${index}]`, condition));
  for (const [index, condition] of failures.entries()) {
    const at = `${onFailure}[${index}]`;
    if (failures.indexOf(condition) < index) findings.push(duplicate(at, condition));
    if (conditions.includes(condition))
      findings.push(invalid(at, condition, 'bindingFailureConditions must not overlap with bindingConditions'));
  }
  if (conditions.length === 0 && failures.length > 0)
    findings.push(invalid(onSuccess, null, 'bindingConditions are required to use bindingFailureConditions'));
  if (failures.length === 0 && conditions.length > 0)
    findings.push(invalid(onFailure, null, 'bindingFailureConditions are required to use bindingConditions'));
}
