import { describe, expect, test } from 'vitest';
import { cidrWarnings, ipWarnings } from './cidr.ts';

const OUTDATED = 'will be considered invalid in a future Kubernetes release';

describe('what is said of', () => {
  test.each<[ip: string, warnings: readonly string[]]>([
    ['10.0.0.1', []],
    ['nonsense', []],
    ['2001:db8::1', []],
    ['010.0.0.1', [`f: non-standard IP address "010.0.0.1" ${OUTDATED}: use "10.0.0.1"`]],
    ['::ffff:10.0.0.1', [`f: non-standard IP address "::ffff:10.0.0.1" ${OUTDATED}: use "10.0.0.1"`]],
    ['2001:DB8:0::1', ['f: IPv6 address "2001:DB8:0::1" should be in RFC 5952 canonical format ("2001:db8::1")']],
  ])('the address %s', (ip, warnings) => {
    expect(ipWarnings(ip, 'f')).toEqual(warnings);
  });

  test.each<[cidr: string, warnings: readonly string[]]>([
    ['10.0.0.0/8', []],
    [
      '10.1.0.0/08',
      [
        'f: CIDR value "10.1.0.0/08" is ambiguous in this context (should be "10.0.0.0/8" or "10.1.0.0/32"?)',
        `f: non-standard CIDR value "10.1.0.0/08" ${OUTDATED}: use "10.0.0.0/8"`,
      ],
    ],
    ['2001:DB8::/64', ['f: IPv6 CIDR value "2001:DB8::/64" should be in RFC 5952 canonical format ("2001:db8::/64")']],
  ])('the range %s', (cidr, warnings) => {
    expect(cidrWarnings(cidr, 'f')).toEqual(warnings);
  });
});
