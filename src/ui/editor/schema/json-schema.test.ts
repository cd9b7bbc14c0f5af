import { describe, expect, test } from 'vitest';
import compact from '../../../api/schema.gen.json';
import { descriptions } from './descriptions.en.ts';
import { type CompactSchema, editorSchema } from './json-schema.ts';
import { EDITOR_KINDS } from './kinds.ts';
import { loadSchema } from './load.ts';

const WORDS = { required: 'required', describe: { 'Thing.size': 'How big.' } };

describe('editorSchema', () => {
  const small: CompactSchema = {
    Thing: {
      apiVersion: 'string',
      kind: 'string',
      size: { t: 'quantity', r: 1 },
      parts: '[]ref:Part',
      labels: 'map:string',
      mode: { t: 'string', enum: ['A', 'B'] },
    },
    Part: { name: { t: 'string', r: 1 }, count: 'int32' },
    Unused: { x: 'string' },
  };
  const schema = editorSchema(small, [{ apiVersion: 'test/v1', kind: 'Thing', type: 'Thing' }], WORDS);

  test('holds what can be reached from the kinds, and nothing else', () => {
    expect(Object.keys(schema.definitions ?? {})).toEqual(['Thing', 'Part']);
    expect(schema.oneOf).toEqual([{ $ref: '#/definitions/Thing' }]);
  });

  test.each([
    { field: 'size', expected: { type: ['string', 'number'], description: 'How big. (quantity, required)' } },
    { field: 'parts', expected: { type: 'array', items: { $ref: '#/definitions/Part' }, description: '[]Part' } },
    { field: 'labels', expected: { type: 'object', additionalProperties: { type: 'string' }, description: 'map[string]string' } },
    { field: 'mode', expected: { type: 'string', enum: ['A', 'B'], description: 'string' } },
    { field: 'kind', expected: { type: 'string', enum: ['Thing'] } },
  ])('$field', ({ field, expected }) => {
    expect(schema.definitions?.['Thing']?.properties?.[field]).toEqual(expected);
  });

  test('knows which fields must be there', () => {
    expect(schema.definitions?.['Thing']?.required).toEqual(['apiVersion', 'kind', 'size']);
    expect(schema.definitions?.['Part']).toMatchObject({ required: ['name'], additionalProperties: false });
  });
});

test('every reference of the real schema leads somewhere', async () => {
  const schema = await loadSchema('zh', []);
  const references = [...JSON.stringify(schema).matchAll(/"#\/definitions\/(\w+)"/g)].map((match) => match[1] ?? '');
  expect(references.filter((name) => !schema.definitions?.[name])).toEqual([]);
  expect(schema.oneOf).toHaveLength(EDITOR_KINDS.length);
});

test('every description belongs to a field that exists', () => {
  const types = compact as CompactSchema;
  const names = new Set(
    Object.entries(types).flatMap(([type, fields]) => Object.keys(fields).flatMap((field) => [field, `${type}.${field}`])),
  );
  expect(Object.keys(descriptions).filter((name) => !names.has(name))).toEqual([]);
});
