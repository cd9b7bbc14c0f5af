import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ownValue } from '../../base/own.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import type { KindDefinition } from '../../api/kind.ts';
import { KINDS } from '../../api/kinds/registry.ts';
import { apiVersionOf } from '../../api/object.ts';
import { isRecord } from '../../api/patch/record.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { type FieldType, type ScalarType, fieldsOf } from '../../api/schema.ts';
import { asWritten } from '../../api/written.ts';
import { jsonOf } from './protobuf-json.ts';

/** What the recorded OpenAPI says of a kind, in all its fields: written as a message and read again, nothing is lost or changed. */
const scalars: Readonly<Record<ScalarType, fc.Arbitrary<JsonValue>>> = {
  string: fc.string({ unit: 'grapheme', maxLength: 8 }),
  bytes: fc.constantFrom('', 'AA==', 'AP/+', 'w6k='),
  quantity: fc.constantFrom('0', '1', '100m', '1Gi'),
  time: fc.constantFrom('1970-01-01T00:00:00Z', '2026-01-05T09:00:01Z', '0001-01-02T00:00:00Z', '9999-12-31T23:59:59Z'),
  microtime: fc.constantFrom('2026-01-05T09:00:01.000001Z', '1969-12-31T23:59:59.999999Z'),
  intstr: fc.oneof(fc.integer(), fc.constantFrom('', '25%', 'http')),
  bool: fc.boolean(),
  int32: fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 2 ** 31 - 1, -(2 ** 31))),
  int64: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(0, -1, 127, 128, 2 ** 32, -(2 ** 32), 2 ** 53, -(2 ** 62))),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
  any: fc.constantFrom<JsonValue>({ a: [1, 'é', { b: false }] }, { f: {} }),
};
/** The schema does not tell what these are. */
const ofSchemas: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  items: fc.constantFrom<JsonValue>({ type: 'string' }, [{ type: 'string' }, { not: {} }]),
  additionalItems: fc.constantFrom<JsonValue>(true, { minLength: 0 }),
  additionalProperties: fc.constantFrom<JsonValue>(false, { maximum: 0.5 }),
  dependencies: fc.constantFrom<JsonValue>({ a: ['b'], c: { not: {} } }),
};
const key = fc.oneof(fc.string({ maxLength: 4 }), fc.constant('__proto__'));

const DEEPEST = 7;

/** `path`: the messages on the way; one that is within itself ends. */
function ofType(type: FieldType, path: readonly string[]): fc.Arbitrary<JsonValue> {
  switch (type.form) {
    case 'scalar':
      return scalars[type.scalar];
    case 'object':
      return ofSchema(type.schema, path);
    case 'list':
      return fc.array(ofType(type.items, path), { minLength: 1, maxLength: 2 });
    case 'map':
      return fc.dictionary(key, ofType(type.values, path), { minKeys: 1, maxKeys: 2 });
    default:
      return type satisfies never;
  }
}

function ofSchema(schema: string, path: readonly string[]): fc.Arbitrary<{ readonly [name: string]: JsonValue }> {
  const within = [...path, schema];
  const fields = [...fieldsOf(schema).values()].filter(
    ({ name, type }) => !(isObject(schema) && (name === 'kind' || name === 'apiVersion')) && !isEndless(type, within),
  );
  const values = Object.fromEntries(
    fields.map(({ name, type }) => [name, (schema === 'JSONSchemaProps' ? ofSchemas[name] : undefined) ?? ofType(type, within)]),
  );
  return fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<{ readonly [name: string]: JsonValue }>;
}

/** No message says of itself what it is, nor do those within others, such as a stateful set's claims. */
function isObject(schema: string): boolean {
  return fieldsOf(schema).get('metadata') !== undefined;
}

function isEndless(type: FieldType, path: readonly string[]): boolean {
  if (type.form === 'list') return isEndless(type.items, path);
  if (type.form === 'map') return isEndless(type.values, path);
  return type.form === 'object' && (path.includes(type.schema) || path.length > DEEPEST);
}

/**
 * Where they differ. A message does not tell nothing from null or an empty list; structs by value are there in any case, but nothing is
 * in them that was not.
 */
function differences(path: string, before: JsonValue | undefined, after: JsonValue | undefined): string[] {
  if (isRecord(before) && isRecord(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) =>
      differences(`${path}.${name}`, ownValue(before, name), ownValue(after, name)),
    );
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((item: JsonValue, index) => differences(`${path}[${index}]`, item, after[index] as JsonValue));
  const isSame = before === after || (before === undefined ? isHollow(after) : after === undefined && isNothing(before));
  return isSame ? [] : [`${path}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
}

function isNothing(value: JsonValue): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function isHollow(value: JsonValue | undefined): boolean {
  return isRecord(value) ? Object.values(value).every(isHollow) : !value || value === '0';
}

const kinds = KINDS.filter(({ custom }) => custom === undefined);

describe('every kind', () => {
  test.each(kinds.map((kind) => [`${apiVersionOf(kind.type)} ${kind.type.kind}`, kind] as const))('%s', (_name, kind) => {
    fc.assert(
      fc.property(ofSchema(kind.schema, []), (fields) => expectSame(kind, fields)),
      { seed: 1, numRuns: 12 },
    );
  });
});

function expectSame({ schema, type }: KindDefinition, fields: { readonly [name: string]: JsonValue }): void {
  const object = { ...fields, apiVersion: apiVersionOf(type), kind: type.kind };
  const bytes = PROTOBUF_CODEC.write(object);
  if (bytes === undefined) throw new Error('no message');
  expect(differences('', asWritten(object, schema), jsonOf(bytes))).toEqual([]);
}
