/**
 * JSON as Go writes it out after a patch: structs that the patch left alone with their fields in the order of their declaration,
 * what it went through with its keys sorted (evanphx/json-patch keeps the bytes of the former).
 */
import order from './go-order.gen.json' with { type: 'json' };
import { isRecord } from './patch/record.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { type FieldType, fieldsOf } from './schema.ts';

/** Declaration order of the structs whose fields are not declared by name. */
const ORDER: Readonly<Record<string, string>> = order;

/** `before` is what the patch was applied to; what is still the same object in it was left alone. */
export function patchedText(patched: JsonValue, before: JsonValue | undefined, schemaName: string): string {
  return JSON.stringify(arranged(patched, before, { form: 'object', schema: schemaName }));
}

function arranged(value: JsonValue, before: JsonValue | undefined, type: FieldType | undefined): JsonValue {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item, index) => arranged(item, itemOf(before, index), itemType(type)));
  if (!isRecord(value)) return value;
  const names = value === before ? declared(value, type) : Object.keys(value).toSorted();
  return Object.fromEntries(
    names.map((name) => [name, arranged(value[name] ?? null, isRecord(before) ? before[name] : undefined, fieldType(type, name))]),
  );
}

function itemOf(list: JsonValue | undefined, index: number): JsonValue | undefined {
  return Array.isArray(list) ? (list as readonly JsonValue[])[index] : undefined;
}

/** Maps come sorted, structs as declared; fields that nobody knows last. */
function declared(record: JsonObject, type: FieldType | undefined): readonly string[] {
  const names = Object.keys(record).toSorted();
  return type?.form === 'object' ? inDeclarationOrder(names, type.schema) : names;
}

/** Fields of a struct in the order in which Go declares them; they are given sorted. */
export function inDeclarationOrder(names: readonly string[], schemaName: string): readonly string[] {
  const known = ORDER[schemaName]?.split(' ');
  if (known === undefined) return names;
  return [...known.filter((name) => names.includes(name)), ...names.filter((name) => !known.includes(name))];
}

function itemType(type: FieldType | undefined): FieldType | undefined {
  return type?.form === 'list' ? type.items : undefined;
}

function fieldType(type: FieldType | undefined, name: string): FieldType | undefined {
  if (type?.form === 'map') return type.values;
  return type?.form === 'object' ? fieldsOf(type.schema).get(name)?.type : undefined;
}
