import { expect, test } from 'vitest';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import { customEditorKinds } from './custom.ts';
import { editorSchema } from './json-schema.ts';

const DEFINITION: CustomResourceDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    names: { plural: 'widgets', kind: 'Widget' },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                properties: {
                  size: { type: 'integer', minimum: 1, maximum: 10, description: 'How big.' },
                  port: { 'x-kubernetes-int-or-string': true },
                  note: { type: 'string', nullable: true },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
            },
          },
        },
      },
      { name: 'v0', served: false, storage: false },
    ],
  },
};

const kinds = customEditorKinds([DEFINITION], 'required');

test('each served version is a kind', () => {
  expect(kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`)).toEqual(['example.com/v1 Widget']);
});

test.each([
  { field: 'size', expected: { type: 'integer', minimum: 1, maximum: 10, description: 'How big. (integer, 1 to 10) (required)' } },
  { field: 'port', expected: { type: ['integer', 'string'], description: '(int or string)' } },
  { field: 'note', expected: { type: ['string', 'null'], description: '(string)' } },
  { field: 'free', expected: { type: 'object', description: '(object)' } },
])('$field', ({ field, expected }) => {
  expect(kinds[0]?.schema.properties?.['spec']?.properties?.[field]).toEqual(expected);
});

test('fields that are not declared are marked, and metadata is that of every kind', () => {
  const { definitions } = editorSchema({ ObjectMeta: { name: 'string' } }, [], { required: 'required', describe: {} }, kinds);
  const widget = definitions?.['example.com.v1.Widget'];
  expect(widget?.properties?.['spec']?.additionalProperties).toBe(false);
  expect(widget?.properties?.['metadata']).toEqual({ $ref: '#/definitions/ObjectMeta' });
  expect(widget?.properties?.['kind']).toEqual({ type: 'string', enum: ['Widget'] });
});
