import { decodeBase64, utf8Text } from '../../../base/base64.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid, required, tooLong } from '../../field-error.ts';
import { configMapKey } from '../../names.ts';
import type { Secret } from '../../types.gen.ts';
import { base64Length } from '../base64.ts';
import { type Findings, NONE, checkRule, findingsOf, immutable, isUnset } from '../checks.ts';
import { MAX_DATA_BYTES, WHEN_SET } from '../config-map/rules.ts';
import type { LateRules } from '../late-rules.ts';
import { secretWarnings } from './warnings.ts';

export const SECRET_RULES: LateRules<Secret> = {
  validate: (secret) => findingsOf((findings) => checkSecret(secret, findings)),
  validateUpdate,
  validateStatusUpdate: () => NONE,
  warnings: secretWarnings,
};

function checkSecret(secret: Secret, findings: Findings): void {
  const { data = {} } = secret;
  let bytes = 0;
  for (const key of Object.keys(data).sort()) {
    checkRule(configMapKey, key, `data[${key}]`, findings);
    bytes += base64Length(data[key] ?? '');
  }
  if (bytes > MAX_DATA_BYTES) findings.push(tooLong('data', MAX_DATA_BYTES));
  checkType(secret, findings);
}

const ACCOUNT = 'kubernetes.io/service-account.name';

function checkType({ type = '', data = {}, metadata }: Secret, findings: Findings): void {
  const need = (...keys: readonly string[]): void => {
    for (const key of keys) if (isUnset(data[key])) findings.push(required(`data[${key}]`));
  };
  switch (type) {
    case 'kubernetes.io/service-account-token':
      if (isUnset(metadata.annotations?.[ACCOUNT])) findings.push(required(`metadata.annotations[${ACCOUNT}]`));
      return;
    case 'kubernetes.io/dockercfg':
      return checkJson(data, '.dockercfg', findings);
    case 'kubernetes.io/dockerconfigjson':
      return checkJson(data, '.dockerconfigjson', findings);
    case 'kubernetes.io/basic-auth':
      if (data['username'] === undefined && data['password'] === undefined) need('username', 'password');
      return;
    case 'kubernetes.io/ssh-auth':
      return need('ssh-privatekey');
    case 'kubernetes.io/tls':
      for (const key of ['tls.crt', 'tls.key']) if (data[key] === undefined) findings.push(required(`data[${key}]`));
      return;
    default:
  }
}

function checkJson(data: { readonly [key: string]: string }, key: string, findings: Findings): void {
  const encoded = data[key];
  if (encoded === undefined) return void findings.push(required(`data[${key}]`));
  const problem = jsonProblem(utf8Text(decodeBase64(encoded) ?? []));
  if (problem !== undefined) findings.push(invalid(`data[${key}]`, '<secret contents redacted>', problem));
}

/** What Go's decoder says of a text that is no JSON object. */
function jsonProblem(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && !Array.isArray(value)
      ? undefined
      : `json: cannot unmarshal ${goType(value)} into Go value of type map[string]interface {}`;
  } catch {
    const [first = ''] = text.trimStart();
    return first === '' || /[{["\-0-9tfn]/.test(first)
      ? 'unexpected end of JSON input'
      : `invalid character '${first}' looking for beginning of value`;
  }
}

function goType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function validateUpdate(next: Secret, stored: Secret): readonly FieldError[] {
  return findingsOf((findings) => {
    if (next.type !== stored.type) findings.push(immutable('type', next.type ?? ''));
    if (stored.immutable === true) {
      if (next.immutable !== true) findings.push(forbidden('immutable', WHEN_SET));
      if (!deepEqual(next.data, stored.data)) findings.push(forbidden('data', WHEN_SET));
    }
    checkSecret(next, findings);
  });
}
