import { invalid, notSupported, required } from '../../field-error.ts';
import { configMapKey, dns1123Label, dns1123Subdomain, labelKey, nameIsDnsSubdomain, relaxedEnvVarName } from '../../names.ts';
import type {
  ConfigMapKeySelector,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
  ObjectFieldSelector,
  ResourceFieldSelector,
} from '../../types.gen.ts';
import { type Findings, checkRule, isUnset, remembered } from '../checks.ts';
import { checkNoBacksteps } from './validate-mounts.ts';

/** Environment variables of a container, and the references to fields of the pod that volumes make too. */
export const checkEnv = remembered<readonly EnvVar[]>((variables, path, findings) => {
  for (const [index, variable] of variables.entries()) checkVariable(variable, `${path}[${index}]`, findings);
});

function checkVariable(variable: EnvVar, path: string, findings: Findings): void {
  if (variable.name === '' || variable.name === undefined) findings.push(required(`${path}.name`));
  else checkRule(relaxedEnvVarName, variable.name, `${path}.name`, findings);
  if (variable.valueFrom !== undefined) checkSource(variable, variable.valueFrom, `${path}.valueFrom`, findings);
}

function checkSource(variable: EnvVar, source: EnvVarSource, path: string, findings: Findings): void {
  if (source.fieldRef !== undefined) checkFieldRef(source.fieldRef, ENV_FIELDS, `${path}.fieldRef`, findings);
  if (source.resourceFieldRef !== undefined) checkResourceFieldRef(source.resourceFieldRef, false, `${path}.resourceFieldRef`, findings);
  if (source.configMapKeyRef !== undefined) checkKeyRef(source.configMapKeyRef, `${path}.configMapKeyRef`, findings);
  if (source.secretKeyRef !== undefined) checkKeyRef(source.secretKeyRef, `${path}.secretKeyRef`, findings);
  if (source.fileKeyRef !== undefined) checkFileKeyRef(source.fileKeyRef, `${path}.fileKeyRef`, findings);
  const count = Object.keys(source).length;
  if (count === 0) findings.push(invalid(path, '', NO_SOURCE));
  if (!isUnset(variable.value)) {
    if (count > 0) findings.push(invalid(path, '', 'may not be specified when `value` is not empty'));
  } else if (count > 1) findings.push(invalid(path, '', ONE_SOURCE));
}

const NO_SOURCE = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';
const ONE_SOURCE = 'may not have more than one field specified at a time';

const META_FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid'];
const ENV_FIELDS = [
  ...META_FIELDS,
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
export const VOLUME_FIELDS = ['metadata.annotations', 'metadata.labels', ...META_FIELDS];
/** Fields that the downward API can name at all, whether or not they are allowed where they stand. */
const DOWNWARD_FIELDS: ReadonlySet<string> = new Set([
  ...ENV_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
  'spec.host',
]);

export function checkFieldRef(ref: ObjectFieldSelector, supported: readonly string[], path: string, findings: Findings): void {
  if (isUnset(ref.apiVersion)) return void findings.push(required(`${path}.apiVersion`));
  if (isUnset(ref.fieldPath)) return void findings.push(required(`${path}.fieldPath`));
  const [, field = ref.fieldPath, key] = SUBSCRIPT.exec(ref.fieldPath) ?? [];
  const problem = conversionProblem(ref, field, key);
  if (problem !== undefined) findings.push(invalid(`${path}.fieldPath`, ref.fieldPath, `error converting fieldPath: ${problem}`));
  else if (key !== undefined) checkRule(labelKey, field === 'metadata.annotations' ? key.toLowerCase() : key, path, findings);
  else if (!supported.includes(field)) findings.push(notSupported(`${path}.fieldPath`, field, supported));
}

const SUBSCRIPT = /^(.*)\['(.*)'\]$/s;

function conversionProblem(ref: ObjectFieldSelector, field: string, key: string | undefined): string | undefined {
  if (ref.apiVersion !== 'v1') return `unsupported pod version: ${ref.apiVersion}`;
  if (key === undefined) return DOWNWARD_FIELDS.has(field) ? undefined : `field label not supported: ${field}`;
  if (field === 'metadata.annotations' || field === 'metadata.labels') return undefined;
  return `field label does not support subscript: ${field}`;
}

const RESOURCE_FIELDS = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

export function checkResourceFieldRef(ref: ResourceFieldSelector, inVolume: boolean, path: string, findings: Findings): void {
  if (inVolume && isUnset(ref.containerName)) findings.push(required(`${path}.containerName`));
  else if (isUnset(ref.resource)) findings.push(required(`${path}.resource`));
  else if (!RESOURCE_FIELDS.includes(ref.resource) && !HUGE_PAGES_FIELD.test(ref.resource)) {
    findings.push(notSupported(`${path}.resource`, ref.resource, RESOURCE_FIELDS));
  }
  checkDivisor(ref, path, findings);
}

const HUGE_PAGES_FIELD = /^(?:limits|requests)\.hugepages-/;

function checkDivisor({ resource, divisor = '0' }: ResourceFieldSelector, path: string, findings: Findings): void {
  if (divisor === '0') return;
  const suffix = HUGE_PAGES_FIELD.test(resource) ? 'hugepages' : resource.slice(resource.indexOf('.') + 1);
  const [name = '', allowed = []] = Object.entries(DIVISORS).find(([known]) => known === suffix) ?? [];
  if (name === '' || allowed.includes(divisor)) return;
  const list = name === 'cpu' ? '1m and 1' : '1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei';
  const where = name === 'ephemeral-storage' ? 'local ephemeral storage' : name;
  findings.push(invalid(`${path}.divisor`, resource, `only divisor's values ${list} are supported with the ${where} resource`));
}

const SIZES = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];
const DIVISORS: { readonly [resource: string]: readonly string[] } = {
  cpu: ['1m', '1'],
  memory: SIZES,
  'ephemeral-storage': SIZES,
  hugepages: SIZES,
};

function checkKeyRef(ref: ConfigMapKeySelector, path: string, findings: Findings): void {
  checkRule(dns1123Subdomain, ref.name ?? '', `${path}.name`, findings);
  if (isUnset(ref.key)) findings.push(required(`${path}.key`));
  else checkRule(configMapKey, ref.key, `${path}.key`, findings);
}

function checkFileKeyRef(ref: FileKeySelector, path: string, findings: Findings): void {
  if (isUnset(ref.key)) findings.push(required(`${path}.key`));
  else checkRule(relaxedEnvVarName, ref.key, `${path}.key`, findings);
  if (isUnset(ref.volumeName)) findings.push(required(`${path}.volumeName`));
  else checkRule(dns1123Label, ref.volumeName, `${path}.volumeName`, findings);
  if (isUnset(ref.path)) findings.push(required(`${path}.path`));
  else checkNoBacksteps(ref.path, `${path}.path`, findings);
}

export const checkEnvFrom = remembered<readonly EnvFromSource[]>((sources, path, findings) => {
  for (const [index, source] of sources.entries()) {
    const at = `${path}[${index}]`;
    if (!isUnset(source.prefix)) checkRule(relaxedEnvVarName, source.prefix, `${at}.prefix`, findings);
    if (source.configMapRef !== undefined) checkSourceName(source.configMapRef.name, `${at}.configMapRef.name`, findings);
    if (source.secretRef !== undefined) checkSourceName(source.secretRef.name, `${at}.secretRef.name`, findings);
    if (source.configMapRef === undefined && source.secretRef === undefined) {
      findings.push(invalid(path, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (source.configMapRef !== undefined && source.secretRef !== undefined) findings.push(invalid(path, '', ONE_SOURCE));
  }
});

/** Upstream checks it like the beginning of a name. */
function checkSourceName(name: string | undefined, path: string, findings: Findings): void {
  if (isUnset(name)) findings.push(required(path));
  else for (const text of nameIsDnsSubdomain(name, true)) findings.push(invalid(path, name, text));
}
