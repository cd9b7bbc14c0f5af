import type { JsonObject, JsonValue } from '../scalars.ts';
import { META_FIELDS, type StructuralSchema, childPath, isList, isObject, mapItems, mapMembers } from './schema.ts';

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
  if (isObject(value)) return pruneObject(value, schema, path, unknown);
  if (!isList(value)) return value;
  const keeps = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  if (keeps && schema.items === undefined) return value;
  return mapItems(value, (item, index) => pruneValue(item, schema?.items, `${path}[${index}]`, unknown));
}

function pruneObject(value: JsonObject, schema: StructuralSchema | undefined, path: string, unknown: string[]): JsonObject {
  const keeps = schema?.['x-kubernetes-preserve-unknown-fields'] === true;
  const isResource = schema?.['x-kubernetes-embedded-resource'] === true;
  return mapMembers(value, (member, name) => {
    const at = childPath(path, name);
    if (isResource && META_FIELDS.has(name)) return member;
    if (schema?.properties !== undefined && Object.hasOwn(schema.properties, name))
      return pruneValue(member, schema.properties[name], at, unknown);
    const others = schema?.additionalProperties;
    if (others !== undefined && others !== false) return pruneValue(member, typeof others === 'object' ? others : undefined, at, unknown);
    if (keeps) return member;
    if (!META_FIELDS.has(name) || path !== '') unknown.push(at);
    return undefined;
  });
}
