import { duplicate, forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain, dns1123SubdomainWithUnderscore, labelKey } from '../../names.ts';
import { compareQuantities } from '../../quantity.ts';
import { type ResourceList, containersList, isPodLevelResource } from '../../pod/resources.ts';
import type { ObjectMeta, PodDNSConfig, PodResourceClaim, PodSpec } from '../../types.gen.ts';
import { validateLabels } from '../../validation/metadata.ts';
import { type Findings, MAX_INT32, checkRange, checkRequiredOneOf, checkRule, isUnset, remembered } from '../checks.ts';
import { checkIp } from '../ip.ts';
import { internalValue, latePodRules } from './late.ts';
import { checkAffinity } from './validate-affinity.ts';
import { type Surroundings, checkContainers, checkEphemeralContainers, checkInitContainers } from './validate-container.ts';
import { checkContainerResourceName, checkRequirements, isHugePages } from './validate-resources.ts';
import { checkSchedulingGates, checkTolerations, checkTopologySpread } from './validate-scheduling.ts';
import { checkPodSecurity } from './validate-security.ts';
import { checkVolumes } from './validate-volume.ts';

/** The spec of a pod or of a pod template, in Kubernetes' order (ValidatePodSpec). `metadata` is given for pods alone. */
export function checkPodSpec(spec: PodSpec, metadata: ObjectMeta | undefined, path: string, findings: Findings): void {
  if (spec.terminationGracePeriodSeconds === undefined) findings.push(required(`${path}.terminationGracePeriodSeconds`));
  const volumes = checkVolumes(spec, metadata, `${path}.volumes`, findings);
  if (spec.resourceClaims !== undefined) checkResourceClaims(spec.resourceClaims, `${path}.resourceClaims`, findings);
  const around: Surroundings = { spec, volumes, gracePeriodSeconds: spec.terminationGracePeriodSeconds ?? 0 };
  checkContainers(around, `${path}.containers`, findings);
  if (spec.initContainers !== undefined) checkInitContainers(around, `${path}.initContainers`, findings);
  if (spec.ephemeralContainers !== undefined) checkEphemeralContainers(around, `${path}.ephemeralContainers`, findings);
  if (spec.resources !== undefined) checkPodResources(spec, `${path}.resources`, findings);
  if (spec.hostNetwork === true) checkHostNetwork(spec, metadata !== undefined, `${path}.containers`, findings);
  checkRequiredOneOf(spec.restartPolicy, ['Always', 'OnFailure', 'Never'], `${path}.restartPolicy`, findings);
  checkRequiredOneOf(spec.dnsPolicy, ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], `${path}.dnsPolicy`, findings);
  if (spec.nodeSelector !== undefined) findings.push(...validateLabels(spec.nodeSelector, `${path}.nodeSelector`));
  checkPodSecurity(spec, `${path}.securityContext`, findings);
  if (spec.affinity !== undefined) checkAffinity(spec.affinity, `${path}.affinity`, findings);
  checkDns(spec.dnsConfig, spec.dnsPolicy, `${path}.dnsConfig`, findings);
  for (const [index, gate] of (spec.readinessGates ?? []).entries()) {
    checkRule(labelKey, gate.conditionType, `${path}.readinessGates[${index}].conditionType`, findings);
  }
  if (spec.schedulingGates !== undefined) checkSchedulingGates(spec.schedulingGates, `${path}.schedulingGates`, findings);
  if (spec.topologySpreadConstraints !== undefined) {
    checkTopologySpread(spec.topologySpreadConstraints, `${path}.topologySpreadConstraints`, findings);
  }
  latePodRules()?.checkHost(spec, path, findings);
  checkNamesAndTimes(spec, path, findings);
  checkRest(spec, path, findings);
  latePodRules()?.checkPlatform(spec, path, findings);
}

function checkNamesAndTimes(spec: PodSpec, path: string, findings: Findings): void {
  checkSubdomain(spec.serviceAccountName, `${path}.serviceAccountName`, findings);
  checkSubdomain(spec.nodeName, `${path}.nodeName`, findings);
  checkRange(spec.activeDeadlineSeconds, 1, MAX_INT32, `${path}.activeDeadlineSeconds`, findings);
  if (!isUnset(spec.hostname)) checkRule(dns1123Label, spec.hostname, `${path}.hostname`, findings);
  if (!isUnset(spec.subdomain)) checkRule(dns1123Label, spec.subdomain, `${path}.subdomain`, findings);
}

function checkSubdomain(name: string | undefined, path: string, findings: Findings): void {
  if (!isUnset(name)) checkRule(dns1123Subdomain, name, path, findings);
}

function checkRest(spec: PodSpec, path: string, findings: Findings): void {
  if (spec.tolerations !== undefined) checkTolerations(spec.tolerations, `${path}.tolerations`, findings);
  for (const [index, { ip, hostnames = [] }] of (spec.hostAliases ?? []).entries()) {
    const at = `${path}.hostAliases[${index}]`;
    checkIp(ip, `${at}.ip`, findings);
    for (const [nameIndex, name] of hostnames.entries()) checkRule(dns1123Subdomain, name, `${at}.hostnames[${nameIndex}]`, findings);
  }
  checkSubdomain(spec.priorityClassName, `${path}.priorityClassName`, findings);
  if (spec.runtimeClassName !== undefined) checkRule(dns1123Subdomain, spec.runtimeClassName, `${path}.runtimeClassName`, findings);
  if (spec.preemptionPolicy !== undefined) {
    checkRequiredOneOf(spec.preemptionPolicy, ['PreemptLowerPriority', 'Never'], `${path}.preemptionPolicy`, findings);
  }
  if (spec.overhead !== undefined) checkRequirements({ limits: spec.overhead }, `${path}.overhead`, findings, checkContainerResourceName);
}

function checkResourceClaims(claims: readonly PodResourceClaim[], path: string, findings: Findings): void {
  const names = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    const at = `${path}[${index}]`;
    if (isUnset(claim.name)) findings.push(required(`${at}.name`));
    else if (names.has(claim.name)) findings.push(duplicate(`${at}.name`, claim.name));
    else checkRule(dns1123Label, claim.name, `${at}.name`, findings);
    names.add(claim.name);
    checkClaimSource(claim, at, findings);
  }
}

function checkClaimSource(claim: PodResourceClaim, path: string, findings: Findings): void {
  const { resourceClaimName, resourceClaimTemplateName } = claim;
  const shown = internalValue('core.PodResourceClaim', claim);
  if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
    findings.push(invalid(path, shown, 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'));
  }
  if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
    findings.push(invalid(path, shown, 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'));
  }
  if (resourceClaimName !== undefined) checkRule(dns1123Subdomain, resourceClaimName, `${path}.resourceClaimName`, findings);
  if (resourceClaimTemplateName !== undefined) {
    checkRule(dns1123Subdomain, resourceClaimTemplateName, `${path}.resourceClaimTemplateName`, findings);
  }
}

/** Pod-level resources: cpu, memory and huge pages, no less than the containers ask for. */
function checkPodResources(spec: PodSpec, path: string, findings: Findings): void {
  const resources = spec.resources ?? {};
  if (spec.os?.name === 'windows') return void findings.push(forbidden(path, 'may not be set for a windows pod'));
  if (resources.claims !== undefined) findings.push(forbidden(`${path}.claims`, 'claims may not be set for Resources at pod-level'));
  checkRequirements(resources, path, findings, (name, at) => {
    if (!isPodLevelResource(name)) findings.push({ ...invalid(at, name, ''), type: 'FieldValueNotSupported', detail: POD_LEVEL });
  });
  for (const [name, requested] of byName(containersList(spec, 'requests'))) {
    const podLevel = resources.requests?.[name];
    if (podLevel === undefined || compareQuantities(requested, podLevel) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${requested}`;
    findings.push(invalid(`${path}.requests[${name}]`, podLevel, detail));
  }
  for (const [name, limited] of byName(containersList(spec, 'limits'))) {
    const podLevel = resources.limits?.[name];
    if (!isHugePages(name) || podLevel === undefined || compareQuantities(limited, podLevel) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container limits of ${limited}`;
    findings.push(invalid(`${path}.limits[${name}]`, podLevel, detail));
  }
  checkContainerLimits(spec, path, findings);
}

function byName(list: ResourceList): [name: string, quantity: string][] {
  return Object.entries(list).sort(([a], [b]) => (a < b ? -1 : 1));
}

const POD_LEVEL = 'supported values: "cpu", "hugepages-", "memory"';

function checkContainerLimits(spec: PodSpec, path: string, findings: Findings): void {
  for (const [index, container] of spec.containers.entries()) {
    for (const [name, limit] of byName(container.resources?.limits ?? {})) {
      const podLevel = spec.resources?.limits?.[name];
      if (podLevel === undefined || compareQuantities(limit, podLevel) <= 0) continue;
      const detail = `must be less than or equal to pod limits of ${podLevel}`;
      findings.push(invalid(`${path}.containers[${index}][${name}].limits`, limit, detail));
    }
  }
}

/** On the host's network a port is where it is. Templates may leave the host port out: it is filled in for the pod. */
function checkHostNetwork(spec: PodSpec, isPod: boolean, path: string, findings: Findings): void {
  for (const [index, { ports = [] }] of spec.containers.entries()) {
    for (const [portIndex, { hostPort = 0, containerPort }] of ports.entries()) {
      if ((!isPod && hostPort === 0) || hostPort === containerPort) continue;
      const detail = 'must match `containerPort` when `hostNetwork` is true';
      findings.push(invalid(`${path}[${index}].ports[${portIndex}].hostPort`, hostPort, detail));
    }
  }
}

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;

function checkDns(config: PodDNSConfig | undefined, policy: PodSpec['dnsPolicy'], path: string, findings: Findings): void {
  if (policy === 'None') {
    if (config === undefined) return void findings.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'));
    if ((config.nameservers ?? []).length === 0) {
      return void findings.push(required(`${path}.nameservers`, 'must provide at least one DNS nameserver when `dnsPolicy` is None'));
    }
  }
  if (config !== undefined) checkDnsConfig(config, path, findings);
}

const checkDnsConfig = remembered<PodDNSConfig>(({ nameservers = [], searches = [], options = [] }, path, findings) => {
  if (nameservers.length > MAX_NAMESERVERS) {
    findings.push(invalid(`${path}.nameservers`, nameservers, `must not have more than ${MAX_NAMESERVERS} nameservers`));
  }
  for (const [index, server] of nameservers.entries()) checkIp(server, `${path}.nameservers[${index}]`, findings);
  if (searches.length > MAX_SEARCHES) {
    findings.push(invalid(`${path}.searches`, searches, `must not have more than ${MAX_SEARCHES} search paths`));
  }
  if (searches.join(' ').length > MAX_SEARCH_CHARACTERS) {
    const detail = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
    findings.push(invalid(`${path}.searches`, searches, detail));
  }
  for (const [index, search] of searches.entries()) checkSearch(search, `${path}.searches[${index}]`, findings);
  for (const [index, { name }] of options.entries())
    if (isUnset(name)) findings.push(required(`${path}.options[${index}]`, 'must not be empty'));
});

/** Search paths may end in a dot and have underscores. */
function checkSearch(search: string, path: string, findings: Findings): void {
  if (search !== '.') checkRule(dns1123SubdomainWithUnderscore, search.endsWith('.') ? search.slice(0, -1) : search, path, findings);
}
