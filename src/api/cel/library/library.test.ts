import { describe, expect, it } from 'vitest';
import { compile, environmentOf, evaluate } from '../cel.ts';
import { DYN } from '../types.ts';
import { valueText } from '../values.ts';

const ENVIRONMENT = environmentOf([['any', DYN]]);

function result(source: string): string {
  const compiled = compile(source, ENVIRONMENT);
  if ('errors' in compiled) return compiled.errors;
  const outcome = evaluate(compiled, () => undefined);
  return 'error' in outcome ? `error: ${outcome.error}` : valueText(outcome.value);
}

const CASES: { readonly [library: string]: readonly (readonly [string, string])[] } = {
  strings: [
    [`'tacocat'.charAt(3)`, 'o'],
    [`'hello hello'.indexOf('ello', 2)`, '7'],
    [`'hello hello'.lastIndexOf('hello')`, '6'],
    [`['a', 'b'].join('-')`, 'a-b'],
    [`'TacØ'.lowerAscii()`, 'tacØ'],
    [`'hello'.replace('l', 'L', 1)`, 'heLlo'],
    [`'a,b,c'.split(',', 2)`, '[a, b,c]'],
    [`'smörgås'.substring(2, 4)`, 'ör'],
    [`'  x\t'.trim()`, 'x'],
    [`'%s is %d, %.2f, %x'.format(['a', 3, 2.5, 255])`, 'a is 3, 2.50, ff'],
  ],
  lists: [
    ['[1, 2, 2].isSorted() && ![2, 1].isSorted()', 'true'],
    ['[1, 2, 3].sum() + [3, 1].min() + [3, 1].max()', '10'],
    [`['a', 'b', 'a'].lastIndexOf('a')`, '2'],
    ['[1, 2, 3, 4].slice(1, 3)', '[2, 3]'],
    ['[[1], [2, 3]].flatten()', '[1, 2, 3]'],
    ['[3, 1, 2].sort()', '[1, 2, 3]'],
    ['[1, 2, 1].distinct()', '[1, 2]'],
    ['sets.contains([1, 2, 3], [2]) && sets.intersects([1], [1, 2]) && sets.equivalent([1, 1], [1])', 'true'],
  ],
  regex: [
    [`'abc 123 def 456'.findAll('[0-9]+')`, '[123, 456]'],
    [`'abc 123'.find('[0-9]+') + 'abc'.find('[0-9]')`, '123'],
    [`'abc'.matches('^a.c$')`, 'true'],
  ],
  urls: [
    [`url('https://a.b:80/c?d=e').getPort()`, '80'],
    [`url('https://[::1]:80/c').getHostname()`, '::1'],
    [`url('https://a/c?d=e&d=f').getQuery()['d']`, '[e, f]'],
    [`isURL('../relative')`, 'false'],
  ],
  quantities: [
    [`quantity('1Gi').compareTo(quantity('1024Mi'))`, '0'],
    [`quantity('50k').add(quantity('20')).asInteger()`, '50020'],
    [`quantity('1.5').sub(1).isGreaterThan(quantity('400m'))`, 'true'],
    [`isQuantity('1.3Gi') && !isQuantity('200K')`, 'true'],
  ],
  addresses: [
    [`ip('127.0.0.1').isLoopback() && ip('::1').family() == 6`, 'true'],
    [`ip.isCanonical('2001:DB8::ABCD')`, 'false'],
    [`isIP('1.2.3.256')`, 'false'],
    [`cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')`, 'true'],
    [`string(cidr('192.168.1.5/24').masked())`, '192.168.1.0/24'],
  ],
  versions: [
    [`semver('1.2.3').isLessThan(semver('1.10.0'))`, 'true'],
    [`semver('v1.2', true).minor()`, '2'],
    [`isSemver('1.2')`, 'false'],
  ],
  formats: [
    [`format.dns1123Label().validate('ok').hasValue()`, 'false'],
    [`format.named('dns1123Subdomain').value().validate('Not').hasValue()`, 'true'],
    [`format.named('nothing').hasValue()`, 'false'],
  ],
  times: [
    [`string(timestamp('2024-01-01T00:00:00Z') + duration('36h'))`, '2024-01-02T12:00:00Z'],
    [`duration('1h30m').getMinutes()`, '90'],
    [`timestamp('2024-02-29T23:00:00Z').getDayOfMonth('+02:00')`, '0'],
    [`timestamp('2024-02-29T12:00:00Z').getDayOfWeek()`, '4'],
  ],
  conversions: [
    [`int('42') + int(2.9)`, '44'],
    [`string(1.5) + string(true) + string(b'x')`, '1.5truex'],
    [`bool('t')`, 'true'],
    [`uint(-1)`, 'unsigned integer overflow'],
    [`int('x')`, `type conversion error from 'string' to 'int'`],
  ],
};

describe.each(Object.entries(CASES))('%s', (_library, cases) => {
  it.each(cases)('%s', (source, text) => expect(result(source)).toBe(text));
});
