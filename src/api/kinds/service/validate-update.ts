import { type FieldError, forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Subdomain } from '../../names.ts';
import type { LoadBalancerIngress, Service, ServiceSpec } from '../../types.gen.ts';
import { type Findings, IMMUTABLE, NONE, checkOneOf, checkRule, findingsOf, isUnset, shown } from '../checks.ts';
import { checkIp, parseIp } from '../ip.ts';
import { isHeadless, needsHealthCheckPort, specOf } from './needs.ts';
import { checkLoadBalancerClass, checkService } from './validate.ts';

/** What of a Service may not change (ValidateServiceUpdate). */
export function validateServiceUpdate(next: Service, stored: Service): readonly FieldError[] {
  if (next.spec === stored.spec && next.metadata.annotations === stored.metadata.annotations) return NONE;
  const spec = specOf(next);
  const before = specOf(stored);
  return findingsOf((findings) => {
    if (spec.type !== 'ExternalName' && before.type !== 'ExternalName') {
      if (!isHeadless(spec) || !isHeadless(before)) checkClusterIps(spec, before, findings);
      if (!isHeadless(spec) && !isHeadless(before)) checkFamilies(spec, before, findings);
    }
    if (spec.type === 'LoadBalancer' && before.type === 'LoadBalancer' && spec.loadBalancerClass !== before.loadBalancerClass) {
      findings.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass ?? null, FIXED));
    }
    checkLoadBalancerClass(spec, findings);
    if (needsHealthCheckPort(spec) && needsHealthCheckPort(before) && spec.healthCheckNodePort !== before.healthCheckNodePort) {
      findings.push(forbidden('spec.healthCheckNodePort', IMMUTABLE));
    }
    checkService(next, stored, findings);
  });
}

const FIXED = 'may not change once set';

function checkClusterIps(spec: ServiceSpec, before: ServiceSpec, findings: Findings): void {
  const { clusterIPs: ips = [] } = spec;
  const { clusterIPs: old = [] } = before;
  if (ips.length === old.length) {
    for (const [index, ip] of old.entries()) if (ips[index] !== ip) findings.push(invalid(`spec.clusterIPs[${index}]`, shown(ips), FIXED));
    return;
  }
  if (ips.length === 0) findings.push(invalid('spec.clusterIPs[0]', null, 'primary clusterIP can not be unset'));
  else if (old.length > 0 && ips[0] !== old[0]) findings.push(invalid('spec.clusterIPs[0]', shown(ips), FIXED));
  if (old.length > ips.length && ips.length === 1) checkSingleStack(spec, 'clusterIP', findings);
}

/** Upstream shows the cluster IPs where the number of families changes. */
function checkFamilies(spec: ServiceSpec, before: ServiceSpec, findings: Findings): void {
  const { ipFamilies: families = [], clusterIPs: ips = [] } = spec;
  const { ipFamilies: old = [] } = before;
  const path = 'spec.ipFamilies[0]';
  if (families.length === old.length) {
    for (const [index, family] of old.entries()) if (families[index] !== family) findings.push(invalid(path, shown(families), FIXED));
    return;
  }
  if (families.length < old.length && ips.length === 0) {
    findings.push(invalid(path, families.length === 0 ? null : shown(families), 'primary ipFamily can not be unset'));
  }
  if (families.length > 0 && old.length > 0 && families[0] !== old[0]) findings.push(invalid(path, shown(ips), FIXED));
  if (families.length < old.length && families.length === 1) checkSingleStack(spec, 'ipFamily', findings);
}

function checkSingleStack({ ipFamilyPolicy }: ServiceSpec, released: string, findings: Findings): void {
  if (ipFamilyPolicy === 'SingleStack') return;
  findings.push(
    invalid('spec.ipFamilyPolicy', ipFamilyPolicy ?? null, `must be set to 'SingleStack' when releasing the secondary ${released}`),
  );
}

export function validateServiceStatusUpdate({ spec, status }: Service, stored: Service): readonly FieldError[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length === 0) return NONE;
  const known = stored.status?.loadBalancer?.ingress?.map(({ ip = '' }) => ip) ?? [];
  return findingsOf((findings) => {
    const path = 'status.loadBalancer.ingress';
    if (spec?.type !== 'LoadBalancer') findings.push(forbidden(path, "may only be used when `spec.type` is 'LoadBalancer'"));
    else for (const [index, address] of ingress.entries()) checkIngress(address, known, `${path}[${index}]`, findings);
  });
}

function checkIngress({ ip, ipMode, hostname }: LoadBalancerIngress, known: readonly string[], path: string, findings: Findings): void {
  if (!isUnset(ip) && !known.includes(ip)) checkIp(ip, `${path}.ip`, findings);
  if (ipMode === undefined) {
    if (!isUnset(ip)) findings.push(required(`${path}.ipMode`, 'must be specified when `ip` is set'));
  } else if (isUnset(ip)) findings.push(forbidden(`${path}.ipMode`, 'may not be specified when `ip` is not set'));
  else checkOneOf(ipMode, ['Proxy', 'VIP'], `${path}.ipMode`, findings);
  if (isUnset(hostname)) return;
  checkRule(dns1123Subdomain, hostname, `${path}.hostname`, findings);
  if (parseIp(hostname) !== undefined) findings.push(invalid(`${path}.hostname`, hostname, 'must be a DNS name, not an IP address'));
}
