/** Names within devices (`pkg/apis/resource/validation`). */
import { invalid, required, tooLong } from '../../field-error.ts';
import { type Rule, dns1123Label, dns1123Subdomain, labelKey, utf8Length } from '../../names.ts';
import { type Findings, checkRule, isUnset } from '../checks.ts';
import { checkCsiDriverName } from '../csi-name.ts';

/** Drivers of devices are named as those of storage. */
export const checkDriverName = checkCsiDriverName;

export function checkLabelName(name: string | undefined, path: string, findings: Findings): void {
  checkRule(dns1123Label, name, path, findings);
}

export function checkKey(key: string | undefined, path: string, findings: Findings): void {
  checkRule(labelKey, key, path, findings);
}

const LONGEST_POOL = 253;

/** Subdomains with slashes between. */
export function checkPoolName(name: string | undefined, path: string, findings: Findings): void {
  if (isUnset(name)) return void findings.push(required(path));
  if (utf8Length(name) > LONGEST_POOL) findings.push(tooLong(path, LONGEST_POOL));
  for (const part of name.split('/')) checkRule(dns1123Subdomain, part, path, findings);
}

const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const WHOLE_C_IDENTIFIER = new RegExp(`^${C_IDENTIFIER}$`);
const LONGEST_ID = 32;

const cIdentifier: Rule = (id) =>
  WHOLE_C_IDENTIFIER.test(id)
    ? []
    : [
        `a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '${C_IDENTIFIER}')`,
      ];

function checkIdentifier(id: string, path: string, findings: Findings): void {
  if (utf8Length(id) > LONGEST_ID) findings.push(tooLong(path, LONGEST_ID));
  checkRule(cIdentifier, id, path, findings);
}

/** `[domain/]identifier`; upstream lets more slashes pass unseen. */
export function checkQualifiedName(name: string, path: string, findings: Findings): void {
  const [first = '', second, ...more] = name.split('/');
  if (second === undefined) return checkIdentifier(first, path, findings);
  if (more.length > 0) return;
  if (first === '') findings.push(invalid(path, '', 'the domain must not be empty'));
  else checkDriverName(first, path, findings);
  if (second === '') findings.push(invalid(path, '', 'the name must not be empty'));
  else checkIdentifier(second, path, findings);
}

export function checkFullyQualifiedName(name: string, path: string, findings: Findings): void {
  checkQualifiedName(name, path, findings);
  if (!name.includes('/')) findings.push(invalid(path, name, 'a fully qualified name must be a domain and a name separated by a slash'));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LENGTHS: readonly number[] = [32, 36, 38, 45];

export function checkUuid(uid: string, path: string, findings: Findings): void {
  if (UUID.test(uid)) return;
  const isOtherForm = /^(urn:uuid:)?\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i.test(uid) && LENGTHS.includes(uid.length);
  const form = 'uid must be in RFC 4122 normalized form, `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` with lowercase hexadecimal characters';
  const fault = LENGTHS.includes(uid.length) ? 'invalid UUID format' : `invalid UUID length: ${uid.length}`;
  findings.push(invalid(path, uid, isOtherForm ? form : `error validating uid: ${fault}`));
}
