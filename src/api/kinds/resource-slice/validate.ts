/** `pkg/apis/resource/validation`, of slices. */
import { type FieldError, invalid, required } from '../../field-error.ts';
import { labelValue, nameIsDnsSubdomain } from '../../names.ts';
import type {
  CounterSet,
  Device,
  DeviceAttribute,
  DeviceCounterConsumption,
  DeviceTaint,
  NodeSelector,
  ResourceSlice,
  ResourceSliceSpec,
} from '../../types.gen.ts';
import { type Findings, checkOneOf, checkRule, findingsOf, immutable, isUnset, shown } from '../checks.ts';
import { checkNodeSelector } from '../pod/validate-affinity.ts';
import { TAINT_EFFECTS } from '../resource-claim/devices.ts';
import { checkEntries, checkKeyedList, checkList } from '../resource-claim/lists.ts';
import { checkDriverName, checkKey, checkLabelName, checkPoolName, checkQualifiedName } from '../resource-claim/names.ts';
import { checkBindingConditions } from '../resource-claim/status.ts';
import { checkCapacity } from './capacity.ts';
import { checkVersion } from './version.ts';

const MOST_DEVICES = 128;
/** Of devices that cost more to look at. */
const MOST_ELABORATE_DEVICES = 64;
const MOST_COUNTER_SETS = 8;
const MOST_COUNTERS = 32;
const MOST_CONSUMPTIONS = 2;
const MOST_ATTRIBUTES = 32;
const MOST_TAINTS = 16;

export function validateSlice({ spec }: ResourceSlice): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(spec, undefined, findings));
}

export function validateSliceUpdate({ spec }: ResourceSlice, stored: ResourceSlice): readonly FieldError[] {
  return findingsOf((findings) => checkSpec(spec, stored.spec, findings));
}

function checkSpec(spec: ResourceSliceSpec, before: ResourceSliceSpec | undefined, findings: Findings): void {
  checkDriverName(spec.driver, 'spec.driver', findings);
  checkPool(spec.pool ?? {}, 'spec.pool', findings);
  if (before !== undefined) checkSame(spec, before, findings);
  checkNodes(spec, findings);
  const isElaborate = (spec.devices ?? []).some(
    ({ taints = [], consumesCounters = [] }) => taints.length > 0 || consumesCounters.length > 0,
  );
  if (spec.sharedCounters !== undefined && spec.devices !== undefined)
    findings.push(invalid('spec', '', 'only one of `sharedCounters` or `devices` is allowed'));
  checkKeyedList(
    spec.devices,
    isElaborate ? MOST_ELABORATE_DEVICES : MOST_DEVICES,
    (device, path, found) => checkDevice(device, spec.perDeviceNodeSelection === true, path, found),
    ({ name }) => name ?? '',
    'spec.devices',
    findings,
  );
  checkKeyedList(spec.sharedCounters, MOST_COUNTER_SETS, checkCounterSet, ({ name }) => name ?? '', 'spec.sharedCounters', findings);
}

function checkPool(
  { name, resourceSliceCount = 0, generation = 0 }: Partial<ResourceSliceSpec['pool']>,
  path: string,
  findings: Findings,
): void {
  checkPoolName(name, `${path}.name`, findings);
  if (resourceSliceCount <= 0) findings.push(invalid(`${path}.resourceSliceCount`, resourceSliceCount, 'must be greater than zero'));
  if (generation < 0) findings.push(invalid(`${path}.generation`, generation, 'must be greater than or equal to zero'));
}

function checkSame(spec: ResourceSliceSpec, before: ResourceSliceSpec, findings: Findings): void {
  if (spec.pool.name !== before.pool.name) findings.push(immutable('spec.pool.name', spec.pool.name));
  if (spec.driver !== before.driver) findings.push(immutable('spec.driver', spec.driver));
  if (spec.nodeName !== before.nodeName) findings.push(immutable('spec.nodeName', spec.nodeName ?? null));
}

interface Nodes {
  readonly nodeName?: string;
  readonly nodeSelector?: NodeSelector;
  readonly allNodes?: boolean;
}

/** Where devices are; gives the names of the fields that say so. */
function checkPlaces({ nodeName, nodeSelector, allNodes }: Nodes, empty: string, path: string, findings: Findings): string[] {
  const places: string[] = [];
  if (nodeName === '') findings.push(invalid(`${path}.nodeName`, '', empty));
  else if (nodeName !== undefined) {
    places.push('`nodeName`');
    checkRule((name) => nameIsDnsSubdomain(name, false), nodeName, `${path}.nodeName`, findings);
  }
  if (nodeSelector !== undefined) {
    places.push('`nodeSelector`');
    checkNodeSelector(nodeSelector, `${path}.nodeSelector`, findings);
  }
  checkTrue(allNodes, 'allNodes', places, path, findings);
  return places;
}

function checkTrue(value: boolean | undefined, name: string, places: string[], path: string, findings: Findings): void {
  if (value === true) places.push(`\`${name}\``);
  else if (value === false) findings.push(invalid(`${path}.${name}`, false, 'must be either unset or set to true'));
}

function checkNodes(spec: ResourceSliceSpec, findings: Findings): void {
  const { nodeSelector, allNodes, ...rest } = spec;
  const places = checkPlaces(
    nodeSelector === undefined ? rest : { ...rest, nodeSelector },
    'must be either unset or set to a non-empty string',
    'spec',
    findings,
  );
  const terms = nodeSelector?.nodeSelectorTerms ?? [];
  if (nodeSelector !== undefined && terms.length !== 1)
    findings.push(invalid('spec.nodeSelector.nodeSelectorTerms', shown(terms), 'must have exactly one node selector term'));
  checkTrue(allNodes, 'allNodes', places, 'spec', findings);
  checkTrue(spec.perDeviceNodeSelection, 'perDeviceNodeSelection', places, 'spec', findings);
  const which = 'exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required';
  if (places.length === 0) findings.push(required('spec', which));
  else if (places.length > 1) findings.push(invalid('spec', `{${places.join(', ')}}`, `${which}, but multiple fields are set`));
}

function checkDeviceNodes(device: Device, perDevice: boolean, path: string, findings: Findings): void {
  const when = 'if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  if (!perDevice) {
    if (device.nodeName !== undefined || device.nodeSelector !== undefined || device.allNodes !== undefined)
      findings.push(invalid(path, null, `\`nodeName\`, \`nodeSelector\` and \`allNodes\` can only be set ${when}`));
    return;
  }
  const places = checkPlaces(device, 'must not be empty', path, findings);
  const which =
    'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  if (places.length === 0) findings.push(required(path, which));
  else if (places.length > 1) findings.push(invalid(path, `{${places.join(', ')}}`, which));
}

function checkDevice(device: Device, perDevice: boolean, path: string, findings: Findings): void {
  const { attributes = {}, capacity = {} } = device;
  checkLabelName(device.name, `${path}.name`, findings);
  const count = Object.keys(attributes).length + Object.keys(capacity).length;
  if (count > MOST_ATTRIBUTES)
    findings.push(invalid(path, count, `the total number of attributes and capacities must not exceed ${MOST_ATTRIBUTES}`));
  checkEntries(attributes, Number.POSITIVE_INFINITY, checkQualifiedName, checkAttribute, `${path}.attributes`, findings);
  const shared = device.allowMultipleAllocations === true;
  checkEntries(
    capacity,
    Number.POSITIVE_INFINITY,
    checkQualifiedName,
    (item, at, found) => checkCapacity(item, shared, at, found),
    `${path}.capacity`,
    findings,
  );
  checkList(device.taints, MOST_TAINTS, checkTaint, `${path}.taints`, findings);
  checkKeyedList(
    device.consumesCounters,
    MOST_CONSUMPTIONS,
    checkConsumption,
    ({ counterSet }) => counterSet ?? '',
    `${path}.consumesCounters`,
    findings,
  );
  checkDeviceNodes(device, perDevice, path, findings);
  checkBindingConditions(device, path, findings);
}

const LONGEST_VALUE = 64;

function checkAttribute(attribute: DeviceAttribute, path: string, findings: Findings): void {
  const { bool, int, string, version } = attribute;
  if (string !== undefined && string.length > LONGEST_VALUE) findings.push(tooLongValue(`${path}.string`));
  if (version !== undefined) {
    checkVersion(version, `${path}.version`, findings);
    if (version.length > LONGEST_VALUE) findings.push(tooLongValue(`${path}.version`));
  }
  const given = [bool, int, string, version].filter((value) => value !== undefined).length;
  if (given !== 1) findings.push(invalid(path, given === 0 ? '' : shown(attribute), 'exactly one value must be specified'));
}

function tooLongValue(field: string): FieldError {
  return { type: 'FieldValueTooLong', field, detail: `may not be more than ${LONGEST_VALUE} bytes` };
}

function checkTaint({ key, value, effect }: DeviceTaint, path: string, findings: Findings): void {
  checkKey(key, `${path}.key`, findings);
  if (!isUnset(value)) checkRule(labelValue, value, `${path}.value`, findings);
  if (isUnset(effect)) findings.push(required(`${path}.effect`));
  else checkOneOf(effect, TAINT_EFFECTS, `${path}.effect`, findings);
}

function checkCounterSet({ name, counters }: CounterSet, path: string, findings: Findings): void {
  checkCounters(name, 'name', counters, path, findings);
}

function checkConsumption({ counterSet, counters }: DeviceCounterConsumption, path: string, findings: Findings): void {
  checkCounters(counterSet, 'counterSet', counters, path, findings);
}

function checkCounters(
  name: string | undefined,
  key: string,
  counters: CounterSet['counters'] | undefined,
  path: string,
  findings: Findings,
): void {
  if (isUnset(name)) findings.push(required(`${path}.${key}`));
  else checkLabelName(name, `${path}.${key}`, findings);
  if (Object.keys(counters ?? {}).length === 0) findings.push(required(`${path}.counters`));
  // Any quantity will do.
  else checkEntries(counters, MOST_COUNTERS, checkLabelName, () => undefined, `${path}.counters`, findings);
}
