import { expect, test } from 'vitest';
import { findingsOf } from './checks.ts';
import { checkNotSpecial } from './ip.ts';

test.each([
  ['10.1.2.3', ''],
  ['0.0.0.0', 'may not be unspecified (0.0.0.0)'],
  ['::', 'may not be unspecified (::)'],
  ['127.8.9.1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['::1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['169.254.169.254', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['fe80::1', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['224.0.0.251', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ['ff02::1', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
])('%s may be an endpoint: %s', (ip, problem) => {
  expect(findingsOf((findings) => checkNotSpecial(ip, 'f', findings)).map(({ detail }) => detail)).toEqual(problem === '' ? [] : [problem]);
});
