/** Certificates for TLS: an authority of this run, the server's own, and the administrator's. */
import { generate } from 'selfsigned';
import { ADMINISTRATOR } from './identities.ts';

/** Certificate and private key in PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  readonly authority: KeyPair;
  readonly server: KeyPair;
  readonly administrator: KeyPair;
}

const KIND = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** `host`: a name or address beside localhost that the server is reached by. */
export async function createCertificates(host: string): Promise<Certificates> {
  const authority = await issue(
    [{ name: 'commonName', value: 'kubarium-ca' }],
    [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  );
  const server = await issue(
    [{ name: 'commonName', value: 'kube-apiserver' }],
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [...ADDRESSES, nameOf(host)] },
    ],
    authority,
  );
  return { authority, server, administrator: await clientCertificate(authority, ADMINISTRATOR.user, ['system:masters']) };
}

const ADDRESSES = [
  { type: 2, value: 'localhost' },
  { type: 2, value: 'kubernetes.default.svc' },
  { type: 7, ip: '127.0.0.1' },
  { type: 7, ip: '::1' },
] as const;

function nameOf(host: string) {
  return /^[\d.]+$|:/.test(host) ? ({ type: 7, ip: host } as const) : ({ type: 2, value: host } as const);
}

/** A certificate by which `user` of `groups` is known. */
export function clientCertificate(authority: KeyPair, user: string, groups: readonly string[]): Promise<KeyPair> {
  const organisations = groups.map((value) => ({ name: 'organizationName', value }));
  return issue(
    [...organisations, { name: 'commonName', value: user }],
    [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', clientAuth: true },
    ],
    authority,
  );
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function issue(subject: { name: string; value: string }[], extensions: Extensions, authority?: KeyPair): Promise<KeyPair> {
  const { cert, private: key } = await generate(subject, { ...KIND, extensions, ...(authority === undefined ? {} : { ca: authority }) });
  return { cert, key };
}
