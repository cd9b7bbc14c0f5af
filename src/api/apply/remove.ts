/** An object without some of its fields (sigs.k8s.io/structured-merge-diff/typed/remove.go). */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { type FieldSet, childrenOf, isEmpty, isMember } from './field-set.ts';
import { itemElement } from './list-item.ts';
import { fieldElement } from './path-element.ts';
import { type TypedList, type TypedMap, type TypedSchema, fieldType, formOf, listOf, recordOf } from './typed-schema.ts';

/** What becomes empty by it is null. */
export function removeFields(schema: TypedSchema, value: JsonValue, fields: FieldSet): JsonValue {
  if (isEmpty(fields)) return value;
  const { map, list } = schema;
  const form = formOf(schema, value);
  if (form === 'scalar') return value;
  const record = recordOf(value);
  if (form === 'map') return map === undefined || map.atomic || record === undefined ? null : withoutFields(map, record, fields);
  const items = listOf(value);
  return list?.relation !== 'associative' || items === undefined ? null : withoutItems(list, items, fields);
}

function withoutFields(map: TypedMap, record: JsonObject, fields: FieldSet): JsonValue {
  const result: { [name: string]: JsonValue } = {};
  let some = false;
  for (const name in record) {
    const value = record[name];
    if (value === undefined) continue;
    const kept = withoutNode(fieldType(map, name), value, fields[fieldElement(name)]);
    if (kept === undefined) continue;
    result[name] = kept;
    some = true;
  }
  return some ? result : null;
}

function withoutItems(list: TypedList, items: readonly JsonValue[], fields: FieldSet): JsonValue {
  const kept = items.map((item) => withoutNode(list.items(), item, fields[itemElement(list, item)])).filter((item) => item !== undefined);
  return kept.length === 0 ? null : kept;
}

function withoutNode(type: TypedSchema | undefined, value: JsonValue, node: FieldSet | undefined): JsonValue | undefined {
  if (node === undefined || type === undefined) return value;
  return isMember(node) ? undefined : removeFields(type, value, childrenOf(node));
}
