import { expect, test } from 'vitest';
import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import { secretWarnings } from './warnings.ts';

function pem(type: string, bytes: readonly number[] = [0x30, 0]): string {
  return `-----BEGIN ${type}-----\n${encodeBase64(bytes)}\n-----END ${type}-----\n`;
}

const CERTIFICATE = pem('CERTIFICATE');
const KEY = pem('RSA PRIVATE KEY');

test.each<[name: string, certificate: string, key: string, warning?: string]>([
  ['a pair', CERTIFICATE, KEY],
  ['no PEM at all', 'x', 'y', 'tls: failed to find any PEM data in certificate input'],
  ['no key', CERTIFICATE, '', 'tls: failed to find any PEM data in key input'],
  [
    'the two the other way round',
    KEY,
    CERTIFICATE,
    'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
  ],
  ['two certificates', CERTIFICATE, CERTIFICATE, 'tls: found a certificate rather than a key in the PEM for the private key'],
  [
    'something else',
    CERTIFICATE,
    pem('A') + pem('B'),
    'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [A B]',
  ],
  ['no DER', pem('CERTIFICATE', [1, 2, 3]), KEY, 'x509: malformed certificate'],
  ['a key that is none', CERTIFICATE, pem('PRIVATE KEY', [1, 2, 3]), 'tls: failed to parse private key'],
])('of %s', (_name, certificate, key, warning) => {
  const data = { 'tls.crt': encodeBase64(utf8Bytes(certificate)), 'tls.key': encodeBase64(utf8Bytes(key)) };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data } as const;
  expect(secretWarnings({ ...secret, type: 'kubernetes.io/tls' })).toEqual(warning === undefined ? [] : [warning]);
  expect(secretWarnings(secret)).toEqual([]);
});
