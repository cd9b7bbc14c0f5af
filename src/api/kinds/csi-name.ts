import { invalid, required, tooLong } from '../field-error.ts';
import { dns1123Subdomain, utf8Length } from '../names.ts';
import { type Findings, isUnset } from './checks.ts';

const MAX_NAME = 63;

/** The name of a CSI driver where something refers to it (ValidateCSIDriverName of `pkg/apis/core/validation`). */
export function checkCsiDriverName(name: string | undefined, path: string, findings: Findings): void {
  if (isUnset(name)) return void findings.push(required(path));
  if (utf8Length(name) > MAX_NAME) findings.push(tooLong(path, MAX_NAME));
  for (const text of dns1123Subdomain(name.toLowerCase())) findings.push(invalid(path, name, text));
}
