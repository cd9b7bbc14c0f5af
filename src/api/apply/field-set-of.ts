/** The fields that an applied configuration names (sigs.k8s.io/structured-merge-diff/typed/tofieldset.go). */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { type FieldSet, LEAF, NO_FIELDS, childrenOf, ordered, withSelf } from './field-set.ts';
import { itemElement } from './list-item.ts';
import { type PathElement, fieldElement } from './path-element.ts';
import { type TypedList, type TypedMap, type TypedSchema, formOf, listOf, recordOf, trackedType } from './typed-schema.ts';

export function fieldSetOf(schema: TypedSchema, value: JsonValue): FieldSet {
  return childrenOf(nodeOf(schema, value, false) ?? NO_FIELDS);
}

/** `member`: the path to the value is in the set in any case. */
function nodeOf(schema: TypedSchema, value: JsonValue, member: boolean): FieldSet | undefined {
  const { map, list } = schema;
  switch (formOf(schema, value)) {
    case 'map': {
      if (map?.atomic) return LEAF;
      const record = recordOf(value);
      return withSelf(map === undefined || record === undefined ? NO_FIELDS : fieldsIn(map, record), member);
    }
    case 'list': {
      if (list?.relation === 'atomic') return LEAF;
      const items = listOf(value);
      return withSelf(list === undefined || items === undefined ? NO_FIELDS : itemsIn(list, items), member);
    }
    case 'scalar':
      return LEAF;
  }
}

/** Fields of a struct are there through what is in them; keys of a map, and what is empty, for themselves. */
function fieldsIn(map: TypedMap, record: JsonObject): FieldSet {
  const nodes: { [element: PathElement]: FieldSet } = {};
  for (const name of Object.keys(record).sort()) {
    const value = record[name];
    const type = trackedType(map, name);
    if (value === undefined || type === undefined) continue;
    const node = nodeOf(type, value, value === null || isEmptyRecord(value) || map.field(name) === undefined);
    if (node !== undefined) nodes[fieldElement(name)] = node;
  }
  return nodes;
}

/** Of elements that occur twice the set has the element and nothing below it. */
function itemsIn(list: TypedList, items: readonly JsonValue[]): FieldSet {
  const nodes: { [element: PathElement]: FieldSet } = {};
  for (const item of items) {
    const element = itemElement(list, item);
    nodes[element] = nodes[element] === undefined ? (nodeOf(list.items(), item, true) ?? LEAF) : LEAF;
  }
  return ordered(nodes);
}

function isEmptyRecord(value: JsonValue): boolean {
  const record = recordOf(value);
  if (record === undefined) return false;
  for (const _name in record) return false;
  return true;
}
