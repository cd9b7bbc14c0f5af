import { type FieldError, invalid, notSupported, required } from '../field-error.ts';
import type { Rule } from '../names.ts';
import type { IntOrString, JsonValue } from '../scalars.ts';
import { dns1123Label, dns1123Subdomain, httpPath, portName } from '../names.ts';

/** Where a check puts what it finds, in Kubernetes' order. */
export type Findings = FieldError[];

export type Check<T> = (value: T, path: string, findings: Findings) => void;

/**
 * A check whose verdict depends on the value alone. Values are immutable, so one that was found clean is never looked
 * at again: thousands of pods share the parts of one template.
 */
export function remembered<T extends object>(check: Check<T>): Check<T> {
  const clean = new WeakSet<T>();
  return (value, path, findings) => {
    if (clean.has(value)) return;
    const before = findings.length;
    check(value, path, findings);
    if (findings.length === before) clean.add(value);
  };
}

/** What the checks of `collect` find. */
export function findingsOf(collect: (findings: Findings) => void): readonly FieldError[] {
  const findings: Findings = [];
  collect(findings);
  return findings.length === 0 ? NONE : findings;
}

export const NONE: readonly FieldError[] = [];

/** A string that is missing counts as empty, here and in the checks below: that is what it decodes to in Go. */
export function checkRule(rule: Rule, text: string | undefined, path: string, findings: Findings): void {
  const value = text ?? '';
  for (const text of rule(value)) findings.push(invalid(path, value, text));
}

/** `acme.io/foo` (validation.IsDomainPrefixedPath). */
export function checkPrefixedPath(text: string, path: string, findings: Findings): void {
  if (text === '') return void findings.push(required(path));
  const slash = text.indexOf('/');
  if (slash < 1 || slash === text.length - 1) {
    return void findings.push(invalid(path, text, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  }
  checkRule(dns1123Subdomain, text.slice(0, slash), path, findings);
  checkRule(httpPath, text.slice(slash + 1), path, findings);
}

/** A domain of at least two labels, which may end with a dot (validation.IsFullyQualifiedDomainName). */
export function checkQualifiedDomain(text: string, path: string, findings: Findings): void {
  if (text === '') return void findings.push(required(path));
  const domain = text.endsWith('.') ? text.slice(0, -1) : text;
  const labels = domain.split('.');
  const broken = dns1123Subdomain(domain);
  if (broken.length > 0) return void findings.push(invalid(path, domain, broken.join(',')));
  if (labels.length < 2)
    return void findings.push(invalid(path, domain, 'should be a domain with at least two segments separated by dots'));
  const label = labels.find((part) => dns1123Label(part).length > 0);
  if (label !== undefined) findings.push(invalid(path, label, dns1123Label(label).join(',')));
}

export const NOT_NEGATIVE = 'must be greater than or equal to 0';

export function checkNotNegative(value: number | undefined, path: string, findings: Findings): void {
  if (value !== undefined && value < 0) findings.push(invalid(path, value, NOT_NEGATIVE));
}

export function rangeText(from: number, to: number): string {
  return `must be between ${from} and ${to}, inclusive`;
}

export function checkRange(value: number | undefined, from: number, to: number, path: string, findings: Findings): void {
  if (value !== undefined && (value < from || value > to)) findings.push(invalid(path, value, rangeText(from, to)));
}

export const MAX_INT32 = 2_147_483_647;
const MAX_PORT = 65_535;

export function checkPortNumber(port: number | undefined, path: string, findings: Findings): void {
  checkRange(port ?? 0, 1, MAX_PORT, path, findings);
}

export function checkPort(port: IntOrString, path: string, findings: Findings): void {
  if (typeof port === 'number') checkPortNumber(port, path, findings);
  else checkRule(portName, port, path, findings);
}

/** One of `supported`, which errors list in the order given. */
export function checkOneOf(value: string | undefined, supported: readonly string[], path: string, findings: Findings): void {
  if (!supported.includes(value ?? '')) findings.push(notSupported(path, value ?? '', supported));
}

/** As `checkOneOf`, but a missing value is required. */
export function checkRequiredOneOf(value: string | undefined, supported: readonly string[], path: string, findings: Findings): void {
  if (isUnset(value)) findings.push(required(path));
  else checkOneOf(value, supported, path, findings);
}

export function checkPresent(value: string | undefined, path: string, findings: Findings): void {
  if (isUnset(value)) findings.push(required(path));
}

/** Absent, or the zero value that Go leaves out. */
export function isUnset(value: string | undefined): value is undefined | '' {
  return value === undefined || value === '';
}

export const IMMUTABLE = 'field is immutable';

export function immutable(path: string, value: JsonValue | undefined): FieldError {
  return invalid(path, value, IMMUTABLE);
}

/** A typed object as the value that an error shows. */
export function shown(value: object | undefined): JsonValue | undefined {
  return value as JsonValue | undefined;
}

export const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];
