/** `pkg/apis/certificates/validation`. */
import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, forbidden, invalid, notSupported, required, tooLong } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../names.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition, CertificateSigningRequestSpec } from '../../types.gen.ts';
import { type Findings, findingsOf } from '../checks.ts';
import { certificateFault, requestFault } from './pem.ts';
import { conditionsOf } from './strategy.ts';

const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';
const SHORTEST_SECONDS = 600;
/** Conditions that are there or not, but never false. */
const VERDICTS: readonly string[] = ['Approved', 'Denied', 'Failed'];

export function validateRequest(request: CertificateSigningRequest): readonly FieldError[] {
  return findingsOf((findings) => checkRequest(request, findings));
}

/** What a write may do beside what the object may be. */
interface Allowed {
  readonly approval?: true;
  readonly certificate?: true;
}

export function validateRequestUpdate(next: CertificateSigningRequest, stored: CertificateSigningRequest): readonly FieldError[] {
  return validateChange(next, stored, {});
}

export function validateStatus(next: CertificateSigningRequest, stored: CertificateSigningRequest): readonly FieldError[] {
  return validateChange(next, stored, { certificate: true });
}

export function validateApproval(next: CertificateSigningRequest, stored: CertificateSigningRequest): readonly FieldError[] {
  return validateChange(next, stored, { approval: true });
}

function validateChange(next: CertificateSigningRequest, stored: CertificateSigningRequest, allowed: Allowed): readonly FieldError[] {
  return findingsOf((findings) => {
    checkRequest(next, findings);
    for (const type of VERDICTS) {
      if (conditionsOf(next, type).length < conditionsOf(stored, type).length)
        findings.push(forbidden('status.conditions', `updates may not remove a condition of type ${JSON.stringify(type)}`));
    }
    if (!allowed.approval) checkNoApproval(next, stored, findings);
    checkCertificateChange(next, stored, allowed, findings);
  });
}

function checkNoApproval(next: CertificateSigningRequest, stored: CertificateSigningRequest, findings: Findings): void {
  for (const type of VERDICTS.slice(0, 2)) {
    const [after, before] = [conditionsOf(next, type), conditionsOf(stored, type)];
    if (after.length < before.length || deepEqual(after, before)) continue;
    const what = after.length > before.length ? 'add' : 'modify';
    findings.push(forbidden('status.conditions', `updates may not ${what} a condition of type ${JSON.stringify(type)}`));
  }
}

function checkCertificateChange(
  next: CertificateSigningRequest,
  stored: CertificateSigningRequest,
  allowed: Allowed,
  findings: Findings,
): void {
  const [after, before] = [next.status?.certificate ?? '', stored.status?.certificate ?? ''];
  if (after === before) return;
  if (!allowed.certificate) findings.push(forbidden('status.certificate', 'updates may not set certificate content'));
  else if (before !== '') findings.push(forbidden('status.certificate', 'updates may not modify existing certificate content'));
}

function checkRequest({ spec, status }: CertificateSigningRequest, findings: Findings): void {
  checkSpec(spec, findings);
  checkConditions(status?.conditions ?? [], 'status.conditions', findings);
  const wrong = certificateFault(status?.certificate ?? '');
  if (wrong !== undefined) findings.push(invalid('status.certificate', '<certificate data>', wrong));
}

function checkSpec(spec: Partial<CertificateSigningRequestSpec>, findings: Findings): void {
  const { request = '', usages = [], signerName = '', expirationSeconds } = spec;
  const fault = requestFault(request);
  if (fault !== undefined) findings.push(invalid('spec.request', request, fault));
  if (usages.length === 0) findings.push(required('spec.usages'));
  for (const [index, usage] of usages.entries())
    if (!USAGES.includes(usage)) findings.push(notSupported(`spec.usages[${index}]`, usage, USAGES));
  for (const [index, usage] of usages.entries())
    if (usages.indexOf(usage) < index) findings.push(duplicate(`spec.usages[${index}]`, usage));
  checkSigner(signerName, 'spec.signerName', findings);
  if (expirationSeconds !== undefined && expirationSeconds < SHORTEST_SECONDS)
    findings.push(invalid('spec.expirationSeconds', expirationSeconds, 'may not specify a duration less than 600 seconds (10 minutes)'));
}

const LONGEST_DOMAIN = 253;
const LONGEST_SIGNER = LONGEST_DOMAIN + 1 + (LONGEST_DOMAIN + 63 + 1);

/** `domain/path`, each made of names with dots between. */
function checkSigner(signer: string, path: string, findings: Findings): void {
  if (signer === '') return void findings.push(required(path));
  if (signer === LEGACY_SIGNER)
    return void findings.push(invalid(path, signer, 'the legacy signerName is not allowed via this API version'));
  const [domain = '', name, ...more] = signer.split('/');
  if (name === undefined || more.length > 0)
    return void findings.push(invalid(path, signer, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
  if (domain.length > LONGEST_DOMAIN) findings.push(tooLong(path, LONGEST_DOMAIN));
  checkLabels(domain, dns1123Label, path, findings);
  if (!domain.includes('.')) findings.push(invalid(path, domain, 'should be a domain with at least two segments separated by dots'));
  checkLabels(name, dns1123Subdomain, path, findings);
  if (signer.length > LONGEST_SIGNER) findings.push(tooLong(path, LONGEST_SIGNER));
}

function checkLabels(segment: string, rule: (label: string) => readonly string[], path: string, findings: Findings): void {
  const bad = segment.split('.').find((label) => rule(label).length > 0);
  if (bad === undefined) return;
  findings.push(...rule(bad).map((text) => invalid(path, segment, `validating label ${JSON.stringify(bad)}: ${text}`)));
}

function checkConditions(conditions: readonly CertificateSigningRequestCondition[], path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { type = '', status = '' }] of conditions.entries()) {
    const at = `${path}[${index}]`;
    if (type === '') findings.push(required(`${at}.type`));
    const supported = VERDICTS.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    if (status === '') findings.push(required(`${at}.status`));
    else if (!supported.includes(status)) findings.push(notSupported(`${at}.status`, status, supported));
    if ((type === 'Approved' && seen.has('Denied')) || (type === 'Denied' && seen.has('Approved')))
      findings.push(invalid(path, type, 'Approved and Denied conditions are mutually exclusive'));
    if (seen.has(type)) findings.push(duplicate(`${at}.type`, type));
    seen.add(type);
  }
}
