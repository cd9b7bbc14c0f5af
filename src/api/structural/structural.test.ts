import { describe, expect, test } from 'vitest';
import { fieldErrorText } from '../field-error.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { applyDefaults } from './defaults.ts';
import { checkEmbedded } from './embedded.ts';
import { formatProblem } from './formats.ts';
import { checkListTypes } from './list-types.ts';
import { prune } from './prune.ts';
import type { StructuralSchema } from './schema.ts';
import { validateDefaults } from './validate-defaults.ts';
import { validateStructural } from './validate-schema.ts';
import { validateChange, validateValue } from './validate-value.ts';

const text: StructuralSchema = { type: 'string' };
const integer: StructuralSchema = { type: 'integer' };
const object = (properties: { readonly [name: string]: StructuralSchema }, more: StructuralSchema = {}): StructuralSchema => ({
  type: 'object',
  properties,
  ...more,
});
const listOf = (items: StructuralSchema, more: StructuralSchema = {}): StructuralSchema => ({ type: 'array', items, ...more });
const mapOf = (additionalProperties: StructuralSchema): StructuralSchema => ({ type: 'object', additionalProperties });
const open: StructuralSchema = { 'x-kubernetes-preserve-unknown-fields': true };
const resource: StructuralSchema = { 'x-kubernetes-embedded-resource': true };
const keyed = (key: string): StructuralSchema => ({ 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] });
const texts = (errors: readonly Parameters<typeof fieldErrorText>[0][]) => errors.map(fieldErrorText);

describe('pruning', () => {
  const schema = object({ a: object({ b: text }), list: listOf(object({ x: text })), map: mapOf(object({ x: text })) });
  const free = object({ free: object({ known: object({ x: text }), list: listOf({ type: 'object' }) }, open) });
  const embedding = object({ in: object({ spec: object({ x: text }) }, resource) });
  test.each<[string, StructuralSchema, JsonObject, JsonObject, string[]]>([
    ['declared fields stay', schema, { a: { b: '1' } }, { a: { b: '1' } }, []],
    ['others go', schema, { a: { b: '1', c: 2 }, d: 3 }, { a: { b: '1' } }, ['a.c', 'd']],
    ['in lists', schema, { list: [{ x: '1', y: 2 }] }, { list: [{ x: '1' }] }, ['list[0].y']],
    ['in maps', schema, { map: { k: { x: '1', y: 2 } } }, { map: { k: { x: '1' } } }, ['map.k.y']],
    [
      'type and metadata stay',
      schema,
      { apiVersion: 'v', kind: 'K', metadata: { strange: 1 } },
      { apiVersion: 'v', kind: 'K', metadata: { strange: 1 } },
      [],
    ],
    ['but not inside', schema, { a: { metadata: {} } }, { a: {} }, ['a.metadata']],
    ['what preserves keeps', free, { free: { any: { thing: 1 } } }, { free: { any: { thing: 1 } } }, []],
    ['but not in what it declares', free, { free: { known: { x: '1', y: 2 } } }, { free: { known: { x: '1' } } }, ['free.known.y']],
    ['declared lists of what preserves are pruned', free, { free: { list: [{ y: 2 }] } }, { free: { list: [{}] } }, ['free.list[0].y']],
    [
      'lists that preserve keep their items whole',
      object({ l: listOf({ type: 'object' }, open) }),
      { l: [{ y: [{ z: 1 }] }] },
      { l: [{ y: [{ z: 1 }] }] },
      [],
    ],
    [
      'embedded objects keep their metadata',
      embedding,
      { in: { kind: 'K', metadata: { x: 1 }, y: 1, spec: { y: 2 } } },
      { in: { kind: 'K', metadata: { x: 1 }, spec: {} } },
      ['in.spec.y', 'in.y'],
    ],
    [
      'forbidden members stay, to be refused',
      object({ c: { type: 'object', additionalProperties: false } }),
      { c: { x: 1 } },
      { c: { x: 1 } },
      [],
    ],
  ])('%s', (_name, own, given, expected, unknown) => {
    expect(prune(given, own)).toEqual({ object: expected, unknown });
  });
});

describe('defaults', () => {
  const withDefault = (value: JsonValue, more: StructuralSchema = {}): StructuralSchema => ({ ...more, default: value });
  test.each<[string, StructuralSchema, JsonObject, JsonObject]>([
    ['what is missing', object({ a: withDefault(1, integer) }), {}, { a: 1 }],
    ['not what is there', object({ a: withDefault(1, integer) }), { a: 0 }, { a: 0 }],
    ['inside of defaults', object({ a: withDefault({}, object({ b: withDefault('x', text) })) }), {}, { a: { b: 'x' } }],
    ['not inside of what is missing', object({ a: object({ b: withDefault('x', text) }) }), {}, {}],
    [
      'in lists and maps',
      object({ l: listOf(object({ b: withDefault(1) })), m: mapOf(object({ b: withDefault(2) })) }),
      { l: [{}], m: { k: {} } },
      { l: [{ b: 1 }], m: { k: { b: 2 } } },
    ],
    ['nulls that are not allowed give way', object({ a: withDefault(1, integer) }), { a: null }, { a: 1 }],
    ['allowed ones stay', object({ a: withDefault(1, { type: 'integer', nullable: true }) }), { a: null }, { a: null }],
    ['without a default they go', object({ a: integer }), { a: null }, {}],
    ['in maps too', object({ m: mapOf(integer) }), { m: { k: null } }, { m: {} }],
    ['those that nobody declares stay', object({}, open), { a: null }, { a: null }],
    ['items stay null', object({ l: listOf(integer) }), { l: [null] }, { l: [null] }],
    ['a null is no default', object({ a: withDefault(null, integer) }), {}, {}],
  ])('%s', (_name, schema, given, expected) => {
    expect(applyDefaults(given, schema)).toEqual(expected);
  });
});

describe('values', () => {
  const types = [{ type: 'integer', multipleOf: 5 }, { type: 'string' }];
  test.each<[string, StructuralSchema, JsonValue, string[]]>([
    ['type', object({ a: integer }), { a: 'x' }, ['a: Invalid value: "string": a in body must be of type integer: "string"']],
    ['null', object({ a: integer }), { a: null }, ['a: Invalid value: "null": a in body must be of type integer: "null"']],
    ['integers are numbers', object({ a: { type: 'number' } }), { a: 1 }, []],
    [
      'fractions are no integers, twice',
      object({ a: integer }),
      { a: 1.5 },
      [
        'a: Invalid value: "number": a in body must be of type integer: "number"',
        '<nil>: Invalid value: "": Checked value must be of type integer (default format) in a',
      ],
    ],
    [
      'range',
      object({ a: { type: 'integer', format: 'int32' } }),
      { a: 2 ** 31 },
      ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in a'],
    ],
    [
      'formats of numbers',
      object({ a: { type: 'integer', format: 'int32' } }),
      { a: true },
      ['a: Invalid value: "": a in body must be of type int32: ""'],
    ],
    [
      'formats of texts',
      object({ a: { type: 'string', format: 'date' } }),
      { a: 'x' },
      ['a: Invalid value: "x": a in body must be of type date: "x"'],
    ],
    ['formats that nobody knows', object({ a: { type: 'string', format: 'odd' } }), { a: 'x' }, []],
    [
      'formats make numbers wrong',
      object({ a: { type: 'string', format: 'date' } }),
      { a: 5 },
      ['a: Invalid value: "int64": a in body must be of type date: "int64"'],
    ],
    [
      'int or string',
      object({ a: { 'x-kubernetes-int-or-string': true } }),
      { a: true },
      ['a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"'],
    ],
    [
      'minimum before maximum',
      object({ a: { type: 'integer', minimum: 5, maximum: 1, multipleOf: 2 } }),
      { a: 3 },
      [
        'a: Invalid value: 3: a in body should be a multiple of 2',
        'a: Invalid value: 3: a in body should be greater than or equal to 5',
        'a: Invalid value: 3: a in body should be less than or equal to 1',
      ],
    ],
    [
      'exclusive',
      object({ a: { type: 'integer', minimum: 3, exclusiveMinimum: true } }),
      { a: 3 },
      ['a: Invalid value: 3: a in body should be greater than 3'],
    ],
    [
      'fractions of integers',
      object({ a: { type: 'number', multipleOf: 0.5 } }),
      { a: 3 },
      ['a: Invalid value: 0: factor MultipleOf declared for a must be positive: 0'],
    ],
    [
      'only the first of a text',
      object({ a: { type: 'string', maxLength: 1, pattern: '^x$' } }),
      { a: 'ab' },
      ['a: Too long: may not be more than 1 bytes'],
    ],
    ['pattern', object({ a: { type: 'string', pattern: '^x$' } }), { a: 'ab' }, [`a: Invalid value: "ab": a in body should match '^x$'`]],
    ['characters, not bytes', object({ a: { type: 'string', maxLength: 1 } }), { a: 'ä' }, []],
    [
      'lists',
      object({ a: listOf(integer, { minItems: 3, maxItems: 1 }) }),
      { a: [1, 'x'] },
      [
        'a[1]: Invalid value: "string": a[1] in body must be of type integer: "string"',
        'a: Invalid value: 2: a in body should have at least 3 items',
        'a: Too many: 2: must have at most 1 items',
      ],
    ],
    [
      'maps',
      object({ m: mapOf(integer) }),
      { m: { k: 'x' } },
      ['m.k: Invalid value: "string": m.k in body must be of type integer: "string"'],
    ],
    ['counts', object({ m: { type: 'object', maxProperties: 1 } }), { m: { a: 1, b: 2 } }, ['m: Too many: 2: must have at most 1 items']],
    [
      'forbidden members',
      object({ m: { type: 'object', additionalProperties: false } }),
      { m: { k: 1 } },
      ['m: Invalid value: "k": m.k in body is a forbidden property'],
    ],
    [
      'required',
      object({ m: object({}, { required: ['x'] }) }, { required: ['y'] }),
      { m: {} },
      ['m.x: Required value', 'y: Required value'],
    ],
    ['enum', object({ a: { type: 'string', enum: ['x', 'y'] } }), { a: 'z' }, ['a: Unsupported value: "z": supported values: "x", "y"']],
    [
      'a null is none of them',
      object({ a: { type: 'string', nullable: true, enum: ['x'] } }),
      { a: null },
      ['a: Unsupported value: null: supported values: "x"'],
    ],
    [
      'anyOf shows what came nearest',
      object({ a: { ...open, anyOf: types } }),
      { a: 3 },
      [
        '<nil>: Invalid value: "": "a" must validate at least one schema (anyOf)',
        'a: Invalid value: 3: a in body should be a multiple of 5',
      ],
    ],
    [
      'oneOf, none',
      object({ a: { ...open, oneOf: types } }),
      { a: 3 },
      [
        '<nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found none valid',
        'a: Invalid value: 3: a in body should be a multiple of 5',
      ],
    ],
    [
      'oneOf, two',
      object({ a: { ...integer, oneOf: [{ minimum: 1 }, { minimum: 2 }] } }),
      { a: 3 },
      ['<nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found 2 valid alternatives'],
    ],
    [
      'allOf',
      object({ a: { ...integer, allOf: [{ minimum: 5 }, { minimum: 1 }] } }),
      { a: 3 },
      [
        'a: Invalid value: 3: a in body should be greater than or equal to 5',
        '<nil>: Invalid value: "": "a" must validate all the schemas (allOf)',
      ],
    ],
    [
      'not',
      object({ a: { ...integer, not: { minimum: 1 } } }),
      { a: 3 },
      ['<nil>: Invalid value: "": "a" must not validate the schema (not)'],
    ],
  ])('%s', (_name, schema, value, expected) => {
    expect(texts(validateValue(value, schema))).toEqual(expected);
  });
});

describe('changes of what was wrong before', () => {
  const small: StructuralSchema = { type: 'integer', maximum: 5 };
  const schema = object({
    a: small,
    b: small,
    o: object({ a: small, t: text }, { required: ['t'] }),
    l: listOf(object({ k: text, a: small }), keyed('k')),
    atomic: listOf(small),
    map: mapOf(small),
  });
  const wrong = (path: string) => `${path}: Invalid value: 9: ${path} in body should be less than or equal to 5`;
  test.each<[string, JsonObject, JsonObject, string[]]>([
    ['the same', { a: 9 }, { a: 9, b: 1 }, []],
    ['another wrong value', { a: 8 }, { a: 9 }, [wrong('a')]],
    ['a new one', {}, { a: 9 }, [wrong('a')]],
    ['inside', { o: { a: 9, t: 'x' } }, { o: { a: 9, t: 'y' } }, []],
    ['what is still missing in what changed', { o: { a: 1 } }, { o: { a: 2 } }, ['o.t: Required value']],
    ['what is still missing in what did not', { o: { a: 1 } }, { o: { a: 1 }, b: 1 }, []],
    [
      'items by their key',
      { l: [{ k: 'x', a: 9 }] },
      {
        l: [
          { k: 'n', a: 1 },
          { k: 'x', a: 9 },
        ],
      },
      [],
    ],
    ['items of other lists', { atomic: [9] }, { atomic: [9, 1] }, [wrong('atomic[0]')]],
    ['whole lists', { atomic: [9] }, { atomic: [9], b: 1 }, []],
    ['members of maps', { map: { x: 9 } }, { map: { x: 9, y: 1 } }, []],
  ])('%s', (_name, old, value, expected) => {
    expect(texts(validateChange(value, old, schema))).toEqual(expected);
  });
});

describe('lists of sets and maps', () => {
  const set = object({ s: listOf(text, { 'x-kubernetes-list-type': 'set' }), m: listOf(object({ k: text }), keyed('k')) });
  test.each<[string, JsonObject, string[]]>([
    ['different ones', { s: ['a', 'b'], m: [{ k: 'a' }, { k: 'b' }] }, []],
    ['the same, told once', { s: ['a', 'a', 'a'] }, ['s[1]: Duplicate value: "a"']],
    [
      'the same key',
      {
        m: [
          { k: 'a', x: 1 },
          { k: 'a', x: 2 },
        ],
      },
      ['m[1]: Duplicate value: {"k":"a"}'],
    ],
    ['no key', { m: [{}, {}] }, ['m[1]: Duplicate value: {}']],
    ['no objects', { m: ['a'] }, ['m[0]: Invalid value: "a": must be an object for an array of list-type map']],
  ])('%s', (_name, value, expected) => {
    expect(texts(checkListTypes(value, set))).toEqual(expected);
  });
});

describe('embedded objects', () => {
  const schema = object({ in: { ...resource, ...open, type: 'object' }, map: mapOf({ ...resource, ...open, type: 'object' }) });
  test.each<[string, JsonObject, string[]]>([
    ['whole', { in: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } } }, []],
    ['without a type', { in: {} }, ['in.apiVersion: Required value', 'in.kind: Required value']],
    ['in maps', { map: { x: { apiVersion: 'v1' } } }, ['map[x].kind: Required value']],
    [
      'odd versions',
      { in: { apiVersion: 'a/b/c', kind: 'Pod' } },
      ['in.apiVersion: Invalid value: "a/b/c": unexpected GroupVersion string: a/b/c'],
    ],
    [
      'odd names',
      { in: { apiVersion: 'v1', kind: 'Pod', metadata: { name: '..' } } },
      [`in.metadata.name: Invalid value: "..": may not be '..'`],
    ],
  ])('%s', (_name, value, expected) => {
    expect(texts(checkEmbedded(value, schema))).toEqual(expected);
  });
});

describe('schemas', () => {
  test.each<[string, StructuralSchema, string[]]>([
    ['structural', object({ a: text, l: listOf(text), m: mapOf(text) }), []],
    [
      'without types',
      { properties: { a: {} } },
      [
        's.properties[a].type: Required value: must not be empty for specified object fields',
        's.type: Required value: must not be empty at the root',
      ],
    ],
    ['lists without items', object({ l: { type: 'array' } }), ['s.properties[l].items: Required value: must be specified']],
    [
      'maps at the root',
      { type: 'object', additionalProperties: text },
      ['s.additionalProperties: Forbidden: must not be used at the root'],
    ],
    [
      'types in alternatives',
      object({ a: { ...text, anyOf: [{ type: 'string' }] } }),
      ['s.properties[a].anyOf[0].type: Forbidden: must be empty to be structural'],
    ],
    ['but for those of int or string', object({ a: { 'x-kubernetes-int-or-string': true, anyOf: [integer, text] } }), []],
    [
      'fields in alternatives alone',
      object({ a: text }, { oneOf: [{ required: ['b'], properties: { b: {} } }] }),
      ['s.properties[b]: Required value: because it is defined in s.oneOf[0].properties[b]'],
    ],
    [
      'rules about metadata',
      object({ metadata: object({ labels: mapOf(text) }) }),
      [
        's.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
      ],
    ],
    [
      'patterns',
      object({ a: { ...text, pattern: '(' } }),
      [
        's.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn\'t: error parsing regexp: missing closing ): `(`',
      ],
    ],
    [
      'embedded, undeclared',
      object({ a: { type: 'object', ...resource } }),
      [
        's.properties[a].properties: Required value: must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ],
    ],
  ])('%s', (_name, schema, expected) => {
    expect(texts(validateStructural(schema, 's'))).toEqual(expected);
  });

  test.each<[string, StructuralSchema, string[]]>([
    ['good', object({ a: { ...integer, default: 1 } }), []],
    [
      'of another type',
      object({ a: { ...integer, default: 'x' } }),
      ['s.properties[a].default: Invalid value: "string":  in body must be of type integer: "string"'],
    ],
    [
      'inside',
      object({ a: object({ b: integer }, { default: { b: 'x' } }) }),
      ['s.properties[a].default.b: Invalid value: "string": b in body must be of type integer: "string"'],
    ],
    [
      'that would be pruned',
      object({ a: object({ b: integer }, { default: { c: 1 } }) }),
      ['s.properties[a].default: Invalid value: {"c":1}: must not have unknown fields'],
    ],
    [
      'that break a rule',
      object({ a: { ...integer, default: 9, 'x-kubernetes-validations': [{ rule: 'self < 5' }] } }),
      ['s.properties[a].default: Invalid value: 9: failed rule: self < 5'],
    ],
  ])('defaults %s', (_name, schema, expected) => {
    expect(texts(validateDefaults(schema, 's'))).toEqual(expected);
  });
});

test.each<[string, readonly string[], readonly string[]]>([
  ['uri', ['http://a.b/c', '/a', 'mailto:x'], ['a b', '', 'a']],
  ['email', ['a@b.c', 'A <a@b>'], ['a', '@b']],
  ['hostname', ['a', 'a-b.com', 'example.london'], ['-a', 'a_b', 'a.c1', '']],
  ['ipv4', ['1.2.3.4', '010.0.0.1'], ['1.2.3', '::1']],
  ['ipv6', ['::1'], ['1.2.3.4']],
  ['cidr', ['10.0.0.0/8', 'fe80::/10'], ['10.0.0.0']],
  [
    'mac',
    ['00:11:22:33:44:55', '0011.2233.4455', '00-11-22-33-44-55-66-77'],
    ['00:11:22:33:44', '00:11-22:33:44:55', '00:11:22:33:44:55:66'],
  ],
  ['uuid4', ['6ba7b810-9dad-41d1-80b4-00c04fd430c8'], ['6ba7b810-9dad-11d1-80b4-00c04fd430c8']],
  ['isbn', ['0321751043', '978-0321751041'], ['0321751044']],
  ['creditcard', ['4111 1111 1111 1111'], ['4111 1111 1111 1112']],
  ['byte', ['YQ=='], ['YQ=', '']],
  ['date', ['2024-02-29'], ['2023-02-29', '2024-1-1']],
  ['date-time', ['2024-02-29T23:59:59Z', '2024-01-01t00:00:00.5+01:00'], ['2024-01-01', '2024-01-01T24:00:00Z']],
  ['duration', ['1h30m', '22 ns', '3 weeks', '0'], ['abc', '1', '']],
  ['k8s-short-name', ['a-b'], ['a.b', 'A']],
  ['k8s-long-name', ['a.b-c'], ['a..b']],
  ['rgbcolor', ['rgb(1, 2, 255)'], ['rgb(1,2,256)']],
])('format %s', (format, right, wrong) => {
  expect(right.filter((value) => formatProblem(format, value) !== undefined)).toEqual([]);
  expect(wrong.filter((value) => formatProblem(format, value) === undefined)).toEqual([]);
});
