/**
 * Tokens of service accounts: JSON Web Tokens that look like the real ones. Their signature is a keyed hash drawn out to the length
 * of an RSA one, so that a token tells who holds it to this cluster alone, and the same run makes the same tokens.
 */
import { decodeBase64, encodeBase64, utf8Bytes, utf8Text } from '../../../base/base64.ts';
import { sha256 } from '../../../base/sha256.ts';

export const ISSUER = 'https://kubernetes.default.svc.cluster.local';
/** Whom tokens are for when nobody says otherwise: this server. */
export const API_AUDIENCES: readonly string[] = [ISSUER];

/** Something that exists, as a token names it. */
export interface Reference {
  readonly name: string;
  readonly uid: string;
}

/** Times are in seconds since the epoch. */
export interface Claims {
  readonly aud: readonly string[];
  readonly exp: number;
  readonly iat: number;
  readonly iss: string;
  readonly jti: string;
  readonly 'kubernetes.io': {
    readonly namespace: string;
    readonly node?: Reference;
    readonly pod?: Reference;
    readonly secret?: Reference;
    readonly serviceaccount: Reference;
    readonly warnafter?: number;
  };
  readonly nbf: number;
  readonly sub: string;
}

/** What stands for the private key that tokens are signed with: the seed, or a name. */
export type SigningKey = number | string;

export function issueToken(key: SigningKey, claims: object): string {
  const header = { alg: 'RS256', kid: keyId(key) };
  const text = `${encode(utf8Bytes(JSON.stringify(header)))}.${encode(utf8Bytes(JSON.stringify(claims)))}`;
  return `${text}.${signature(key, text)}`;
}

/** What a token says, if it was signed with the key: what was signed with that key, so it has that form. */
export function readToken(key: SigningKey, token: string): unknown {
  const [header, payload, sign, ...more] = token.split('.');
  if (header === undefined || payload === undefined || sign === undefined || more.length > 0) return undefined;
  if (sign !== signature(key, `${header}.${payload}`)) return undefined;
  return JSON.parse(utf8Text(decodeBase64(standard(payload)) ?? []));
}

function keyId(key: SigningKey): string {
  return encode(sha256(utf8Bytes(`service account key ${key}`)));
}

const SIGNATURE_BLOCKS = 8;

function signature(key: SigningKey, text: string): string {
  const digest = sha256(utf8Bytes(`${key} ${text}`));
  return encode(Array.from({ length: SIGNATURE_BLOCKS }, (_, block) => sha256([block, ...digest])).flat());
}

/** Base64 as URLs take it, without padding. */
function encode(bytes: readonly number[]): string {
  return encodeBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function standard(text: string): string {
  return text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .padEnd(Math.ceil(text.length / 4) * 4, '=');
}
