import { describe, expect, it } from 'vitest';
import { difference, hasPath, intersection, isEmpty, pathsOf, readFieldSet, setOf, union, without } from './field-set.ts';
import { compareElements, pathText } from './path-element.ts';

/** `a.b` for a path of fields. */
const set = (...paths: readonly string[]) => setOf(...paths.map((path) => path.split('.').map((name) => `f:${name}`)));
const texts = (fields: ReturnType<typeof set>) => [...pathsOf(fields)].map((path) => pathText(path).slice(1));

describe('the algebra of field sets', () => {
  it.each([
    ['union', union, ['a.b', 'a.b.c', 'b', 'd', 'e']],
    ['intersection', intersection, ['a.b', 'b']],
    ['difference: what is below a path of the other stays', difference, ['a.b.c', 'd']],
    ['without: what is below a path of the other goes too', without, ['d']],
  ] as const)('%s', (_name, combine, expected) => {
    expect(texts(combine(set('b', 'd', 'a.b', 'a.b.c'), set('a.b', 'b', 'e'))).sort()).toEqual(expected);
  });

  it('knows a path from the paths that go on from it', () => {
    const fields = set('a.b.c');
    expect([hasPath(fields, ['f:a', 'f:b', 'f:c']), hasPath(fields, ['f:a', 'f:b']), hasPath(fields, [])]).toEqual([true, false, false]);
    expect(isEmpty(difference(fields, fields))).toBe(true);
  });

  it('writes the point for a path that ends where others go on', () => {
    expect(JSON.stringify(set('a.b', 'a', 'c'))).toBe('{"f:a":{".":{},"f:b":{}},"f:c":{}}');
  });
});

describe('FieldsV1', () => {
  it('is read in its own order and form', () => {
    const read = readFieldSet({ 'k:{"protocol":"TCP", "containerPort":443}': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {} } });
    expect(JSON.stringify(read)).toBe(
      JSON.stringify({ 'k:{"containerPort":80,"protocol":"TCP"}': {}, 'k:{"containerPort":443,"protocol":"TCP"}': {} }),
    );
  });

  it.each(['x', 'no colon', 'k:{', 'v:'])('refuses %j', (element) => {
    expect(() => readFieldSet({ [element]: {} })).toThrow();
  });

  it('passes over kinds of elements that it does not know', () => {
    expect(readFieldSet({ 'z:1': {}, 'f:a': {} })).toEqual({ 'f:a': {} });
  });

  it('has fields before keys before values', () => {
    const elements = ['v:"b"', 'v:10', 'v:9', 'k:{"name":"b"}', 'k:{"name":"a","x":1}', 'k:{"name":"a"}', 'f:b', 'f:a'];
    expect(elements.sort(compareElements)).toEqual([
      'f:a',
      'f:b',
      'k:{"name":"a"}',
      'k:{"name":"a","x":1}',
      'k:{"name":"b"}',
      'v:9',
      'v:10',
      'v:"b"',
    ]);
  });

  it('is shown in messages as a path', () => {
    expect(pathText(['f:spec', 'f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:name'])).toBe('.spec.ports[port=80,protocol="TCP"].name');
    expect(pathText(['f:finalizers', 'v:"a"'])).toBe('.finalizers[="a"]');
  });
});
