import { type ParsedCidr, type ParsedIp, formatIp, parseCidr, parseIp } from './ip.ts';

/** Texts of Warning headers about an address in a field that takes other than the canonical form (`validation.GetWarningsForIP`). */
export function ipWarnings(value: string, path: string): readonly string[] {
  const ip = parseIp(value);
  if (ip === undefined) return [];
  return isStrange(ip) ? [outdated('IP address', value, formatIp(ip), path)] : formWarnings(value, formatIp(ip), `${path}: IPv6 address`);
}

/** Of the addresses that a load balancer reports. */
export function ingressWarnings(ingress: readonly { readonly ip?: string }[] = []): readonly string[] {
  return ingress.flatMap(({ ip = '' }, index) => ipWarnings(ip, `status.loadBalancer.ingress[${index}]`));
}

export function cidrWarnings(value: string, path: string): readonly string[] {
  const cidr = parseCidr(value);
  if (cidr === undefined) return [];
  const { ip, bits } = cidr;
  const address = formatIp(ip);
  const network = `${formatIp({ ...ip, bytes: maskedBytes(cidr) })}/${bits}`;
  const single = `${address}/${ip.bytes.length * BITS}`;
  const warnings = [
    ...(network === `${address}/${bits}`
      ? []
      : [`${path}: CIDR value ${quoted(value)} is ambiguous in this context (should be ${quoted(network)} or ${quoted(single)}?)`]),
    ...(cidr.hasLeadingZero || ip.isMapped ? [outdated('CIDR value', value, network, path)] : []),
  ];
  return warnings.length > 0 ? warnings : formWarnings(value, network, `${path}: IPv6 CIDR value`);
}

function isStrange({ hasLeadingZero, isMapped }: ParsedIp): boolean {
  return hasLeadingZero || isMapped;
}

function outdated(what: string, value: string, form: string, path: string): string {
  return `${path}: non-standard ${what} ${quoted(value)} will be considered invalid in a future Kubernetes release: use ${quoted(form)}`;
}

function formWarnings(value: string, form: string, what: string): readonly string[] {
  return form === value || !form.includes(':') ? [] : [`${what} ${quoted(value)} should be in RFC 5952 canonical format (${quoted(form)})`];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}

const BITS = 8;

function maskedBytes({ ip, bits }: ParsedCidr): readonly number[] {
  return ip.bytes.map((byte, index) => byte & maskOf(bits, index));
}

function maskOf(bits: number, index: number): number {
  return (0xff00 >> Math.min(BITS, Math.max(0, bits - index * BITS))) & 255;
}

/** Whether an address is in a range of its own family. */
export function cidrContains({ ip: network, bits }: ParsedCidr, { bytes }: Pick<ParsedIp, 'bytes'>): boolean {
  if (network.bytes.length !== bytes.length) return false;
  return bytes.every((byte, index) => ((byte ^ (network.bytes[index] ?? 0)) & maskOf(bits, index)) === 0);
}
