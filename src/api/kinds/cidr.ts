import { type ParsedCidr, type ParsedIp, formatIp, parseCidr, parseIp } from './ip.ts';

/** Texts of Warning headers about an address in a field that takes other than the canonical form (`validation.GetWarningsForIP`). */
export function ipWarnings(value: string, path: string): readonly string[] {
  const ip = parseIp(value);
  return ip === undefined ? [] : formWarnings(value, formatIp(ip), `${path}: IPv6 address`);
}

export function cidrWarnings(value: string, path: string): readonly string[] {
  const cidr = parseCidr(value);
  return cidr === undefined ? [] : formWarnings(value, `${formatIp(cidr.ip)}/${cidr.bits}`, `${path}: IPv6 CIDR value`);
}

function formWarnings(value: string, form: string, what: string): readonly string[] {
  if (form === value || !form.includes(':')) return [];
  return [`${what} ${JSON.stringify(value)} should be in RFC 5952 canonical format (${JSON.stringify(form)})`];
}

/** Whether an address is in a range of its own family. */
export function cidrContains({ ip: network, bits }: ParsedCidr, { bytes }: Pick<ParsedIp, 'bytes'>): boolean {
  if (network.bytes.length !== bytes.length) return false;
  return bytes.every(
    (byte, index) => ((byte ^ (network.bytes[index] ?? 0)) & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 255) === 0,
  );
}
