import { type FieldError, duplicate, forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain, labelKey } from '../../names.ts';
import type { Service, ServicePort, ServiceSpec, SessionAffinityConfig } from '../../types.gen.ts';
import { validateLabels } from '../../validation/metadata.ts';
import {
  type Findings,
  PROTOCOLS,
  checkOneOf,
  checkPort,
  checkPortNumber,
  checkRequiredOneOf,
  checkRule,
  findingsOf,
  isUnset,
} from '../checks.ts';
import { checkCidr, checkIp, checkNotSpecial } from '../ip.ts';
import { isExternallyAccessible, isHeadless, needsHealthCheckPort, specOf } from './needs.ts';
import { checkClusterIps } from './validate-ips.ts';

/** Rules of Services in Kubernetes' order (validateService). */
export function validateService(service: Service): readonly FieldError[] {
  return findingsOf((findings) => checkService(service, undefined, findings));
}

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const TRAFFIC_POLICIES = ['Cluster', 'Local'];
const DISTRIBUTIONS = ['PreferClose', 'PreferSameZone', 'PreferSameNode'];
const FOR_LOAD_BALANCER = "may only be used when `type` is 'LoadBalancer'";

/** What of addresses and ranges stands in `stored` was fine once and stays so. */
export function checkService(service: Service, stored: Service | undefined, findings: Findings): void {
  const spec = specOf(service);
  const before = stored?.spec ?? {};
  checkTopologyMode(service, findings);
  const ports = spec.ports ?? [];
  if (ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName') findings.push(required('spec.ports'));
  checkType(spec, findings);
  checkPorts(ports, findings);
  if (spec.selector !== undefined) findings.push(...validateLabels(spec.selector, 'spec.selector'));
  checkAffinity(spec, findings);
  checkClusterIps(spec, before.clusterIPs ?? [], findings);
  checkExternalIps(spec.externalIPs ?? [], before.externalIPs ?? [], findings);
  checkRequiredOneOf(spec.type, TYPES, 'spec.type', findings);
  checkNumbers(spec, ports, findings);
  checkSourceRanges(service, stored, findings);
  checkLoadBalancer(spec, findings);
  checkTraffic(spec, findings);
}

const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';
const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';

function checkTopologyMode({ metadata: { annotations = {} } }: Service, findings: Findings): void {
  const { [TOPOLOGY_MODE]: mode, [TOPOLOGY_HINTS]: hints } = annotations;
  if (mode === undefined || hints === undefined || mode === hints) return;
  const detail = `must match annotations[${TOPOLOGY_HINTS}] when both are specified`;
  findings.push(invalid(`metadata.annotations[${TOPOLOGY_MODE}]`, mode, detail));
}

function checkType(spec: ServiceSpec, findings: Findings): void {
  switch (spec.type) {
    case 'LoadBalancer':
    case 'NodePort':
      if (isHeadless(spec)) findings.push(invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`));
      return;
    case 'ExternalName':
      return checkExternalName(spec, findings);
    case 'ClusterIP':
    case undefined:
  }
}

function checkExternalName(spec: ServiceSpec, findings: Findings): void {
  const detail = 'may not be set for ExternalName services';
  if ((spec.clusterIPs ?? []).length > 0) findings.push(forbidden('spec.clusterIPs', detail));
  if ((spec.ipFamilies ?? []).length > 0) findings.push(forbidden('spec.ipFamilies', detail));
  if (spec.ipFamilyPolicy !== undefined) findings.push(forbidden('spec.ipFamilyPolicy', detail));
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') findings.push(required('spec.externalName'));
  else checkRule(dns1123Subdomain, name, 'spec.externalName', findings);
}

function checkPorts(ports: readonly ServicePort[], findings: Findings): void {
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) checkServicePort(port, ports.length > 1, names, `spec.ports[${index}]`, findings);
}

function checkServicePort(port: ServicePort, needsName: boolean, names: Set<string>, path: string, findings: Findings): void {
  const { name = '' } = port;
  if (name !== '') {
    checkRule(dns1123Label, name, `${path}.name`, findings);
    if (names.has(name)) findings.push(duplicate(`${path}.name`, name));
    names.add(name);
  } else if (needsName) findings.push(required(`${path}.name`));
  checkPortNumber(port.port ?? 0, `${path}.port`, findings);
  checkRequiredOneOf(port.protocol, PROTOCOLS, `${path}.protocol`, findings);
  checkPort(port.targetPort ?? 0, `${path}.targetPort`, findings);
  if (port.appProtocol !== undefined) checkRule(labelKey, port.appProtocol, `${path}.appProtocol`, findings);
}

const MAX_AFFINITY_SECONDS = 86_400;

function checkAffinity({ sessionAffinity, sessionAffinityConfig }: ServiceSpec, findings: Findings): void {
  checkRequiredOneOf(sessionAffinity, ['ClientIP', 'None'], 'spec.sessionAffinity', findings);
  const path = 'spec.sessionAffinityConfig';
  if (sessionAffinity === 'None' && sessionAffinityConfig !== undefined) {
    findings.push(forbidden(path, 'must not be set when session affinity is None'));
  }
  if (sessionAffinity === 'ClientIP') checkClientIp(sessionAffinityConfig, path, findings);
}

function checkClientIp(config: SessionAffinityConfig | undefined, path: string, findings: Findings): void {
  const seconds = config?.clientIP?.timeoutSeconds;
  if (seconds === undefined) {
    const lacking = config === undefined ? path : config.clientIP === undefined ? `${path}.clientIP` : `${path}.clientIP.timeoutSeconds`;
    findings.push(required(lacking, 'when session affinity type is ClientIP'));
  } else if (seconds <= 0 || seconds > MAX_AFFINITY_SECONDS) {
    findings.push(invalid(`${path}.clientIP.timeoutSeconds`, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`));
  }
}

function checkExternalIps(ips: readonly string[], known: readonly string[], findings: Findings): void {
  for (const [index, ip] of ips.entries()) {
    const before = findings.length;
    if (!known.includes(ip)) checkIp(ip, `spec.externalIPs[${index}]`, findings);
    if (findings.length === before) checkNotSpecial(ip, `spec.externalIPs[${index}]`, findings);
  }
}

/** No number twice for one protocol, and node ports only where the type has them. */
function checkNumbers(spec: ServiceSpec, ports: readonly ServicePort[], findings: Findings): void {
  if (spec.type === 'ClusterIP') {
    for (const [index, { nodePort = 0 }] of ports.entries()) {
      if (nodePort !== 0) findings.push(forbidden(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'"));
    }
  }
  for (const [index, { nodePort = 0, protocol }] of ports.entries()) {
    const isTaken = ports.findIndex((other) => other.protocol === protocol && other.nodePort === nodePort) < index;
    if (nodePort !== 0 && isTaken) findings.push(duplicate(`spec.ports[${index}].nodePort`, nodePort));
  }
  for (const [index, port] of ports.entries()) {
    const isTaken = ports.findIndex((other) => other.protocol === port.protocol && other.port === port.port) < index;
    if (isTaken) findings.push(duplicate(`spec.ports[${index}]`, goPortKey(port)));
  }
}

/** As Kubernetes' internal type prints with nothing but what makes a port unique. */
function goPortKey({ protocol, port }: ServicePort): { [field: string]: string | number | null } {
  return { Name: '', Protocol: protocol ?? '', AppProtocol: null, Port: port, TargetPort: 0, NodePort: 0 };
}

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Ranges may stand in an annotation instead, with commas between them. */
function checkSourceRanges({ metadata, spec = {} }: Service, stored: Service | undefined, findings: Findings): void {
  const ranges = spec.loadBalancerSourceRanges ?? [];
  const noted = metadata.annotations?.[SOURCE_RANGES];
  if (ranges.length === 0 && noted === undefined) return;
  const path = ranges.length > 0 ? 'spec.LoadBalancerSourceRanges' : `metadata.annotations[${SOURCE_RANGES}]`;
  if (spec.type !== 'LoadBalancer') findings.push(forbidden(path, FOR_LOAD_BALANCER));
  const known = new Set(stored?.spec?.loadBalancerSourceRanges?.map((range) => range.trim()));
  for (const [index, range] of ranges.entries()) {
    if (!known.has(range.trim())) checkCidr(range.trim(), `${path}[${index}]`, findings);
  }
  if (ranges.length > 0 || stored?.metadata.annotations?.[SOURCE_RANGES] === noted || noted?.trim() === '') return;
  for (const range of noted?.split(',') ?? []) checkCidr(range.trim(), path, findings);
}

function checkLoadBalancer(spec: ServiceSpec, findings: Findings): void {
  const isBalanced = spec.type === 'LoadBalancer';
  if (spec.allocateLoadBalancerNodePorts !== undefined && !isBalanced) {
    findings.push(forbidden('spec.allocateLoadBalancerNodePorts', FOR_LOAD_BALANCER));
  }
  if (isBalanced && spec.allocateLoadBalancerNodePorts === undefined) findings.push(required('allocateLoadBalancerNodePorts'));
  checkLoadBalancerClass(spec, findings);
}

export function checkLoadBalancerClass({ type, loadBalancerClass }: ServiceSpec, findings: Findings): void {
  if (loadBalancerClass === undefined) return;
  if (type === 'LoadBalancer') checkRule(labelKey, loadBalancerClass, 'spec.loadBalancerClass', findings);
  else findings.push(forbidden('spec.loadBalancerClass', FOR_LOAD_BALANCER));
}

function checkTraffic(spec: ServiceSpec, findings: Findings): void {
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal } = spec;
  if (isExternallyAccessible(spec)) checkRequiredOneOf(external, TRAFFIC_POLICIES, 'spec.externalTrafficPolicy', findings);
  else if (!isUnset(external)) {
    findings.push(invalid('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'));
  }
  checkHealthPort(spec, findings);
  if (internal !== undefined) checkOneOf(internal, TRAFFIC_POLICIES, 'spec.internalTrafficPolicy', findings);
  else if (spec.type !== 'ExternalName' && TYPES.includes(spec.type ?? '')) findings.push(required('spec.internalTrafficPolicy'));
  if (spec.trafficDistribution !== undefined) checkOneOf(spec.trafficDistribution, DISTRIBUTIONS, 'spec.trafficDistribution', findings);
}

function checkHealthPort(spec: ServiceSpec, findings: Findings): void {
  const { healthCheckNodePort: port = 0 } = spec;
  const path = 'spec.healthCheckNodePort';
  const detail = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
  if (!needsHealthCheckPort(spec)) {
    if (port !== 0) findings.push(invalid(path, port, detail));
  } else if (port === 0) findings.push(required(path));
  else checkPortNumber(port, path, findings);
}
