import { invalid } from '../../../field-error.ts';
import { dns1123Subdomain, utf8Length } from '../../../names.ts';
import type { WindowsSecurityContextOptions } from '../../../types.gen.ts';
import { type Findings, checkRule } from '../../checks.ts';

const MAX_SPEC_KIB = 64;
const MAX_DOMAIN = 256;
const MAX_USER = 104;

/** validateWindowsSecurityContextOptions. */
export function checkWindowsOptions(options: WindowsSecurityContextOptions, path: string, findings: Findings): void {
  const { gmsaCredentialSpecName: name, gmsaCredentialSpec: spec, runAsUserName: user } = options;
  if (name !== undefined) checkRule(dns1123Subdomain, name, `${path}.gmsaCredentialSpecName`, findings);
  const complain = (field: string, value: string, detail: string): void => void findings.push(invalid(`${path}.${field}`, value, detail));
  if (spec === '') complain('gmsaCredentialSpec', spec, 'gmsaCredentialSpec cannot be an empty string');
  else if (spec !== undefined && utf8Length(spec) > MAX_SPEC_KIB * 1024) {
    complain('gmsaCredentialSpec', spec, `gmsaCredentialSpec size must be under ${MAX_SPEC_KIB} KiB`);
  }
  if (user === undefined) return;
  for (const detail of userNameProblems(user)) complain('runAsUserName', user, `runAsUserName${detail}`);
}

const CONTROL = /\p{Cc}/u;

function userNameProblems(name: string): readonly string[] {
  if (name === '') return [' cannot be an empty string'];
  if (CONTROL.test(name)) return [' cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return [' cannot contain more than one backslash'];
  const [user = '', domain] = parts.toReversed();
  return [...(domain === undefined ? [] : domainProblems(domain)), ...userProblems(user)].map((text) => `'s ${text}`);
}

const NET_BIOS = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/;
const DNS_DOMAIN = /^[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*$/;

function domainProblems(domain: string): readonly string[] {
  return [
    ...(domain.length >= MAX_DOMAIN ? [`Domain length must be under ${MAX_DOMAIN} characters`] : []),
    ...(NET_BIOS.test(domain) || DNS_DOMAIN.test(domain) ? [] : ["Domain doesn't match the NetBios nor the DNS format"]),
  ];
}

function userProblems(user: string): readonly string[] {
  return [
    ...(user === '' ? ['User cannot be empty'] : []),
    ...(user.length > MAX_USER ? [`User length must not be longer than ${MAX_USER} characters`] : []),
    ...(/^[. ]+$/.test(user) ? ['User cannot contain only periods or spaces'] : []),
    ...(/["/\\:;|=,+*?<>@[\]]/.test(user) ? [String.raw`User cannot contain the following characters: "/\:;|=,+*?<>@[]`] : []),
  ];
}
