import type { JsonObject, JsonValue } from '../scalars.ts';

/** Immutable edits of JSON. An edit that changes nothing gives the same object. */
export function isRecord(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

export function withField(record: JsonObject, key: string, value: JsonValue): JsonObject {
  return record[key] === value ? record : { ...record, [key]: value };
}

export function withoutField(record: JsonObject, key: string): JsonObject {
  if (!Object.hasOwn(record, key)) return record;
  const { [key]: _removed, ...rest } = record;
  return rest;
}

export function isEmptyRecord(record: JsonObject): boolean {
  for (const _key in record) return false;
  return true;
}

/** Without the nulls that a patch uses to delete, at any depth of objects and of the objects in lists. */
export function withoutNulls(value: JsonValue): JsonValue {
  if (isList(value)) return withoutNullsInItems(value);
  if (!isRecord(value)) return value;
  let result: JsonObject = value;
  for (const [key, item] of Object.entries(value)) {
    result = item === null ? withoutField(result, key) : withField(result, key, withoutNulls(item));
  }
  return result;
}

function withoutNullsInItems(list: readonly JsonValue[]): readonly JsonValue[] {
  const items = list.map((item) => (isRecord(item) ? withoutNulls(item) : item));
  return items.every((item, index) => item === list[index]) ? list : items;
}
