import { invalid } from '../field-error.ts';
import type { Findings } from './checks.ts';

/** IP addresses and ranges, as strictly as new objects are checked (`pkg/util/validation`, StrictIPCIDRValidation). */
export interface ParsedIp {
  readonly family: 'IPv4' | 'IPv6';
  /** Four or sixteen numbers below 256. */
  readonly bytes: readonly number[];
  readonly hasLeadingZero: boolean;
  /** An IPv4 address written as an IPv6 one: `::ffff:1.2.3.4`. */
  readonly isMapped: boolean;
}

const NOT_AN_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

/** What passes: whatever can be read, what everybody reads alike (fields of old), the one canonical form (newer fields). */
export type IpForm = 'readable' | 'clear' | 'canonical';

export function checkIp(value: string | undefined, path: string, findings: Findings, form: IpForm = 'clear'): void {
  const text = value ?? '';
  const problem = problemOfIp(text, form);
  if (problem !== undefined) findings.push(invalid(path, text, problem));
}

/** Four numbers as everybody writes them: nearly all addresses, and right by every rule. */
const USUAL_IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

function problemOfIp(text: string, form: IpForm): string | undefined {
  if (USUAL_IPV4.test(text)) return undefined;
  const ip = parseIp(text);
  if (ip === undefined) return NOT_AN_IP;
  if (form === 'readable') return undefined;
  if (ip.hasLeadingZero) return 'must not have leading 0s';
  if (ip.isMapped) return 'must not be an IPv4-mapped IPv6 address';
  return form === 'canonical' ? unlessCanonical(text, formatIp(ip)) : undefined;
}

export function checkCidr(value: string | undefined, path: string, findings: Findings, form: IpForm = 'clear'): void {
  const text = value ?? '';
  const problem = problemOfCidr(text, form);
  if (problem !== undefined) findings.push(invalid(path, text, problem));
}

function problemOfCidr(text: string, form: IpForm): string | undefined {
  const cidr = parseCidr(text);
  if (cidr === undefined) return 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  if (form === 'readable') return undefined;
  if (cidr.hasLeadingZero) return 'must not have leading 0s in IP or prefix length';
  if (cidr.ip.isMapped) return 'must not have an IPv4-mapped IPv6 address';
  if (hasBitsBeyond(cidr.ip.bytes, cidr.bits)) return 'must not have bits set beyond the prefix length';
  return form === 'canonical' ? unlessCanonical(text, `${formatIp(cidr.ip)}/${cidr.bits}`) : undefined;
}

function unlessCanonical(text: string, canonical: string): string | undefined {
  return text === canonical ? undefined : `must be in canonical form (${JSON.stringify(canonical)})`;
}

export function ipFamily(text: string): 'IPv4' | 'IPv6' | undefined {
  return parseIp(text)?.family;
}

export function cidrFamily(text: string): 'IPv4' | 'IPv6' | undefined {
  return parseCidr(text)?.ip.family;
}

/** What endpoints and external addresses may not be (ValidateNonSpecialIP). */
export function checkNotSpecial(value: string | undefined, path: string, findings: Findings): void {
  const text = value ?? '';
  const ip = parseIp(text);
  if (ip === undefined) findings.push(invalid(path, text, 'must be a valid IP address'));
  else
    for (const [is, name] of SPECIAL)
      if (is(ip.isMapped ? { ...ip, bytes: ip.bytes.slice(-4) } : ip))
        findings.push(invalid(path, text, is === isUnspecified ? `${name} (${text})` : name));
}

const SPECIAL: readonly (readonly [(ip: ParsedIp) => boolean, string])[] = [
  [isUnspecified, 'may not be unspecified'],
  [isLoopback, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  [isLinkLocal, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  [isLinkLocalMulticast, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
];

export function parseIp(text: string): ParsedIp | undefined {
  const hit = parsed.get(text);
  if (hit !== undefined) return hit;
  const fresh = text.includes(':') ? parseV6(text) : parseV4(text);
  if (parsed.size >= PARSED_LIMIT) parsed.clear();
  if (fresh !== undefined) parsed.set(text, fresh);
  return fresh;
}

/** The address of a node or of a pod is asked about many times. */
const PARSED_LIMIT = 10_000;
const parsed = new Map<string, ParsedIp>();

/** The canonical form: RFC 5952 for IPv6, whose longest run of zero words is left out. */
export function formatIp({ family, bytes }: ParsedIp): string {
  if (family === 'IPv4') return bytes.slice(-4).join('.');
  const words = Array.from({ length: 8 }, (_, at) => (((bytes[at * 2] ?? 0) << 8) | (bytes[at * 2 + 1] ?? 0)).toString(16));
  const zeros = words.map((word) => (word === '0' ? '0' : '-')).join('');
  const longest = (zeros.match(/00+/g) ?? []).reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return words.join(':');
  const at = zeros.indexOf(longest);
  return `${words.slice(0, at).join(':')}::${words.slice(at + longest.length).join(':')}`;
}

function parseV4(text: string): ParsedIp | undefined {
  const parts = V4.exec(text);
  if (parts === null) return undefined;
  const bytes = [Number(parts[1]), Number(parts[2]), Number(parts[3]), Number(parts[4])];
  return bytes.some((byte) => byte > 255) ? undefined : { family: 'IPv4', bytes, hasLeadingZero: LEADING_ZERO.test(text), isMapped: false };
}

const V4 = /^([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)$/;
const LEADING_ZERO = /(?:^|\.)0[0-9]/;

function parseV6(text: string): ParsedIp | undefined {
  const tail = /[^:]*\.[^:]*$/.exec(text)?.[0];
  const v4 = tail === undefined ? undefined : parseV4(tail);
  if (tail !== undefined && v4 === undefined) return undefined;
  const hex = tail === undefined ? text : text.slice(0, -tail.length) + wordsOf(v4?.bytes ?? []);
  const bytes = bytesOfV6(hex);
  if (bytes === undefined) return undefined;
  const isMapped = bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255;
  return { family: isMapped ? 'IPv4' : 'IPv6', bytes, hasLeadingZero: v4?.hasLeadingZero ?? false, isMapped };
}

function wordsOf([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string {
  return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function bytesOfV6(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const words = [...head, ...tail];
  if (!words.every((word) => /^[0-9a-fA-F]{1,4}$/.test(word))) return undefined;
  if (halves.length === 1 ? words.length !== 8 : words.length > 7) return undefined;
  const filled = [...head, ...Array.from({ length: 8 - words.length }, () => '0'), ...tail];
  return filled.flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]);
}

export interface ParsedCidr {
  readonly ip: ParsedIp;
  readonly bits: number;
  readonly hasLeadingZero: boolean;
}

export function parseCidr(text: string): ParsedCidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const ip = parseIp(address);
  const bits = Number(length);
  if (ip === undefined || rest.length > 0 || !/^[0-9]+$/.test(length) || bits > ip.bytes.length * 8) return undefined;
  return { ip, bits, hasLeadingZero: ip.hasLeadingZero || (length.length > 1 && length.startsWith('0')) };
}

function hasBitsBeyond(bytes: readonly number[], bits: number): boolean {
  return bytes.some((byte, index) => (byte & (255 >> Math.min(8, Math.max(0, bits - index * 8)))) !== 0);
}

function isUnspecified({ bytes }: ParsedIp): boolean {
  return bytes.every((byte) => byte === 0);
}

function isLoopback({ bytes }: ParsedIp): boolean {
  return bytes.length === 4 ? bytes[0] === 127 : bytes[15] === 1 && bytes.slice(0, 15).every((byte) => byte === 0);
}

function isLinkLocal({ bytes: [a, b = 0, ...rest] }: ParsedIp): boolean {
  return rest.length === 2 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80;
}

function isLinkLocalMulticast({ bytes: [a, b = 0, c, ...rest] }: ParsedIp): boolean {
  return rest.length === 1 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 2;
}
