/** Custom resources in the editor's schema: what a CustomResourceDefinition says of its objects, as JSON Schema. */
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import { isRecord } from '../../../api/patch/record.ts';
import type { StructuralSchema } from '../../../api/structural/schema.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { JsonSchema } from './json-schema.ts';

export interface CustomEditorKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: JsonSchema;
}

export function customEditorKinds(definitions: readonly CustomResourceDefinition[], required: string): readonly CustomEditorKind[] {
  return definitions.flatMap(({ spec }) =>
    spec.versions
      .filter((version) => version.served)
      .map((version) => ({
        apiVersion: `${spec.group}/${version.name}`,
        kind: spec.names.kind,
        schema: rootSchema((version.schema?.openAPIV3Schema ?? {}) as StructuralSchema, required),
      })),
  );
}

function rootSchema(schema: StructuralSchema, required: string): JsonSchema {
  const root = schemaOf(schema, required);
  const properties = { ...root.properties, metadata: { $ref: '#/definitions/ObjectMeta' } };
  return { ...root, type: 'object', properties };
}

function schemaOf(schema: StructuralSchema, required: string): JsonSchema {
  const { properties, items, additionalProperties: others, enum: values, default: standard, description, required: needed = [] } = schema;
  const members = Object.entries(properties ?? {}).map(([name, own]): [string, JsonSchema] => {
    const below = schemaOf(own, required);
    return [name, needed.includes(name) ? { ...below, description: `${below.description ?? ''} (${required})`.trim() } : below];
  });
  return {
    ...typeOf(schema),
    description: [description, wordFor(schema)].filter(Boolean).join(' '),
    ...(members.length === 0 ? {} : { properties: Object.fromEntries(members) }),
    ...(needed.length === 0 ? {} : { required: [...needed] }),
    ...(items === undefined ? {} : { items: schemaOf(items, required) }),
    ...(isRecord(others as JsonValue) ? { additionalProperties: schemaOf(others as StructuralSchema, required) } : closed(schema)),
    ...(values === undefined ? {} : { enum: values as string[] }),
    ...(standard === undefined ? {} : { default: standard }),
    ...bounds(schema),
  };
}

const BOUNDS = ['pattern', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum'] as const;

function bounds(schema: StructuralSchema): JsonSchema {
  return Object.fromEntries(BOUNDS.flatMap((name) => (schema[name] === undefined ? [] : [[name, schema[name]]])));
}

/** Fields that are not declared are pruned, unless they are let in. */
function closed(schema: StructuralSchema): JsonSchema {
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true;
  return schema.type === 'object' && !isOpen && schema['x-kubernetes-embedded-resource'] !== true ? { additionalProperties: false } : {};
}

function typeOf(schema: StructuralSchema): JsonSchema {
  const types = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : schema.type ? [schema.type] : [];
  if (types.length === 0) return {};
  const all = schema.nullable === true ? [...types, 'null'] : types;
  return { type: all.length === 1 ? (all[0] ?? '') : all };
}

/** `integer, 1 to 10`: what stands in parentheses behind a description. */
function wordFor(schema: StructuralSchema): string {
  const type = schema['x-kubernetes-int-or-string'] === true ? 'int or string' : (schema.type ?? '');
  const { minimum, maximum } = schema;
  const range = minimum !== undefined && maximum !== undefined ? `, ${minimum} to ${maximum}` : '';
  return type === '' ? '' : `(${type}${range})`;
}
