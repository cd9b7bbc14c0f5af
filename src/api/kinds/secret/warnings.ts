import type { Secret } from '../../types.gen.ts';
import { type PemBlock, SEQUENCE, elementAt, pemBlocks } from '../pem.ts';

/** What Go says of a pair of certificate and key that it can't load (tls.X509KeyPair). Whether they belong together is not looked at. */
export function secretWarnings({ type, data = {} }: Secret): readonly string[] {
  if (type !== 'kubernetes.io/tls') return [];
  const problem = problemOf(pemBlocks(data['tls.crt'] ?? ''), pemBlocks(data['tls.key'] ?? ''));
  return problem === undefined ? [] : [problem];
}

function problemOf(certificates: readonly PemBlock[], keys: readonly PemBlock[]): string | undefined {
  const certificate = certificates.find(({ type }) => type === 'CERTIFICATE');
  if (certificate === undefined) return withoutCertificate(certificates.map(({ type }) => type));
  const key = keys.find(({ type }) => isKey(type));
  if (key === undefined) return withoutKey(keys.map(({ type }) => type));
  if (!isSequence(certificate.bytes)) return 'x509: malformed certificate';
  return isSequence(key.bytes) ? undefined : 'tls: failed to parse private key';
}

function isKey(type: string): boolean {
  return type === 'PRIVATE KEY' || type.endsWith(' PRIVATE KEY');
}

function withoutCertificate(skipped: readonly string[]): string {
  const [first = '', ...rest] = skipped;
  if (skipped.length === 0) return 'tls: failed to find any PEM data in certificate input';
  if (rest.length === 0 && first.endsWith('PRIVATE KEY')) {
    return 'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched';
  }
  return `tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [${skipped.join(' ')}]`;
}

function withoutKey(skipped: readonly string[]): string {
  if (skipped.length === 0) return 'tls: failed to find any PEM data in key input';
  if (skipped.length === 1 && skipped[0] === 'CERTIFICATE')
    return 'tls: found a certificate rather than a key in the PEM for the private key';
  return `tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks of the following types: [${skipped.join(' ')}]`;
}

/** Whether bytes are one DER sequence from beginning to end, without a look into it. */
function isSequence(bytes: readonly number[]): boolean {
  const whole = elementAt(bytes, 0);
  return whole?.tag === SEQUENCE && whole.end === bytes.length;
}
