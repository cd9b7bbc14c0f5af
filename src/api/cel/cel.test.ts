import { describe, expect, it } from 'vitest';
import { compile, environmentOf, evaluate } from './cel.ts';
import { DYN, INT, STRING, listType, objectType } from './types.ts';
import { type Value, listOf, mapOf, valueText } from './values.ts';

const SELF = objectType('selfType1', (name) => ({ size: INT, name: STRING, tags: listType(STRING) })[name]);
const ENVIRONMENT = environmentOf([
  ['self', SELF],
  ['x', INT],
  ['any', DYN],
]);

const VALUES: { readonly [name: string]: Value } = {
  self: mapOf([
    ['size', 3n],
    ['name', 'Zürich'],
    ['tags', listOf(['a', 'b'])],
  ]),
  x: 5n,
  any: mapOf([['deep', mapOf([['er', 1n]])]]),
};

function result(source: string): string {
  const compiled = compile(source, ENVIRONMENT);
  if ('errors' in compiled) return compiled.errors;
  const outcome = evaluate(compiled, (name) => VALUES[name]);
  return 'error' in outcome ? `error: ${outcome.error}` : valueText(outcome.value);
}

describe('what can be compiled', () => {
  it.each([
    ['self.other > 1', "ERROR: <input>:1:5: undefined field 'other'\n | self.other > 1\n | ....^"],
    ['x.foo', "ERROR: <input>:1:2: type 'int' does not support field selection\n | x.foo\n | .^"],
    ['who == 1', "ERROR: <input>:1:1: undeclared reference to 'who' (in container '')\n | who == 1\n | ^"],
    [`1 + 'a'`, `ERROR: <input>:1:3: found no matching overload for '_+_' applied to '(int, string)'\n | 1 + 'a'\n | ..^`],
    ['x.map(1, 2)', 'ERROR: <input>:1:7: argument must be a simple name\n | x.map(1, 2)\n | ......^'],
    [`'a`, undefined],
    ['object.', undefined],
  ])('%s is refused', (source, text) => {
    if (text === undefined) expect(result(source)).toMatch(/^ERROR: <input>:1:\d+: Syntax error: /);
    else expect(result(source)).toBe(text);
  });

  it('finds what is wrong with literals before anything runs', () => {
    expect(result(`'a'.matches('[')`)).toMatch(/^ERROR: <input>:1:13: invalid matches argument\n/);
    expect(result(`duration('1 parsec')`)).toMatch(/^ERROR: <input>:1:10: invalid duration argument\n/);
  });
});

describe('operators and macros', () => {
  it.each([
    ['1 + 2 * 3 - 4', '3'],
    ['5 / 2 + 5 % 2', '3'],
    ['1 / 0', 'error: division by zero'],
    ['9223372036854775807 + x', 'error: integer overflow'],
    ['x > 3 && self.size < 4', 'true'],
    ['1 / 0 > 1 || true', 'true'],
    ['1.0 == any.deep.er', 'true'],
    ['[1, 2, 3].all(i, i > 0) && [1, 2].exists(i, i == 2) && [1, 2].exists_one(i, i == 2)', 'true'],
    ['[1, 2, 3].filter(i, i > 1).map(i, i * 2)', '[4, 6]'],
    ['[3, 4].transformList(index, item, index * item)', '[0, 4]'],
    [`{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 10)`, '{b: 20}'],
    ['has(any.deep.er) && !has(any.deep.other)', 'true'],
    ['any.deep.other', 'error: no such key: other'],
    ['[1, 2][5]', 'error: index out of bounds: 5'],
    ['any.?deep.?other.orValue(7)', '7'],
    [`[?any.?nothing, any.deep.er]`, '[1]'],
    ['cel.bind(double, x * 2, double + double)', '20'],
    [`x > 1 ? 'many' : 'few'`, 'many'],
    [`'b' in self.tags && 'deep' in any`, 'true'],
    ['type(x) == int && type(self.name) == string', 'true'],
  ])('%s is %s', (source, text) => expect(result(source)).toContain(text));
});

describe('cost', () => {
  function cost(source: string): number {
    const compiled = compile(source, ENVIRONMENT);
    if ('errors' in compiled) throw new Error(compiled.errors);
    return evaluate(compiled, (name) => VALUES[name]).cost;
  }

  it.each([
    ['x', 1],
    ['x + 2', 2],
    [`self.name == 'Zürich'`, 3],
    ['self.tags.all(tag, size(tag) > 0)', 15],
  ])('%s costs %i', (source, expected) => expect(cost(source)).toBe(expected));

  it('has a limit', () => {
    const many = '[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]';
    const nested = ['a', 'b', 'c', 'd', 'e', 'f'].reduceRight((inner, name) => `${many}.all(${name}, ${inner})`, 'x > 0');
    expect(result(nested)).toBe('error: operation cancelled: actual cost limit exceeded');
  });
});
