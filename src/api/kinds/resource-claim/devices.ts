/** What a claim asks for: requests, constraints among them, parameters for drivers. */
import { invalid, notSupported, required } from '../../field-error.ts';
import { dns1123Subdomain, labelValue } from '../../names.ts';
import type {
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSubRequest,
  DeviceToleration,
  ExactDeviceRequest,
} from '../../types.gen.ts';
import { type Findings, checkOneOf, checkRule, isUnset } from '../checks.ts';
import { alter, fill, mapShared } from '../sharing.ts';
import { checkConfiguration, checkSelectors } from './configuration.ts';
import { checkKeyedList, checkList } from './lists.ts';
import { checkFullyQualifiedName, checkKey, checkLabelName } from './names.ts';

export function defaultDevices(devices: DeviceClaim): DeviceClaim {
  return alter(devices, 'requests', (requests) =>
    mapShared(requests, (request) =>
      alter(alter(request, 'exactly', withCount), 'firstAvailable', (choices) => mapShared(choices, withCount)),
    ),
  );
}

function withCount<T extends ExactDeviceRequest | DeviceSubRequest>(request: T): T {
  const next = fill(request, { allocationMode: 'ExactCount' } as Partial<T>);
  return next.allocationMode === 'ExactCount' && !next.count ? { ...next, count: 1 } : next;
}

/** Names of requests, and of the choices within them. */
export type RequestNames = ReadonlyMap<string, ReadonlySet<string>>;

export function requestNamesOf({ requests = [] }: DeviceClaim): RequestNames {
  return new Map(requests.map(({ name, firstAvailable = [] }) => [name, new Set(firstAvailable.map((choice) => choice.name))]));
}

export const MOST_REQUESTS = 32;
const MOST_CONSTRAINTS = 32;
export const MOST_CONFIGS = 32;
const MOST_CHOICES = 8;

export function checkDevices(devices: DeviceClaim, path: string, findings: Findings): void {
  const names = requestNamesOf(devices);
  checkKeyedList(devices.requests, MOST_REQUESTS, checkRequest, ({ name }) => name ?? '', `${path}.requests`, findings);
  checkList(
    devices.constraints,
    MOST_CONSTRAINTS,
    (item, at, found) => checkConstraint(item, names, at, found),
    `${path}.constraints`,
    findings,
  );
  checkList(devices.config, MOST_CONFIGS, (item, at, found) => checkClaimConfiguration(item, names, at, found), `${path}.config`, findings);
}

function checkRequest({ name, exactly, firstAvailable = [] }: DeviceRequest, path: string, findings: Findings): void {
  checkLabelName(name, `${path}.name`, findings);
  const which = 'exactly one of `exactly` or `firstAvailable` is required';
  if (exactly === undefined && firstAvailable.length === 0) findings.push(required(path, which));
  else if (exactly !== undefined && firstAvailable.length > 0) findings.push(invalid(path, null, `${which}, but multiple fields are set`));
  else if (exactly !== undefined) checkWanted(exactly, `${path}.exactly`, findings);
  else checkKeyedList(firstAvailable, MOST_CHOICES, checkChoice, (choice) => choice.name ?? '', `${path}.firstAvailable`, findings);
}

function checkChoice(choice: DeviceSubRequest, path: string, findings: Findings): void {
  checkLabelName(choice.name, `${path}.name`, findings);
  checkWanted(choice, path, findings);
}

function checkWanted(request: ExactDeviceRequest | DeviceSubRequest, path: string, findings: Findings): void {
  const { deviceClassName, selectors, tolerations = [] } = request;
  if (isUnset(deviceClassName)) findings.push(required(`${path}.deviceClassName`));
  else checkRule(dns1123Subdomain, deviceClassName, `${path}.deviceClassName`, findings);
  checkSelectors(selectors, `${path}.selectors`, findings);
  checkCount(request, path, findings);
  for (const [index, toleration] of tolerations.entries()) checkToleration(toleration, `${path}.tolerations[${index}]`, findings);
}

function checkCount({ allocationMode: mode, count = 0 }: ExactDeviceRequest | DeviceSubRequest, path: string, findings: Findings): void {
  switch (mode) {
    case 'All':
      if (count !== 0) findings.push(invalid(`${path}.count`, count, "must not be specified when allocationMode is 'All'"));
      return;
    case 'ExactCount':
      if (count <= 0) findings.push(invalid(`${path}.count`, count, 'must be greater than zero'));
      return;
    case undefined:
    default:
      findings.push(notSupported(`${path}.allocationMode`, mode ?? '', ['All', 'ExactCount']));
  }
}

export const TAINT_EFFECTS = ['NoExecute', 'NoSchedule', 'None'];

function checkToleration({ key, operator, value, effect }: DeviceToleration, path: string, findings: Findings): void {
  if (!isUnset(key)) checkKey(key, `${path}.key`, findings);
  if (isUnset(operator)) findings.push(required(`${path}.operator`));
  else if (operator === 'Equal') checkRule(labelValue, value, `${path}.value`, findings);
  else if (operator !== 'Exists') checkOneOf(operator, ['Equal', 'Exists'], `${path}.operator`, findings);
  else if (!isUnset(value)) findings.push(invalid(`${path}.value`, value, 'must be empty for operator `Exists`'));
  if (!isUnset(effect)) checkOneOf(effect, TAINT_EFFECTS, `${path}.effect`, findings);
}

function checkConstraint(
  { requests, matchAttribute, distinctAttribute }: DeviceConstraint,
  names: RequestNames,
  path: string,
  findings: Findings,
): void {
  checkReferences(requests, names, `${path}.requests`, findings);
  if (matchAttribute !== undefined) checkFullyQualifiedName(matchAttribute, `${path}.matchAttribute`, findings);
  else if (distinctAttribute !== undefined) checkFullyQualifiedName(distinctAttribute, `${path}.distinctAttribute`, findings);
  else findings.push(required(path, 'exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set'));
}

function checkClaimConfiguration(
  { requests, opaque }: DeviceClaimConfiguration,
  names: RequestNames,
  path: string,
  findings: Findings,
): void {
  checkReferences(requests, names, `${path}.requests`, findings);
  checkConfiguration(opaque, path, findings);
}

export function checkReferences(requests: readonly string[] | undefined, names: RequestNames, path: string, findings: Findings): void {
  checkKeyedList(
    requests,
    MOST_REQUESTS,
    (name, at, found) => checkReference(name, names, at, found),
    (name) => name,
    path,
    findings,
  );
}

const NO_REQUEST = "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

/** `request` or `request/choice`. */
export function checkReference(name: string | undefined, names: RequestNames, path: string, findings: Findings): void {
  const [request = '', choice, ...more] = (name ?? '').split('/');
  if (more.length > 0) return void findings.push(invalid(path, name ?? '', NO_REQUEST));
  checkLabelName(request, path, findings);
  if (choice !== undefined) checkLabelName(choice, path, findings);
  const choices = names.get(request);
  if (choices === undefined || (choice !== undefined && !choices.has(choice))) findings.push(invalid(path, name ?? '', NO_REQUEST));
}
