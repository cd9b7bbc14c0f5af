import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { applyDefaults } from './defaults.ts';
import { checkEmbedded } from './embedded.ts';
import { checkListTypes } from './list-types.ts';
import { prune } from './prune.ts';
import type { StructuralSchema } from './schema.ts';
import { validateStructural } from './validate-schema.ts';
import { validateChange, validateValue } from './validate-value.ts';

/** Few names, so that values and schemas meet. */
const NAME = fc.constantFrom('a', 'b', 'c', 'kind', 'metadata');
const LEAF = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -9, max: 9 }),
  fc.constantFrom(0.5, 2 ** 40),
  fc.constantFrom('', 'x', 'yz'),
);
const { value: VALUE } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    LEAF,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(NAME, tie('value'), { maxKeys: 4 }),
  ),
}));
const OBJECT: fc.Arbitrary<JsonObject> = fc.dictionary(NAME, VALUE, { maxKeys: 5 });

const flags = {
  nullable: fc.boolean(),
  'x-kubernetes-preserve-unknown-fields': fc.constant(true),
  'x-kubernetes-embedded-resource': fc.constant(true),
};
const { schema: SCHEMA } = fc.letrec<{ schema: StructuralSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small' },
    fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'number', 'boolean'),
        enum: fc.array(LEAF, { maxLength: 2 }),
        default: LEAF,
        minimum: fc.integer({ max: 9 }),
        multipleOf: fc.constantFrom(0.5, 2),
        pattern: fc.constantFrom('^x', '('),
        format: fc.constantFrom('date', 'int32', 'odd'),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(NAME, tie('schema'), { maxKeys: 3 }),
        required: fc.array(NAME, { maxLength: 2 }),
        default: OBJECT,
        anyOf: fc.array(tie('schema'), { maxLength: 2 }),
        ...flags,
      },
      { requiredKeys: ['type', 'properties'] },
    ),
    fc.record(
      { type: fc.constant('object'), additionalProperties: fc.oneof(tie('schema'), fc.boolean()), ...flags },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        'x-kubernetes-list-type': fc.constantFrom('set', 'map', 'atomic'),
        'x-kubernetes-list-map-keys': fc.array(NAME, { maxLength: 2 }),
        ...flags,
      },
      { requiredKeys: ['type', 'items'] },
    ),
  ),
}));
const RUNS = { numRuns: 400, seed: 36 };

test('nothing that schemas and values can say breaks what looks at them', () => {
  const property = fc.property(SCHEMA, VALUE, VALUE, (schema, value, old) => {
    validateStructural(schema, 's');
    const found = validateValue(value, schema);
    checkListTypes(value, schema);
    checkEmbedded(value, schema);
    expect(validateChange(value, undefined, schema)).toEqual(found);
    expect(validateChange(value, old, schema).length).toBeLessThanOrEqual(found.length);
  });
  fc.assert(property, RUNS);
});

test('what is pruned once is pruned for good, and what has nothing to lose stays the same', () => {
  const property = fc.property(SCHEMA, OBJECT, (schema, value) => {
    const once = prune(value, schema);
    const twice = prune(once.object, schema);
    expect(twice.object).toBe(once.object);
    expect(twice.unknown).toEqual([]);
    if (once.unknown.length === 0 && Object.keys(once.object).length === Object.keys(value).length) expect(once.object).toEqual(value);
  });
  fc.assert(property, RUNS);
});

test('what has its defaults gets no more, and stays the same', () => {
  const property = fc.property(SCHEMA, OBJECT, (schema, value) => {
    const before = JSON.stringify(value);
    const once = applyDefaults(value, schema);
    expect(JSON.stringify(value)).toBe(before);
    const twice = applyDefaults(once, schema);
    // Defaults are not relieved of their nulls before, so it takes a second time where they have some.
    if (!JSON.stringify(schema).includes('null')) expect(twice).toBe(once);
  });
  fc.assert(property, RUNS);
});
