import { type Element, elementAt, pemBlocks } from '../../api/kinds/pem.ts';
import { formatIp } from '../../api/kinds/ip.ts';
import { utf8Text } from '../../base/base64.ts';

/** What a PKCS #10 request asks for: whom it names, and by what other names. */
export interface CertificateRequest {
  readonly subject: Subject;
  readonly alternatives: AlternativeNames;
}

interface Subject {
  readonly commonName: string;
  readonly serialNumber: string;
  readonly organizations: readonly string[];
  readonly organizationalUnits: readonly string[];
  readonly countries: readonly string[];
  readonly localities: readonly string[];
  readonly provinces: readonly string[];
  readonly streetAddresses: readonly string[];
  readonly postalCodes: readonly string[];
}

interface AlternativeNames {
  readonly dnsNames: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  readonly ipAddresses: readonly string[];
}

/** Object identifiers as the bytes of their DER. */
const EXTENSION_REQUEST = '42,134,72,134,247,13,1,9,14';
const ALTERNATIVE_NAMES = '85,29,17';
/** Tags of the choices of a GeneralName. */
const [EMAIL, DNS, URI, IP] = [0x81, 0x82, 0x86, 0x87];

/** `encoded` is a PEM block in base64, as `spec.request` holds it. */
export function parseCertificateRequest(encoded: string): CertificateRequest {
  const bytes = pemBlocks(encoded)[0]?.bytes ?? [];
  const [info] = childrenOf(bytes, elementAt(bytes, 0));
  const [, subject, , attributes] = childrenOf(bytes, info);
  return { subject: subjectOf(bytes, subject), alternatives: alternativesOf(bytes, attributes) };
}

/** Attributes of X.520 begin with the same two bytes. */
const attribute = (last: number) => `85,4,${last}`;

function subjectOf(bytes: readonly number[], subject: Element | undefined): Subject {
  const pairs = childrenOf(bytes, subject)
    .flatMap((set) => childrenOf(bytes, set))
    .map((pair) => childrenOf(bytes, pair));
  const valuesOf = (kind: string) => pairs.flatMap(([oid, value]) => (content(bytes, oid) === kind ? [textOf(bytes, value)] : []));
  return {
    commonName: valuesOf(attribute(3)).at(-1) ?? '',
    serialNumber: valuesOf(attribute(5)).at(-1) ?? '',
    countries: valuesOf(attribute(6)),
    localities: valuesOf(attribute(7)),
    provinces: valuesOf(attribute(8)),
    streetAddresses: valuesOf(attribute(9)),
    organizations: valuesOf(attribute(10)),
    organizationalUnits: valuesOf(attribute(11)),
    postalCodes: valuesOf(attribute(17)),
  };
}

/** Attributes → the requested extensions → the one with names, an octet string around a sequence. */
function alternativesOf(bytes: readonly number[], attributes: Element | undefined): AlternativeNames {
  const requested = childrenOf(bytes, attributes).map((each) => childrenOf(bytes, each));
  const sets = requested.filter(([oid]) => content(bytes, oid) === EXTENSION_REQUEST).flatMap(([, values]) => childrenOf(bytes, values));
  const extensions = sets.flatMap((set) => childrenOf(bytes, set)).map((extension) => childrenOf(bytes, extension));
  const octets = extensions.find(([oid]) => content(bytes, oid) === ALTERNATIVE_NAMES)?.at(-1);
  const names = octets === undefined ? [] : childrenOf(bytes, elementAt(bytes, octets.start));
  const having = (tag: number) => names.filter((name) => name.tag === tag);
  return {
    dnsNames: having(DNS).map((name) => textOf(bytes, name)),
    emailAddresses: having(EMAIL).map((name) => textOf(bytes, name)),
    uris: having(URI).map((name) => textOf(bytes, name)),
    ipAddresses: having(IP).map(({ start, end }) => ipText(bytes.slice(start, end))),
  };
}

function ipText(bytes: readonly number[]): string {
  return formatIp({ family: bytes.length === 4 ? 'IPv4' : 'IPv6', bytes, hasLeadingZero: false, isMapped: false });
}

function textOf(bytes: readonly number[], element: Element | undefined): string {
  return element === undefined ? '' : utf8Text(bytes.slice(element.start, element.end));
}

function content(bytes: readonly number[], element: Element | undefined): string {
  return element === undefined ? '' : bytes.slice(element.start, element.end).join(',');
}

function childrenOf(bytes: readonly number[], parent: Element | undefined): readonly Element[] {
  const children: Element[] = [];
  for (let at = parent?.start ?? 0; at < (parent?.end ?? 0);) {
    const child = elementAt(bytes, at);
    if (child === undefined) return children;
    children.push(child);
    at = child.end;
  }
  return children;
}
