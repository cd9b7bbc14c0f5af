import { duplicate, invalid, notSupported, required } from '../../field-error.ts';
import type { ServiceSpec } from '../../types.gen.ts';
import { type Findings, checkOneOf, shown } from '../checks.ts';
import { checkIp, ipFamily } from '../ip.ts';
import { isHeadless } from './needs.ts';

const FAMILIES: readonly string[] = ['IPv4', 'IPv6'];
const POLICIES = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

/** Cluster IPs, their families and the policy must tell one story (ValidateServiceClusterIPsRelatedFields). What is `known` stays fine. */
export function checkClusterIps(spec: ServiceSpec, known: readonly string[], findings: Findings): void {
  if (spec.type === 'ExternalName') return;
  const ips = spec.clusterIPs ?? [];
  checkAgreement(spec.clusterIP ?? '', ips, findings);
  checkFamilies(spec.ipFamilies ?? [], findings);
  if (spec.ipFamilyPolicy !== undefined) checkOneOf(spec.ipFamilyPolicy, POLICIES, 'spec.ipFamilyPolicy', findings);
  if (!checkAddresses(ips, known, findings)) return;
  if (ips.length > 1 && !isDualStack(ips)) {
    findings.push(invalid('spec.clusterIPs', shown(ips), 'may specify no more than one IP for each IP family'));
  }
  if (!isHeadless(spec)) checkIpsFitFamilies(ips, spec.ipFamilies ?? [], findings);
}

function checkAgreement(ip: string, ips: readonly string[], findings: Findings): void {
  const path = 'spec.clusterIPs';
  if (ip === '') {
    if (ips.length > 0) findings.push(invalid(path, shown(ips), 'must be empty when `clusterIP` is not specified'));
  } else if (ips.length === 0) findings.push(required(path));
  else if (ips[0] !== ip) findings.push(invalid(path, shown(ips), 'first value must match `clusterIP`'));
}

function checkFamilies(families: readonly string[], findings: Findings): void {
  for (const [index, family] of families.entries()) {
    const path = `spec.ipFamilies[${index}]`;
    if (!FAMILIES.includes(family)) findings.push(notSupported(path, family, FAMILIES));
    if (families.indexOf(family) < index) findings.push(duplicate(path, family));
  }
}

/** False if an address is so wrong that its family can't be told. */
function checkAddresses(ips: readonly string[], known: readonly string[], findings: Findings): boolean {
  let fine = true;
  for (const [index, ip] of ips.entries()) {
    if (index === 0 && ip === 'None') {
      if (ips.length === 1) continue;
      findings.push(invalid('spec.clusterIPs', shown(ips), "'None' must be the first and only value"));
      fine = false;
      continue;
    }
    if (known.includes(ip)) continue;
    const before = findings.length;
    checkIp(ip, `spec.clusterIPs[${index}]`, findings);
    if (findings.length > before) fine = false;
  }
  if (ips.length > 2) findings.push(invalid('spec.clusterIPs', shown(ips), 'may only hold up to 2 values'));
  return fine;
}

function isDualStack(ips: readonly string[]): boolean {
  return new Set(ips.map(ipFamily)).size === 2;
}

function checkIpsFitFamilies(ips: readonly string[], families: readonly string[], findings: Findings): void {
  for (const [index, ip] of ips.entries()) {
    const family = families[index];
    if (family === undefined) return;
    if (FAMILIES.includes(family) && ipFamily(ip) !== family) {
      findings.push(invalid(`spec.clusterIPs[${index}]`, ip, `expected an ${family} value as indicated by \`ipFamilies[${index}]\``));
    }
  }
}
