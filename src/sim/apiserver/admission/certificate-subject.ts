/** Whom a certificate request is about: as much of PKCS #10 and DER as it takes to read the subject. */
import { decodeBase64 } from '../../../base/base64.ts';

export interface Subject {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

/** The subject of a PEM block as a CertificateSigningRequest carries it, or what is wrong with it. */
export function subjectOf(request: string): Subject | string {
  const pem = textOf(decodeBase64(request) ?? []);
  const body = /-----BEGIN CERTIFICATE REQUEST-----([\s\S]*?)-----END CERTIFICATE REQUEST-----/.exec(pem)?.[1];
  if (body === undefined) return 'PEM block type must be CERTIFICATE REQUEST';
  const der = decodeBase64(body.replaceAll(/\s/g, ''));
  const info = der && childrenOf(childrenOf(readAll(der)[0])[0]);
  const names = info?.[1];
  if (names === undefined || names.tag !== SEQUENCE) return 'asn1: structure error';
  const attributes = childrenOf(names).flatMap((set) => childrenOf(set).map((pair) => childrenOf(pair)));
  const valuesOf = (oid: string) =>
    attributes.flatMap(([type, value]) => (type?.bytes.join('.') === oid ? textOf(value?.bytes ?? []) : []));
  return { commonName: valuesOf(COMMON_NAME).at(-1) ?? '', organizations: valuesOf(ORGANIZATION) };
}

/** 2.5.4.3 and 2.5.4.10 as their bytes. */
const COMMON_NAME = '85.4.3';
const ORGANIZATION = '85.4.10';
const SEQUENCE = 0x30;

interface Item {
  readonly tag: number;
  readonly bytes: readonly number[];
}

function childrenOf(item: Item | undefined): readonly Item[] {
  return item === undefined ? [] : readAll(item.bytes);
}

/** Items one after another; what is cut short is left out. */
function readAll(bytes: readonly number[]): readonly Item[] {
  const items: Item[] = [];
  for (let at = 0; at + 1 < bytes.length;) {
    const short = bytes[at + 1] ?? 0;
    const lengthBytes = short < 0x80 ? [] : bytes.slice(at + 2, at + 2 + (short & 0x7f));
    const length = short < 0x80 ? short : lengthBytes.reduce((sum, byte) => sum * 256 + byte, 0);
    const start = at + 2 + lengthBytes.length;
    if (start + length > bytes.length) break;
    items.push({ tag: bytes[at] ?? 0, bytes: bytes.slice(start, start + length) });
    at = start + length;
  }
  return items;
}

function textOf(bytes: readonly number[]): string {
  return bytes.map((byte) => String.fromCharCode(byte)).join('');
}
