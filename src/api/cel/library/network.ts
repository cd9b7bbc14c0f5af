/** Addresses and networks (apiserver's cel/library/ip.go, cidr.go). */
import { type ParsedIp, parseIp } from '../../kinds/ip.ts';
import { type Declarations, opaqueType } from '../functions.ts';
import { type OpaqueValue, type Value, evaluationError, stringOf } from '../values.ts';
import { traversal } from './standard.ts';

interface Network {
  readonly ip: ParsedIp;
  readonly bits: number;
}

function addressOf(text: string): ParsedIp | string {
  const quoted = JSON.stringify(text);
  const parsed = parseIp(text.replace(/%.+$/, ''));
  if (parsed === undefined || (text.includes('%') && parsed.family === 'IPv4')) {
    return `IP Address ${quoted} parse error during conversion from string: ParseAddr(${quoted}): ${whyNoAddress(text)}`;
  }
  if (parsed.hasLeadingZero && parsed.family === 'IPv4') {
    return `IP Address ${quoted} parse error during conversion from string: ParseAddr(${quoted}): IPv4 field has octet with leading zero`;
  }
  if (text.includes('%')) return `IP address ${quoted} with zone value is not allowed`;
  return parsed.isMapped ? `IPv4-mapped IPv6 address ${quoted} is not allowed` : parsed;
}

/** What Go's netip says first. */
function whyNoAddress(text: string): string {
  if (text.includes(':')) return whyNoV6(text);
  if (!text.includes('.')) return 'unable to parse IP';
  const odd = text.search(/[^0-9.]/);
  if (odd >= 0) return `unexpected character (at "${text.slice(odd)}")`;
  const parts = text.split('.');
  if (parts.some((part) => Number(part) > 255)) return 'IPv4 field has value >255';
  return parts.length < 4 ? 'IPv4 address too short' : 'IPv4 address too long';
}

/** Its errors are wrapped twice, as upstream. */
function networkOf(text: string): Network | string {
  const network = parseNetwork(text);
  return typeof network === 'string' ? `network address parse error during conversion from string: ${network}` : network;
}

function whyNoV6(text: string): string {
  const odd = text.search(/[^0-9a-fA-F:.%]/);
  if (odd >= 0) return `unexpected character, want colon (at "${text.slice(odd)}")`;
  const gap = text.indexOf(':::');
  if (gap >= 0) return `each colon-separated field must have at least one digit (at "${text.slice(gap + 2)}")`;
  return 'unable to parse IP';
}

function parseNetwork(text: string): Network | string {
  const quoted = JSON.stringify(text);
  const failed = (why: string): string => `network address parse error during conversion from string: netip.ParsePrefix(${quoted}): ${why}`;
  const slash = text.lastIndexOf('/');
  if (slash < 0) return failed("no '/'");
  const ip = parseIp(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (ip === undefined) return failed(`ParseAddr(${JSON.stringify(text.slice(0, slash))}): ${whyNoAddress(text.slice(0, slash))}`);
  if (!/^(0|[1-9]\d*)$/.test(length)) return failed(`bad bits after slash: ${JSON.stringify(length)}`);
  if (Number(length) > ip.bytes.length * 8) return failed('prefix length out of range');
  return ip.isMapped ? `IPv4-mapped IPv6 address ${quoted} is not allowed` : { ip, bits: Number(length) };
}

export function addressText({ bytes }: ParsedIp): string {
  if (bytes.length === 4) return bytes.join('.');
  const words = Array.from({ length: 8 }, (_, index) => ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0));
  const zeros = longestZeros(words);
  const hex = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(':');
  if (zeros.length < 2) return hex(words);
  return `${hex(words.slice(0, zeros.start))}::${hex(words.slice(zeros.start + zeros.length))}`;
}

function longestZeros(words: readonly number[]): { readonly start: number; readonly length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < words.length; start += 1) {
    let length = 0;
    while (words[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}

function ipValue(ip: ParsedIp): OpaqueValue {
  const text = addressText(ip);
  return { kind: 'opaque', type: opaqueType('ip'), data: ip, text, equals: (other) => other.text === text };
}

function cidrValue(network: Network): OpaqueValue {
  const text = `${addressText(network.ip)}/${network.bits}`;
  return { kind: 'opaque', type: opaqueType('cidr'), data: network, text, equals: (other) => other.text === text };
}

function parsed<T>(result: T | string): T {
  if (typeof result === 'string') throw evaluationError(result);
  return result;
}

function masked({ ip, bits }: Network): ParsedIp {
  return { ...ip, bytes: ip.bytes.map((byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff) };
}

function contains({ ip, bits }: Network, other: ParsedIp): boolean {
  if (ip.bytes.length !== other.bytes.length) return false;
  return masked({ ip, bits }).bytes.join() === masked({ ip: other, bits }).bytes.join();
}

/** Costs of looking at the bytes of an address. */
const compared = ([cidr]: readonly Value[]): number => Math.ceil(cidrOf(cidr).ip.bytes.length * 0.2);
const masking = ([cidr]: readonly Value[]): number => Math.ceil(cidrOf(cidr).ip.bytes.length * 0.1) + 1;
const parsing = ([, text]: readonly Value[]): number => Math.ceil(stringOf(text).length * 0.1);

const ipOf = (value: Value | undefined): ParsedIp => (value as OpaqueValue).data as ParsedIp;
const cidrOf = (value: Value | undefined): Network => (value as OpaqueValue).data as Network;
const within = (outer: Network, inner: Network): boolean => outer.bits <= inner.bits && contains(outer, inner.ip);

function isUnspecified({ bytes }: ParsedIp): boolean {
  return bytes.every((byte) => byte === 0);
}

function isLoopback({ bytes }: ParsedIp): boolean {
  return bytes.length === 4 ? bytes[0] === 127 : bytes.every((byte, index) => byte === (index === 15 ? 1 : 0));
}

function isMulticast({ bytes: [first = 0, ...rest] }: ParsedIp): boolean {
  return rest.length === 3 ? (first & 0xf0) === 0xe0 : first === 0xff;
}

function isLinkLocalMulticast({ bytes: [a, b = 0, c, ...rest] }: ParsedIp): boolean {
  return rest.length === 1 ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 2;
}

function isLinkLocalUnicast({ bytes: [a, b = 0, ...rest] }: ParsedIp): boolean {
  return rest.length === 2 ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80;
}

function isGlobalUnicast(ip: ParsedIp): boolean {
  const broadcast = ip.bytes.length === 4 && ip.bytes.every((byte) => byte === 255);
  return !broadcast && !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocalUnicast(ip);
}

export const NETWORK: Declarations = {
  'ip(string): ip': [([a]) => ipValue(parsed(addressOf(stringOf(a)))), traversal(0)],
  'ip.family(): int': ([a]) => (ipOf(a).bytes.length === 4 ? 4n : 6n),
  'ip::isCanonical(string): bool': [
    ([a]) => addressText(parsed(addressOf(stringOf(a)))) === a,
    ([a]) => Math.ceil(stringOf(a).length * 0.2),
  ],
  'ip.isUnspecified(): bool': ([a]) => isUnspecified(ipOf(a)),
  'ip.isLoopback(): bool': ([a]) => isLoopback(ipOf(a)),
  'ip.isLinkLocalMulticast(): bool': ([a]) => isLinkLocalMulticast(ipOf(a)),
  'ip.isLinkLocalUnicast(): bool': ([a]) => isLinkLocalUnicast(ipOf(a)),
  'ip.isGlobalUnicast(): bool': ([a]) => isGlobalUnicast(ipOf(a)),
  'isIP(string): bool': [([a]) => typeof addressOf(stringOf(a)) !== 'string', traversal(0)],
  'string(ip): string': ([a]) => (a as OpaqueValue).text,
  'cidr(string): cidr': [([a]) => cidrValue(parsed(networkOf(stringOf(a)))), traversal(0)],
  'cidr.containsIP(string): bool': [
    ([a, b]) => contains(cidrOf(a), parsed(addressOf(stringOf(b)))),
    (args) => compared(args) + parsing(args),
  ],
  'cidr.containsIP(ip): bool': [([a, b]) => contains(cidrOf(a), ipOf(b)), compared],
  'cidr.containsCIDR(string): bool': [
    ([a, b]) => within(cidrOf(a), parsed(networkOf(stringOf(b)))),
    (args) => compared(args) + masking(args) + parsing(args),
  ],
  'cidr.containsCIDR(cidr): bool': [([a, b]) => within(cidrOf(a), cidrOf(b)), (args) => compared(args) + masking(args)],
  'cidr.ip(): ip': ([a]) => ipValue(cidrOf(a).ip),
  'cidr.prefixLength(): int': ([a]) => BigInt(cidrOf(a).bits),
  'cidr.masked(): cidr': ([a]) => cidrValue({ ...cidrOf(a), ip: masked(cidrOf(a)) }),
  'isCIDR(string): bool': [([a]) => typeof networkOf(stringOf(a)) !== 'string', traversal(0)],
  'string(cidr): string': ([a]) => (a as OpaqueValue).text,
};
