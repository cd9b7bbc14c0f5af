import { describe, expect, test } from 'vitest';
import compact from '../../../api/schema.gen.json';
import { descriptions } from './descriptions.en.ts';
import { type CompactSchema, editorSchema } from './json-schema.ts';
import { EDITOR_KINDS } from './kinds.ts';
import { loadSchema } from './load.ts';
import { schedulerDescriptions } from './scheduler-descriptions.en.ts';

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
  // With kube-scheduler's file.
  expect(schema.oneOf).toHaveLength(EDITOR_KINDS.length + 1);
});

test('every description belongs to a field that exists', () => {
  const types = compact as CompactSchema;
  const names = new Set(
    Object.entries(types).flatMap(([type, fields]) => Object.keys(fields).flatMap((field) => [field, `${type}.${field}`])),
  );
  expect(Object.keys(descriptions).filter((name) => !names.has(name))).toEqual([]);
});

test("kube-scheduler's file has completion for plugins and their arguments", async () => {
  const { definitions } = await loadSchema('en', []);
  const file = definitions?.['kubescheduler.config.k8s.io.v1.KubeSchedulerConfiguration'];
  const profile = file?.properties?.['profiles']?.items?.properties;
  expect(file?.properties?.['kind']?.enum).toEqual(['KubeSchedulerConfiguration']);
  expect(profile?.['plugins']?.properties?.['filter']?.properties?.['enabled']?.items?.properties?.['name']?.enum).toContain('NodePorts');
  expect(profile?.['plugins']?.properties?.['filter']?.properties?.['enabled']?.items?.properties?.['name']?.enum).not.toContain(
    'ImageLocality',
  );
  const fit = profile?.['pluginConfig']?.items?.anyOf?.find(({ properties }) => properties?.['name']?.enum?.includes('NodeResourcesFit'));
  const strategy = fit?.properties?.['args']?.properties?.['scoringStrategy'];
  expect(strategy?.properties?.['type']?.enum).toContain('MostAllocated');
  expect(strategy?.description).toBe('How a node is judged by its resources. (ScoringStrategy)');
});

test('every description of it is about a field that there is', async () => {
  const { definitions } = await loadSchema('en', []);
  const told = JSON.stringify(definitions?.['kubescheduler.config.k8s.io.v1.KubeSchedulerConfiguration']);
  expect(Object.values(schedulerDescriptions).filter((text) => !told.includes(text))).toEqual([]);
});
