import { type FieldError, forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Subdomain } from '../../names.ts';
import type { LoadBalancerIngress, Service, ServiceSpec } from '../../types.gen.ts';
import { type Findings, NONE, checkOneOf, checkRule, findingsOf, isUnset, shown } from '../checks.ts';
import { checkIp, parseIp } from '../ip.ts';
import { isHeadless, specOf } from './needs.ts';
import { checkService } from './validate.ts';

/** What of a Service may not change (ValidateServiceUpdate). */
export function validateServiceUpdate(next: Service, stored: Service): readonly FieldError[] {
  if (next.spec === stored.spec) return NONE;
  const spec = specOf(next);
  const before = specOf(stored);
  return findingsOf((findings) => {
    if (spec.type !== 'ExternalName' && before.type !== 'ExternalName' && !(isHeadless(spec) && isHeadless(before))) {
      checkClusterIps(spec, before, findings);
    }
    checkFamilies(spec, before, findings);
    checkClass(spec, before, findings);
    checkService(next, findings);
  });
}

const FIXED = 'may not change once set';

function checkClusterIps(spec: ServiceSpec, before: ServiceSpec, findings: Findings): void {
  const ips = spec.clusterIPs ?? [];
  const old = before.clusterIPs ?? [];
  if (ips.length === old.length) {
    for (const [index, ip] of old.entries()) if (ips[index] !== ip) findings.push(invalid(`spec.clusterIPs[${index}]`, shown(ips), FIXED));
    return;
  }
  if (ips.length === 0) findings.push(invalid('spec.clusterIPs[0]', null, 'primary clusterIP can not be unset'));
  else if (old.length > 0 && ips[0] !== old[0]) findings.push(invalid('spec.clusterIPs[0]', shown(ips), FIXED));
  if (old.length > ips.length && ips.length === 1 && spec.ipFamilyPolicy !== 'SingleStack') {
    findings.push(
      invalid('spec.ipFamilyPolicy', spec.ipFamilyPolicy ?? null, "must be set to 'SingleStack' when releasing the secondary clusterIP"),
    );
  }
}

function checkFamilies(spec: ServiceSpec, before: ServiceSpec, findings: Findings): void {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName' || (isHeadless(spec) && isHeadless(before))) return;
  const families = spec.ipFamilies ?? [];
  const old = before.ipFamilies ?? [];
  if (old.length === 0) return;
  if (families.length === 0) findings.push(invalid('spec.ipFamilies[0]', null, 'primary ipFamily can not be unset'));
  else if (families[0] !== old[0]) findings.push(invalid('spec.ipFamilies[0]', shown(families), FIXED));
}

function checkClass(spec: ServiceSpec, before: ServiceSpec, findings: Findings): void {
  if (spec.type !== 'LoadBalancer' || before.type !== 'LoadBalancer' || spec.loadBalancerClass === before.loadBalancerClass) return;
  findings.push(invalid('spec.loadBalancerClass', spec.loadBalancerClass ?? null, FIXED));
}

export function validateServiceStatusUpdate({ spec, status }: Service): readonly FieldError[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  if (ingress.length === 0) return NONE;
  return findingsOf((findings) => {
    const path = 'status.loadBalancer.ingress';
    if (spec?.type !== 'LoadBalancer') findings.push(forbidden(path, 'may only be used when `spec.type` is LoadBalancer'));
    else for (const [index, address] of ingress.entries()) checkIngress(address, `${path}[${index}]`, findings);
  });
}

function checkIngress({ ip, ipMode, hostname }: LoadBalancerIngress, path: string, findings: Findings): void {
  if (!isUnset(ip)) checkIp(ip, `${path}.ip`, findings);
  if (!isUnset(ip) && ipMode === undefined) findings.push(required(`${path}.ipMode`, 'must be specified when `ip` is set'));
  if (ipMode !== undefined && isUnset(ip)) findings.push(forbidden(`${path}.ipMode`, 'may not be specified when `ip` is not set'));
  if (ipMode !== undefined) checkOneOf(ipMode, ['Proxy', 'VIP'], `${path}.ipMode`, findings);
  if (isUnset(hostname)) return;
  checkRule(dns1123Subdomain, hostname, `${path}.hostname`, findings);
  if (parseIp(hostname) !== undefined) findings.push(invalid(`${path}.hostname`, hostname, 'must be a DNS name, not an IP address'));
}
