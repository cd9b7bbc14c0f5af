import type { JsonObject, JsonValue } from '../scalars.ts';
import { isList, isRecord } from '../patch/record.ts';
import { META_FIELDS, type StructuralSchema, childPath, mapItems, mapMembers } from './schema.ts';

/**
 * Drops what a schema does not declare (apiextensions-apiserver/pkg/apiserver/schema/pruning) and notes the paths of what it
 * dropped, sorted. The metadata of the object itself and of embedded ones is never looked at here.
 */
export function prune(object: JsonObject, schema: StructuralSchema, isResource = true): { object: JsonObject; unknown: readonly string[] } {
  const unknown: string[] = [];
  const root = isResource ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema;
  const pruned = pruneValue(object, root, '', unknown);
  return { object: pruned as JsonObject, unknown: unknown.sort() };
}

function pruneValue(value: JsonValue, schema: StructuralSchema | undefined, path: string, unknown: string[]): JsonValue {
  if (schema?.['x-kubernetes-preserve-unknown-fields'] === true) return pruneInside(value, schema, path, unknown);
  if (isRecord(value)) return pruneObject(value, schema, path, unknown);
  return isList(value) ? mapItems(value, (item, index) => pruneValue(item, schema?.items, `${path}[${index}]`, unknown)) : value;
}

function pruneObject(value: JsonObject, schema: StructuralSchema | undefined, path: string, unknown: string[]): JsonObject {
  const { properties, additionalProperties: others, 'x-kubernetes-embedded-resource': isResource } = schema ?? {};
  return mapMembers(value, (member, name) => {
    if (isResource === true && META_FIELDS.has(name)) return member;
    const at = childPath(path, name);
    if (properties !== undefined && Object.hasOwn(properties, name)) return pruneValue(member, properties[name], at, unknown);
    if (others !== undefined) return pruneValue(member, typeof others === 'object' ? others : undefined, at, unknown);
    if (!META_FIELDS.has(name) || path !== '') unknown.push(at);
    return undefined;
  });
}

/** What keeps unknown fields keeps them in the items of its lists too, but not in the fields that it declares. */
function pruneInside(value: JsonValue, schema: StructuralSchema | undefined, path: string, unknown: string[]): JsonValue {
  if (schema === undefined) return value;
  if (isList(value)) return mapItems(value, (item, index) => pruneInside(item, schema.items, `${path}[${index}]`, unknown));
  if (!isRecord(value)) return value;
  const { properties, additionalProperties: others, 'x-kubernetes-embedded-resource': isResource } = schema;
  return mapMembers(value, (member, name) => {
    if (isResource === true && META_FIELDS.has(name)) return member;
    const at = childPath(path, name);
    if (properties !== undefined && Object.hasOwn(properties, name)) return pruneValue(member, properties[name], at, unknown);
    return others === undefined ? member : pruneValue(member, typeof others === 'object' ? others : undefined, at, unknown);
  });
}
