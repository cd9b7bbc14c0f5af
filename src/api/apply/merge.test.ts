import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../scalars.ts';
import { builtInSchema } from './built-in-schema.ts';
import { mergeOver } from './merge.ts';
import { structuralSchema } from './structural-schema.ts';
import { findingsText } from './validate.ts';

const LETTERS = structuralSchema({
  type: 'object',
  properties: { set: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' } },
});

describe('the order of a merged set', () => {
  it.each([
    ['abc', 'ab', 'abc'],
    ['ab', 'abc', 'abc'],
    ['abc', '', 'abc'],
    ['ab', 'ba', 'ba'],
    ['abc', 'def', 'abcdef'],
    ['abc', 'cdef', 'abcdef'],
    ['abcgf', 'cdef', 'abcgdef'],
    ['cdef', 'ace', 'acdef'],
    ['abcxyz', 'defxyz', 'abcdefxyz'],
    ['cagf', 'cfag', 'cfag'],
    ['abcd', 'defa', 'bcdefa'],
    ['cdefghij', '2h3e4kl', 'cdfg2hij3e4kl'],
    ['abcdefghij', '1b2h3e4kl', 'a1bcdfg2hij3e4kl'],
    ['abb', 'c', 'abbc'],
    ['abb', 'b', 'ab'],
    ['abb', 'a', 'abb'],
    ['abcdec', '1b2ed', 'a1bc2ecd'],
    ['abcdec', '1b2ced', 'a1b2ced'],
    ['aabb', 'bcd', 'aabcd'],
    ['cagfca', 'cfag', 'cfag'],
  ])('%s and %s make %s', (live, applied, expected) => {
    const merged = mergeOver(LETTERS, { set: live.split('') }, { set: applied.split('') }) as { set: string[] };
    expect(merged.set.join('')).toBe(expected);
  });
});

describe('a configuration over a live object', () => {
  it.each<[string, JsonValue, JsonValue, JsonValue]>([
    [
      'keyed lists element by element',
      { spec: { containers: [{ name: 'a', image: 'x' }] } },
      { spec: { containers: [{ name: 'a', tty: true }] } },
      { spec: { containers: [{ name: 'a', image: 'x', tty: true }] } },
    ],
    [
      'ports by both keys, the protocol being TCP unless said',
      { spec: { ports: [{ port: 80, protocol: 'TCP', name: 'a' }] } },
      {
        spec: {
          ports: [
            { port: 80, nodePort: 1 },
            { port: 80, protocol: 'UDP' },
          ],
        },
      },
      {
        spec: {
          ports: [
            { port: 80, protocol: 'TCP', name: 'a', nodePort: 1 },
            { port: 80, protocol: 'UDP' },
          ],
        },
      },
    ],
    [
      'atomic lists as a whole',
      { spec: { template: { spec: { containers: [{ name: 'a', args: ['1', '2'] }] } } } },
      { spec: { template: { spec: { containers: [{ name: 'a', args: ['3'] }] } } } },
      { spec: { template: { spec: { containers: [{ name: 'a', args: ['3'] }] } } } },
    ],
    [
      'atomic maps as a whole',
      { spec: { selector: { matchLabels: { a: 'b' } } } },
      { spec: { selector: { matchLabels: { c: 'd' } } } },
      { spec: { selector: { matchLabels: { c: 'd' } } } },
    ],
    [
      'labels one by one',
      { metadata: { labels: { a: '1', b: '2' } } },
      { metadata: { labels: { a: '3' } } },
      { metadata: { labels: { a: '3', b: '2' } } },
    ],
  ])('merges %s', (_name, live, applied, expected) => {
    const kind = JSON.stringify(live).includes('"port"')
      ? 'Service'
      : JSON.stringify(live).includes('selector') || JSON.stringify(live).includes('template')
        ? 'Deployment'
        : 'Pod';
    expect(mergeOver(builtInSchema(kind), live, applied)).toEqual(expected);
  });
});

describe('what is wrong with a configuration', () => {
  it.each<[JsonValue, string | undefined]>([
    [{ spec: { containers: [{ name: 'a', image: 'x', resources: { limits: { cpu: 1 } } }] } }, undefined],
    [{ spec: { foo: 1 } }, '.spec.foo: field not declared in schema'],
    [{ spec: { containers: [{ name: 'a' }, { name: 'a' }] } }, '.spec.containers: duplicate entries for key [name="a"]'],
    [{ spec: { nodeName: 4 } }, '.spec.nodeName: expected string, got &value.valueUnstructured{Value:4}'],
    [{ spec: { hostNetwork: 'yes' } }, '.spec.hostNetwork: expected boolean, got &{yes}'],
    [{ spec: { priority: 'x' } }, '.spec.priority: expected numeric (int or float), got string'],
    [{ spec: { containers: { a: 1 } } }, '.spec.containers: expected list, got &{map[a:1]}'],
    [{ metadata: { labels: ['a'] }, spec: 'x' }, 'errors:\n  .metadata.labels: expected map, got &{[a]}\n  .spec: expected map, got &{x}'],
    [{ spec: { containers: ['a'] } }, '.spec.containers: element 0: associative list with keys may not have non-map elements'],
    [
      { metadata: { finalizers: [null] } },
      ".metadata.finalizers: element 0: associative list without keys has an element that's an explicit null",
    ],
  ])('%j', (configuration, expected) => {
    expect(findingsText(builtInSchema('Pod'), configuration)).toBe(expected);
  });
});
