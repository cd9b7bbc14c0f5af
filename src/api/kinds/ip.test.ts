import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fieldErrorText } from '../field-error.ts';
import { findingsOf } from './checks.ts';
import { checkCidr, checkIp, checkNotSpecial } from './ip.ts';

interface Case {
  readonly name: string;
  readonly in: { readonly rule: string; readonly value: string };
  readonly out: { readonly errors: readonly string[] };
}

const file = new URL('../../testing/data/tables/validation-ip.json', import.meta.url);
const { cases }: { cases: readonly Case[] } = JSON.parse(readFileSync(file, 'utf8'));

/** Recorded with the newest rule, which also asks for the canonical form; fields of these kinds do not. */
const isAboutForm = ({ out }: Case): boolean => out.errors.some((error) => error.includes('canonical form'));

describe.each([
  ['ip', checkIp],
  ['cidr', checkCidr],
] as const)('%s', (rule, check) => {
  test.each(cases.filter((each) => each.in.rule === rule && !isAboutForm(each)))('$in.value', ({ in: { value }, out }) => {
    expect(findingsOf((findings) => check(value, 'f', findings)).map(fieldErrorText)).toEqual(out.errors);
  });
});

test.each([
  ['10.1.2.3', ''],
  ['0.0.0.0', 'may not be unspecified (0.0.0.0 or ::)'],
  ['::', 'may not be unspecified (0.0.0.0 or ::)'],
  ['127.8.9.1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['::1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['169.254.169.254', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['fe80::1', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['224.0.0.251', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ['ff02::1', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
])('%s may be an endpoint: %s', (ip, problem) => {
  expect(findingsOf((findings) => checkNotSpecial(ip, 'f', findings)).map(({ detail }) => detail)).toEqual(problem === '' ? [] : [problem]);
});
