import { deepEqual } from '../../../base/equal.ts';
import { duplicate, forbidden, invalid, notFound, required, tooMany } from '../../field-error.ts';
import { dns1123Label, portName } from '../../names.ts';
import { isSidecar } from '../../pod/resources.ts';
import type { Container, ContainerPort, ContainerRestartRule, EphemeralContainer, PodSpec, ResourceClaim } from '../../types.gen.ts';
import { type Findings, PROTOCOLS, checkOneOf, checkPortNumber, checkRequiredOneOf, checkRule, isUnset, remembered } from '../checks.ts';
import { checkEnv, checkEnvFrom } from './validate-env.ts';
import { type Volumes, checkVolumeDevices, checkVolumeMounts } from './validate-mounts.ts';
import { checkLifecycle, checkLivenessProbe, checkReadinessProbe, checkStartupProbe } from './validate-probe.ts';
import { checkContainerResources } from './validate-resources.ts';
import { checkProcMount, checkSecurityContext } from './validate-security.ts';

/** What the containers of a pod are checked against. */
export interface Surroundings {
  readonly spec: PodSpec;
  readonly volumes: Volumes;
  readonly gracePeriodSeconds: number;
}

export function checkContainers(around: Surroundings, path: string, findings: Findings): void {
  const containers = around.spec.containers ?? [];
  if (containers.length === 0) return void findings.push(required(path));
  for (const [index, container] of containers.entries()) {
    const at = `${path}[${index}]`;
    checkCommon(container, around, at, findings);
    const isTaken = containers.findIndex((other) => other.name === container.name) < index;
    if (isTaken) findings.push(duplicate(`${at}.name`, container.name));
    checkHooks(container, around, at, findings);
    checkRestartRules(container, at, findings);
  }
  checkHostPorts(containers, path, findings);
}

export function checkInitContainers(around: Surroundings, path: string, findings: Findings): void {
  const names = new Set((around.spec.containers ?? []).map(({ name }) => name));
  for (const [index, container] of (around.spec.initContainers ?? []).entries()) {
    const at = `${path}[${index}]`;
    checkCommon(container, around, at, findings);
    checkRestartRules(container, at, findings);
    if (names.has(container.name)) findings.push(duplicate(`${at}.name`, container.name));
    else if (!isUnset(container.name)) names.add(container.name);
    checkHostPorts([container], path, findings);
    if (isSidecar(container)) checkHooks(container, around, at, findings);
    else forbidHooks(container, at, findings);
  }
}

export function checkEphemeralContainers(around: Surroundings, path: string, findings: Findings): void {
  const lasting = new Set([...(around.spec.containers ?? []), ...(around.spec.initContainers ?? [])].map(({ name }) => name));
  const names = new Set(lasting);
  for (const [index, container] of (around.spec.ephemeralContainers ?? []).entries()) {
    const at = `${path}[${index}]`;
    checkCommon(container, around, at, findings);
    checkImagePadding(container, at, findings);
    if (names.has(container.name)) findings.push(duplicate(`${at}.name`, container.name));
    names.add(container.name);
    const target = container.targetContainerName;
    if (!isUnset(target) && !lasting.has(target)) findings.push(notFound(`${at}.targetContainerName`, target));
    forbidLastingFields(container, at, findings);
  }
}

/** Pods alone refuse blanks around an image; templates have always let them pass. */
export function checkImagePadding(container: Container, path: string, findings: Findings): void {
  const { image = '' } = container;
  if (image !== image.trim()) findings.push(invalid(`${path}.image`, image, 'must not have leading or trailing whitespace'));
}

/** Rules that hold for every container, in Kubernetes' order (validateContainerCommon). */
function checkCommon(container: Container, around: Surroundings, path: string, findings: Findings): void {
  if (isUnset(container.name)) findings.push(required(`${path}.name`));
  else checkRule(dns1123Label, container.name, `${path}.name`, findings);
  if (isUnset(container.image)) findings.push(required(`${path}.image`));
  checkRequiredOneOf(container.terminationMessagePolicy, MESSAGE_POLICIES, `${path}.terminationMessagePolicy`, findings);
  if (container.ports !== undefined) checkPorts(container.ports, `${path}.ports`, findings);
  if (container.env !== undefined) checkEnv(container.env, `${path}.env`, findings);
  if (container.envFrom !== undefined) checkEnvFrom(container.envFrom, `${path}.envFrom`, findings);
  if (container.volumeMounts !== undefined) checkVolumeMounts(container, around.volumes, `${path}.volumeMounts`, findings);
  if (container.volumeDevices !== undefined) checkVolumeDevices(container, around.volumes, `${path}.volumeDevices`, findings);
  checkRequiredOneOf(container.imagePullPolicy, PULL_POLICIES, `${path}.imagePullPolicy`, findings);
  checkResources(container, around.spec, `${path}.resources`, findings);
  if (container.resizePolicy !== undefined) checkResizePolicy(container, around.spec, `${path}.resizePolicy`, findings);
  if (container.securityContext !== undefined) {
    checkSecurityContext(container.securityContext, `${path}.securityContext`, findings);
    checkProcMount(container.securityContext, around.spec, `${path}.securityContext.procMount`, findings);
  }
}

const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];
export const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

const checkPorts = remembered<readonly ContainerPort[]>((ports, path, findings) => {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) checkContainerPort(port, names, `${path}[${index}]`, findings);
});

function checkContainerPort(port: ContainerPort, names: Set<string>, path: string, findings: Findings): void {
  if (!isUnset(port.name)) checkPortName(port.name, names, `${path}.name`, findings);
  if ((port.containerPort ?? 0) === 0) findings.push(required(`${path}.containerPort`));
  else checkPortNumber(port.containerPort, `${path}.containerPort`, findings);
  if ((port.hostPort ?? 0) !== 0) checkPortNumber(port.hostPort ?? 0, `${path}.hostPort`, findings);
  checkRequiredOneOf(port.protocol, PROTOCOLS, `${path}.protocol`, findings);
}

function checkPortName(name: string, names: Set<string>, path: string, findings: Findings): void {
  const before = findings.length;
  checkRule(portName, name, path, findings);
  if (findings.length > before) return;
  if (names.has(name)) findings.push(duplicate(path, name));
  names.add(name);
}

/** Containers of a pod share its node's ports; init containers come one by one. */
function checkHostPorts(containers: readonly Container[], path: string, findings: Findings): void {
  const taken = new Set<string>();
  for (const [index, container] of containers.entries()) {
    for (const [portIndex, port] of (container.ports ?? []).entries()) {
      if ((port.hostPort ?? 0) === 0) continue;
      const place = `${port.protocol ?? ''}/${port.hostIP ?? ''}/${port.hostPort}`;
      if (taken.has(place)) findings.push(duplicate(`${path}[${index}].ports[${portIndex}].hostPort`, place));
      taken.add(place);
    }
  }
}

function checkResources(container: Container, spec: PodSpec, path: string, findings: Findings): void {
  const { resources } = container;
  if (resources === undefined) return;
  checkContainerResources(resources, path, findings);
  if (resources.claims !== undefined) checkClaims(resources.claims, spec, `${path}.claims`, findings);
}

function checkClaims(claims: readonly ResourceClaim[], spec: PodSpec, path: string, findings: Findings): void {
  const known = (spec.resourceClaims ?? []).map(({ name }) => name).sort();
  const seen = new Set<string>();
  for (const [index, { name, request }] of claims.entries()) {
    const at = `${path}[${index}]`;
    if (isUnset(name)) {
      findings.push(required(at));
      continue;
    }
    if (
      seen.has(name) ||
      seen.has(`${name}/${request ?? ''}`) ||
      (isUnset(request) && [...seen].some((other) => other.startsWith(`${name}/`)))
    ) {
      findings.push(duplicate(at, name));
    }
    seen.add(isUnset(request) ? name : `${name}/${request}`);
    if (!isUnset(request)) checkRule(dns1123Label, request, `${at}.request`, findings);
    if (known.includes(name)) continue;
    const detail = known.length === 0 ? ' which is empty' : `: ${known.join(', ')}`;
    findings.push({ ...notFound(at, name), detail: `must be one of the names in pod.spec.resourceClaims${detail}` });
  }
}

function checkResizePolicy(container: Container, spec: PodSpec, path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { resourceName, restartPolicy }] of (container.resizePolicy ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (seen.has(resourceName)) findings.push(duplicate(at, resourceName));
    seen.add(resourceName);
    // Upstream tells the rest without its place.
    checkRequiredOneOf(resourceName, ['cpu', 'memory'], path, findings);
    checkRequiredOneOf(restartPolicy, ['NotRequired', 'RestartContainer'], path, findings);
    if (spec.restartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      findings.push(invalid(path, restartPolicy ?? '', "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
    }
  }
}

function checkHooks(container: Container, around: Surroundings, path: string, findings: Findings): void {
  if (container.lifecycle !== undefined) {
    checkLifecycle(container.lifecycle, around.gracePeriodSeconds, `${path}.lifecycle`, findings);
  }
  if (container.livenessProbe !== undefined) checkLivenessProbe(container.livenessProbe, `${path}.livenessProbe`, findings);
  if (container.readinessProbe !== undefined) checkReadinessProbe(container.readinessProbe, `${path}.readinessProbe`, findings);
  if (container.startupProbe !== undefined) checkStartupProbe(container.startupProbe, `${path}.startupProbe`, findings);
}

const HOOKS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

function forbidHooks(container: Container, path: string, findings: Findings): void {
  for (const hook of HOOKS) {
    if (container[hook] === undefined) continue;
    findings.push(forbidden(`${path}.${hook}`, 'may not be set for init containers without restartPolicy=Always'));
  }
}

/** An init container that has ended can't be restarted to be resized. What `before` had already is let pass. */
export function checkInitResizePolicies(spec: PodSpec, before: PodSpec | undefined, path: string, findings: Findings): void {
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const { resizePolicy } = container;
    if (resizePolicy === undefined || isSidecar(container) || deepEqual(resizePolicy, before?.initContainers?.[index]?.resizePolicy))
      continue;
    for (const [policyIndex, { restartPolicy }] of resizePolicy.entries()) {
      if (restartPolicy !== 'RestartContainer') continue;
      const detail = "must not be set to 'RestartContainer' for non-sidecar initContainers";
      findings.push(invalid(`${path}.initContainers[${index}].resizePolicy[${policyIndex}].restartPolicy`, restartPolicy, detail));
    }
  }
}

function checkRestartRules(container: Container, path: string, findings: Findings): void {
  const { restartPolicy, restartPolicyRules = [] } = container;
  if (restartPolicy !== undefined) checkOneOf(restartPolicy, ['Always', 'Never', 'OnFailure'], `${path}.restartPolicy`, findings);
  else if (restartPolicyRules.length > 0)
    findings.push(required(`${path}.restartPolicy`, 'must specify restartPolicy when restart rules are used'));
  if (restartPolicyRules.length > MAX_RULES) findings.push(tooMany(`${path}.restartPolicyRules`, restartPolicyRules.length, MAX_RULES));
  for (const [index, rule] of restartPolicyRules.entries()) checkRestartRule(rule, `${path}.restartPolicyRules[${index}]`, findings);
}

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;

function checkRestartRule({ action, exitCodes }: ContainerRestartRule, path: string, findings: Findings): void {
  checkOneOf(action, ['Restart', 'RestartAllContainers'], `${path}.action`, findings);
  if (exitCodes === undefined) return void findings.push(required(`${path}.exitCodes`, 'must be specified'));
  const { operator, values = [] } = exitCodes;
  checkOneOf(operator, ['In', 'NotIn'], `${path}.exitCodes.operator`, findings);
  if (values.length > MAX_EXIT_CODES) findings.push(tooMany(`${path}.exitCodes.values`, values.length, MAX_EXIT_CODES));
}

/** What an ephemeral container may not have: it comes late, serves nobody and is not restarted. In the order of Kubernetes' type. */
const LASTING_FIELDS = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;

function forbidLastingFields(container: EphemeralContainer, path: string, findings: Findings): void {
  const detail = 'cannot be set for an Ephemeral Container';
  for (const field of LASTING_FIELDS) {
    const value = container[field];
    if (value !== undefined && Object.keys(value).length > 0) findings.push(forbidden(`${path}.${field}`, detail));
  }
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    if (!isUnset(mount.subPath)) findings.push(forbidden(`${path}.volumeMounts[${index}].subPath`, detail));
    if (!isUnset(mount.subPathExpr)) findings.push(forbidden(`${path}.volumeMounts[${index}].subPathExpr`, detail));
  }
}
