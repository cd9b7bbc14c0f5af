/** Rules for names and other single values. */
import { fieldErrorText } from '../../../api/field-error.ts';
import { type Findings, checkPrefixedPath, checkQualifiedDomain, findingsOf } from '../../../api/kinds/checks.ts';
import { checkCidr, checkIp } from '../../../api/kinds/ip.ts';
import * as names from '../../../api/names.ts';
import { type Outcome, type Subject, subject } from '../subject.ts';

const checked =
  (check: (value: string, path: string, findings: Findings) => void): names.Rule =>
  (value) =>
    findingsOf((findings) => check(value, 'f', findings)).map(fieldErrorText);

const RULES: { readonly [rule: string]: names.Rule } = {
  cidr: checked((value, path, findings) => checkCidr(value, path, findings, 'canonical')),
  cidrLegacy: checked((value, path, findings) => checkCidr(value, path, findings, 'readable')),
  configMapKey: names.configMapKey,
  dns1035Label: names.dns1035Label,
  dns1123Label: names.dns1123Label,
  dns1123Subdomain: names.dns1123Subdomain,
  dns1123SubdomainWithUnderscore: names.dns1123SubdomainWithUnderscore,
  domainPrefixedPath: checked(checkPrefixedPath),
  envVarName: names.envVarName,
  fullyQualifiedDomainName: checked(checkQualifiedDomain),
  httpHeaderName: names.httpHeaderName,
  ip: checked((value, path, findings) => checkIp(value, path, findings, 'canonical')),
  ipLegacy: checked((value, path, findings) => checkIp(value, path, findings, 'readable')),
  labelValue: names.labelValue,
  percent: names.percent,
  portName: names.portName,
  qualifiedName: names.labelKey,
  relaxedEnvVarName: names.relaxedEnvVarName,
  wildcardDNS1123Subdomain: names.wildcardSubdomain,
};

export const NAMES: readonly Subject[] = [
  subject<{ rule: string; value: string }, { errors?: readonly string[] }>(
    'validation/names',
    /^name and value validation rules/,
    ({ in: { rule, value }, out: { errors } }): Outcome => ({ expected: errors ?? [], got: RULES[rule]?.(value) ?? `no rule ${rule}` }),
  ),
];
