/**
 * Certificates and requests for them as far as their form goes: PEM around DER. Signatures are not verified, which would take a
 * whole cryptographic library.
 */
import { utf8Text } from '../../../base/base64.ts';
import { type Element, SEQUENCE, elementAt, pemBlocks } from '../pem.ts';

/** What is wrong with `spec.request`, in base64. */
export function requestFault(request: string): string | undefined {
  const [block] = pemBlocks(request);
  if (block?.type !== 'CERTIFICATE REQUEST') return 'PEM block type must be CERTIFICATE REQUEST';
  return signedFault(block.bytes);
}

/** What is wrong with `status.certificate`; an empty one is fine. */
export function certificateFault(certificate: string): string | undefined {
  if (certificate === '') return undefined;
  const blocks = pemBlocks(certificate);
  if (blocks.length === 0) return 'must contain at least one CERTIFICATE PEM block';
  for (const { type, hasHeaders, bytes } of blocks) {
    if (type !== 'CERTIFICATE') return `only CERTIFICATE PEM blocks are allowed, found ${JSON.stringify(type)}`;
    if (hasHeaders) return 'no PEM block headers are permitted';
    const fault = bytes.length === 0 ? 'found CERTIFICATE PEM block containing 0 certificates' : signedFault(bytes);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Both are a sequence of what is signed, the algorithm, and the signature. */
function signedFault(bytes: readonly number[]): string | undefined {
  const whole = elementAt(bytes, 0);
  if (whole === undefined) return 'asn1: syntax error: data truncated';
  if (whole.end < bytes.length) return 'asn1: syntax error: trailing data';
  if (whole.tag !== SEQUENCE) return "asn1: structure error: tags don't match";
  const parts = elementsOf(bytes, whole);
  if (parts === undefined) return 'asn1: syntax error: data truncated';
  const isSigned = parts.length === 3 && parts[0]?.tag === SEQUENCE && parts[1]?.tag === SEQUENCE && parts[2]?.tag === BIT_STRING;
  return isSigned ? undefined : "asn1: structure error: tags don't match";
}

const BIT_STRING = 0x03;

function elementsOf(bytes: readonly number[], { start, end }: Element): readonly Element[] | undefined {
  const elements: Element[] = [];
  for (let at = start; at < end;) {
    const element = elementAt(bytes, at);
    if (element === undefined || element.end > end) return undefined;
    elements.push(element);
    at = element.end;
  }
  return elements;
}

export interface Subject {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

const COMMON_NAME = '85,4,3';
const ORGANIZATION = '85,4,10';
/** Version, subject, key, attributes. */
const SUBJECT_INDEX = 1;

/** Whom a request is to certify, as far as kubernetes looks at it. */
export function subjectOfRequest(request: string): Subject {
  const bytes = pemBlocks(request)[0]?.bytes ?? [];
  const [info] = childrenOf(bytes, elementAt(bytes, 0));
  const subject = childrenOf(bytes, info)[SUBJECT_INDEX];
  const names = childrenOf(bytes, subject)
    .flatMap((set) => childrenOf(bytes, set))
    .map((pair) => childrenOf(bytes, pair));
  const valuesOf = (kind: string) =>
    names.flatMap(([oid, value]) =>
      oid && value && bytes.slice(oid.start, oid.end).join(',') === kind ? [utf8Text(bytes.slice(value.start, value.end))] : [],
    );
  return { commonName: valuesOf(COMMON_NAME).at(-1) ?? '', organizations: valuesOf(ORGANIZATION) };
}

function childrenOf(bytes: readonly number[], element: Element | undefined): readonly Element[] {
  return (element && elementsOf(bytes, element)) ?? [];
}
