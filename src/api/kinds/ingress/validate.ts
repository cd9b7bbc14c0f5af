import { type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain, pathSegment, portName, wildcardSubdomain } from '../../names.ts';
import type { HTTPIngressPath, Ingress, IngressBackend, IngressRule, IngressSpec, TypedLocalObjectReference } from '../../types.gen.ts';
import { type Findings, checkPortNumber, checkPresent, checkRule, findingsOf, isUnset } from '../checks.ts';
import { checkIp, parseIp } from '../ip.ts';

/** Rules of Ingresses (`pkg/apis/networking/validation`). */
export function validateIngress(ingress: Ingress): readonly FieldError[] {
  return findingsOf((findings) => {
    checkSpec(ingress.spec ?? {}, STRICT, findings);
    const annotation = ingress.metadata.annotations?.[CLASS_ANNOTATION];
    const name = ingress.spec?.ingressClassName;
    if (annotation === undefined || name === undefined || annotation === name) return;
    findings.push(invalid(`annotations.${CLASS_ANNOTATION}`, annotation, 'must match `ingressClassName` when both are specified'));
  });
}

export const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** What was wrong already may stay wrong. */
export function validateIngressUpdate(next: Ingress, stored: Ingress): readonly FieldError[] {
  const before = stored.spec ?? {};
  const options: Options = {
    badSecretNames: (before.tls ?? []).some(({ secretName = '' }) => !isSecretName(secretName)),
    badWildcardRules: (before.rules ?? []).some(
      (rule) => isWildcard(rule.host ?? '') && findingsOf((findings) => checkPaths(rule, '', findings)).length > 0,
    ),
  };
  return findingsOf((findings) => checkSpec(next.spec ?? {}, options, findings));
}

export function validateIngressStatusUpdate(next: Ingress, stored: Ingress): readonly FieldError[] {
  const known = new Set((stored.status?.loadBalancer?.ingress ?? []).map(({ ip }) => ip));
  return findingsOf((findings) => {
    for (const [index, { ip, hostname }] of (next.status?.loadBalancer?.ingress ?? []).entries()) {
      const at = `status.loadBalancer.ingress[${index}]`;
      if (!isUnset(ip) && !known.has(ip)) checkIp(ip, `${at}.ip`, findings);
      if (isUnset(hostname)) continue;
      checkRule(dns1123Subdomain, hostname, `${at}.hostname`, findings);
      if (parseIp(hostname) !== undefined) findings.push(invalid(`${at}.hostname`, hostname, NOT_AN_ADDRESS));
    }
  });
}

interface Options {
  readonly badSecretNames: boolean;
  readonly badWildcardRules: boolean;
}

const STRICT: Options = { badSecretNames: false, badWildcardRules: false };
const NOT_AN_ADDRESS = 'must be a DNS name, not an IP address';

function checkSpec({ rules, defaultBackend, tls, ingressClassName }: IngressSpec, options: Options, findings: Findings): void {
  if ((rules ?? []).length === 0 && defaultBackend === undefined) {
    findings.push(invalid('spec', rules === undefined ? null : [], 'either `defaultBackend` or `rules` must be specified'));
  }
  if (defaultBackend !== undefined) checkBackend(defaultBackend, 'spec.defaultBackend', findings);
  for (const [index, rule] of (rules ?? []).entries()) checkIngressRule(rule, options, `spec.rules[${index}]`, findings);
  for (const [index, { hosts = [], secretName = '' }] of (tls ?? []).entries()) {
    const at = `spec.tls[${index}]`;
    for (const [number, host] of hosts.entries()) checkRule(hostRule(host), host, `${at}.hosts[${number}]`, findings);
    if (!options.badSecretNames && secretName !== '') checkRule(dns1123Subdomain, secretName, `${at}.secretName`, findings);
  }
  if (ingressClassName !== undefined) checkRule(dns1123Subdomain, ingressClassName, 'spec.ingressClassName', findings);
}

function isSecretName(name: string): boolean {
  return name === '' || dns1123Subdomain(name).length === 0;
}

function isWildcard(host: string): boolean {
  return host.includes('*');
}

function hostRule(host: string): typeof dns1123Subdomain {
  return isWildcard(host) ? wildcardSubdomain : dns1123Subdomain;
}

function checkIngressRule(rule: IngressRule, options: Options, path: string, findings: Findings): void {
  const { host = '' } = rule;
  if (parseIp(host) !== undefined) findings.push(invalid(`${path}.host`, host, NOT_AN_ADDRESS));
  if (host !== '') checkRule(hostRule(host), host, `${path}.host`, findings);
  if (!isWildcard(host) || !options.badWildcardRules) checkPaths(rule, path, findings);
}

function checkPaths({ http }: IngressRule, path: string, findings: Findings): void {
  if (http === undefined) return;
  const paths = http.paths ?? [];
  if (paths.length === 0) findings.push(required(`${path}.http.paths`));
  for (const [index, each] of paths.entries()) checkPath(each, `${path}.http.paths[${index}]`, findings);
}

const BAD_PARTS = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDS = ['/..', '/.'];

function checkPath({ pathType, path = '', backend }: HTTPIngressPath, at: string, findings: Findings): void {
  if (pathType === undefined) return void findings.push(required(`${at}.pathType`, 'pathType must be specified'));
  const complain = (detail: string): unknown => findings.push(invalid(`${at}.path`, path, detail));
  switch (pathType) {
    case 'Exact':
    case 'Prefix':
      if (!path.startsWith('/')) complain('must be an absolute path');
      for (const part of BAD_PARTS) if (path.includes(part)) complain(`must not contain '${part}'`);
      for (const end of BAD_ENDS) if (path.endsWith(end)) complain(`cannot end with '${end}'`);
      break;
    case 'ImplementationSpecific':
      if (path !== '' && !path.startsWith('/')) complain('must be an absolute path');
      break;
    default:
      findings.push(notSupported(`${at}.pathType`, pathType, ['Exact', 'ImplementationSpecific', 'Prefix']));
  }
  checkBackend(backend ?? {}, `${at}.backend`, findings);
}

function checkBackend({ resource, service }: IngressBackend, path: string, findings: Findings): void {
  if (resource !== undefined && service !== undefined) {
    findings.push(invalid(path, '', 'cannot set both resource and service backends'));
  } else if (resource !== undefined) checkReference(resource, `${path}.resource`, findings);
  else if (service === undefined) findings.push(invalid(path, '', 'resource or service backend is required'));
  else {
    if (isUnset(service.name)) findings.push(required(`${path}.service.name`));
    else checkRule(dns1123Label, service.name, `${path}.service.name`, findings);
    checkServicePort(service.port?.name ?? '', service.port?.number ?? 0, path, findings);
  }
}

function checkServicePort(name: string, number: number, path: string, findings: Findings): void {
  if (name !== '' && number !== 0) findings.push(invalid(path, '', 'cannot set both port name & port number'));
  else if (name !== '') checkRule(portName, name, `${path}.service.port.name`, findings);
  else if (number !== 0) checkPortNumber(number, `${path}.service.port.number`, findings);
  else findings.push(required(path, 'port name or number is required'));
}

type Reference = Pick<TypedLocalObjectReference, 'apiGroup' | 'kind' | 'name'>;

/** What an Ingress or an IngressClass may point to. */
export function checkReference({ apiGroup, kind, name }: Reference, path: string, findings: Findings): void {
  if (apiGroup !== undefined) checkRule(dns1123Subdomain, apiGroup, `${path}.apiGroup`, findings);
  checkSegment(kind, `${path}.kind`, findings);
  checkSegment(name, `${path}.name`, findings);
}

export function checkSegment(text: string | undefined, path: string, findings: Findings): void {
  checkPresent(text, path, findings);
  checkRule(pathSegment, text, path, findings);
}
