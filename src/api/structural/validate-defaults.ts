import { type FieldError, invalid } from '../field-error.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { checkEmbedded } from './embedded.ts';
import { prune } from './prune.ts';
import { celErrors } from '../cel/validate-rules.ts';
import { META_FIELDS, type StructuralSchema } from './schema.ts';
import { validateValue } from './validate-value.ts';

/** Defaults must be values that their own schema accepts and prunes nothing of (apiextensions-apiserver/pkg/apiserver/schema/defaulting/validation.go). */
export function validateDefaults(schema: StructuralSchema, path: string): readonly FieldError[] {
  return visit({ ...schema, 'x-kubernetes-embedded-resource': true }, path, false);
}

function visit(schema: StructuralSchema, path: string, insideMeta: boolean): readonly FieldError[] {
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  const inside = insideMeta && !isResource;
  const found =
    schema.default === undefined || schema.default === null ? [] : [...checkDefault(schema.default, schema, `${path}.default`, inside)];
  if (schema.items !== undefined) found.push(...visit(schema.items, `${path}.items`, inside));
  for (const [name, own] of Object.entries(schema.properties ?? {}))
    found.push(...visit(own, `${path}.properties[${name}]`, inside || (isResource && META_FIELDS.has(name))));
  return found;
}

function checkDefault(value: JsonValue, schema: StructuralSchema, path: string, insideMeta: boolean): readonly FieldError[] {
  const isResource = schema['x-kubernetes-embedded-resource'] === true;
  const isPruned = insideMeta || typeof value !== 'object' || prune(value as JsonObject, schema, isResource).object === value;
  const found = isPruned ? [] : [invalid(path, value, 'must not have unknown fields')];
  const embedded = checkEmbedded(value, schema, path);
  if (embedded.length > 0) return [...found, ...embedded];
  const wrong = validateValue(value, schema).map((error) => placed(error, path));
  if (wrong.length > 0) return [...found, ...wrong];
  const unchanged = celErrors(value, value, schema, path, [], isResource);
  // Rules that can do without an old value must accept the default as a new one too.
  return [...found, ...(unchanged.length > 0 ? unchanged : celErrors(value, undefined, schema, path, [], isResource))];
}

/** The validator's path of the value itself, below the path of the default. */
export function placed(error: FieldError, path: string): FieldError {
  return { ...error, field: error.field === '<nil>' ? path : `${path}.${error.field}` };
}
