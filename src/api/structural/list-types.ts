import { type FieldError, duplicate, invalid } from '../field-error.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { isList, isRecord } from '../patch/record.ts';
import { type StructuralSchema, childPath } from './schema.ts';

/** Items of sets and keys of map lists are unique (apiextensions-apiserver/pkg/apiserver/schema/listtype). */
export function checkListTypes(value: JsonValue, schema: StructuralSchema | undefined, path = ''): readonly FieldError[] {
  if (schema === undefined) return [];
  if (isRecord(value)) return checkMembers(value, schema, path);
  if (!isList(value)) return [];
  const own = schema['x-kubernetes-list-type'];
  const found = own === 'set' ? repeated(value, path, (item) => item) : own === 'map' ? checkMap(value, schema, path) : [];
  return [...found, ...value.flatMap((item, index) => checkListTypes(item, schema.items, `${path}[${index}]`))];
}

function checkMembers(value: JsonObject, { properties = {}, additionalProperties }: StructuralSchema, path: string): readonly FieldError[] {
  const names = Object.keys(value).sort();
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  return names.flatMap((name) => {
    const member = value[name] ?? null;
    const found = others === undefined ? [] : checkListTypes(member, others, `${path}[${name}]`);
    return Object.hasOwn(properties, name) ? [...found, ...checkListTypes(member, properties[name], childPath(path, name))] : found;
  });
}

function checkMap(list: readonly JsonValue[], schema: StructuralSchema, path: string): readonly FieldError[] {
  const strange = list.findIndex((item) => item !== null && !isRecord(item));
  if (strange >= 0) return [invalid(`${path}[${strange}]`, list[strange], 'must be an object for an array of list-type map')];
  if (list.length < 2) return [];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return repeated(list, path, (item) => keysOf(item, keys));
}

/** The keys that an item has, with their values. */
function keysOf(item: JsonValue, keys: readonly string[]): JsonValue {
  if (!isRecord(item)) return {};
  return Object.fromEntries(keys.flatMap((key) => (Object.hasOwn(item, key) ? [[key, item[key] ?? null]] : [])));
}

/** Each repetition once, where it first repeats. */
function repeated(list: readonly JsonValue[], path: string, identity: (item: JsonValue) => JsonValue): readonly FieldError[] {
  const counts = new Map<string, number>();
  return list.flatMap((item, index) => {
    const own = identity(item);
    const text = JSON.stringify(own);
    const count = counts.get(text) ?? 0;
    counts.set(text, count + 1);
    return count === 1 ? [duplicate(`${path}[${index}]`, own)] : [];
  });
}
