import type { JsonObject, JsonValue } from '../scalars.ts';
import { isList, isRecord } from '../patch/record.ts';
import { type StructuralSchema, mapItems, mapMembers, propertySchema } from './schema.ts';

/**
 * Fills in a schema's defaults and drops nulls that it does not allow (apiextensions-apiserver/pkg/apiserver/schema/defaulting).
 * Gives the same object when nothing changes. Defaults are shared, as all objects are.
 */
export function applyDefaults(value: JsonObject, schema: StructuralSchema): JsonObject {
  return withDefaults(withoutNulls(value, schema), schema) as JsonObject;
}

function isForbiddenNull(value: JsonValue, schema: StructuralSchema | undefined): boolean {
  return value === null && schema !== undefined && schema.nullable !== true;
}

/** A null is none. */
function hasDefault(schema: StructuralSchema | undefined): boolean {
  return schema?.default !== undefined && schema.default !== null;
}

/** Those that have a default are replaced by it afterwards. */
function withoutNulls(value: JsonValue, schema: StructuralSchema | undefined): JsonValue {
  if (schema === undefined) return value;
  if (isList(value)) return mapItems(value, (item) => withoutNulls(item, schema.items));
  if (!isRecord(value)) return value;
  return mapMembers(value, (member, name) => {
    const own = propertySchema(schema, name);
    if (isForbiddenNull(member, own) && !hasDefault(own)) return undefined;
    return withoutNulls(member, own);
  });
}

function withDefaults(value: JsonValue, schema: StructuralSchema | undefined): JsonValue {
  if (schema === undefined) return value;
  const filled = (member: JsonValue, own: StructuralSchema | undefined): JsonValue =>
    withDefaults(isForbiddenNull(member, own) && hasDefault(own) ? (own?.default ?? null) : member, own);
  if (isList(value)) return mapItems(value, (item) => filled(item, schema.items));
  if (!isRecord(value)) return value;
  return mapMembers(withMissing(value, schema), (member, name) => filled(member, propertySchema(schema, name)));
}

function withMissing(value: JsonObject, { properties = {} }: StructuralSchema): JsonObject {
  let copy: Record<string, JsonValue> | undefined;
  for (const [name, { default: standard }] of Object.entries(properties)) {
    if (standard === undefined || standard === null || Object.hasOwn(value, name)) continue;
    copy ??= { ...value };
    copy[name] = standard;
  }
  return copy ?? value;
}
