/** An applied configuration laid over the live object (sigs.k8s.io/structured-merge-diff/typed/merge.go). */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { itemElement } from './list-item.ts';
import type { PathElement } from './path-element.ts';
import { type TypedList, type TypedMap, type TypedSchema, fieldType, formOf, listOf, recordOf } from './typed-schema.ts';

/** What `over` names is as it says; the rest is as in `base`, and shared with it. */
export function mergeOver(schema: TypedSchema, base: JsonValue, over: JsonValue): JsonValue {
  return merged(schema, base, over) ?? {};
}

function merged(schema: TypedSchema, base: JsonValue | undefined, over: JsonValue | undefined): JsonValue | undefined {
  if (over === undefined) return base;
  switch (formOf(schema, over === null ? base : over)) {
    case 'scalar':
      return over;
    case 'map':
      return schema.map === undefined || schema.map.atomic ? over : mergedFields(schema.map, recordOf(base), over);
    case 'list':
      return schema.list?.relation === 'associative' ? mergedItems(schema.list, listOf(base), over) : over;
  }
}

function mergedFields(map: TypedMap, base: JsonObject | undefined, over: JsonValue): JsonValue {
  const fields = recordOf(over) ?? {};
  if (base === undefined || isEmpty(base)) return isEmpty(fields) ? over : mergedRecord(map, {}, fields);
  return mergedRecord(map, base, fields);
}

function mergedRecord(map: TypedMap, base: JsonObject, over: JsonObject): JsonObject {
  let result: { [name: string]: JsonValue } | undefined;
  for (const [name, value] of Object.entries(over)) {
    const type = fieldType(map, name);
    const next = type === undefined ? value : merged(type, base[name], value);
    if (next !== undefined && next !== base[name]) (result ??= { ...base })[name] = next;
  }
  return result ?? base;
}

function isEmpty(record: JsonObject): boolean {
  for (const _name in record) return false;
  return true;
}

function mergedItems(list: TypedList, base: readonly JsonValue[] | undefined, over: JsonValue): JsonValue {
  const items = listOf(over) ?? [];
  if (items.length === 0) return base === undefined || base.length === 0 ? over : base;
  const before = elementsOf(list, base ?? []);
  const after = elementsOf(list, items);
  const order = mergedOrder([...before.order], [...after.order], before.items, after.items);
  return order.map(({ element, item }) => {
    const next = after.items.get(element);
    // Of an element that occurs twice nothing is kept.
    return next === undefined ? item : (merged(list.items(), before.items.get(element) ?? undefined, next) ?? null);
  });
}

interface Elements {
  readonly order: readonly { readonly element: PathElement; readonly item: JsonValue }[];
  /** Null for an element that occurs more than once. */
  readonly items: ReadonlyMap<PathElement, JsonValue>;
}

function elementsOf(list: TypedList, values: readonly JsonValue[]): Elements {
  const items = new Map<PathElement, JsonValue>();
  const order = values.map((item) => {
    const element = itemElement(list, item);
    items.set(element, items.has(element) ? null : item);
    return { element, item };
  });
  return { order, items };
}

type Entry = Elements['order'][number];

/**
 * Both lists in one, each in its own order as far as that goes: the applied order wins for what both have, and what only the live
 * list has stays behind what it stood behind.
 */
function mergedOrder(
  left: readonly Entry[],
  right: readonly Entry[],
  inLeft: ReadonlyMap<PathElement, JsonValue>,
  inRight: ReadonlyMap<PathElement, JsonValue>,
): readonly Entry[] {
  const shared = right.filter(({ element }) => inLeft.has(element)).map(({ element }) => element);
  const done = new Set<PathElement>();
  const result: Entry[] = [];
  let next = shared.shift();
  let l = 0;
  let r = 0;
  while (l < left.length || r < right.length) {
    const a = left[l];
    const b = right[r];
    if (a !== undefined && b !== undefined) {
      if (a.element === b.element) {
        done.add(a.element);
        result.push(b);
        l += 1;
        r += 1;
        next = shared.shift();
        continue;
      }
      if (inRight.has(a.element) && next !== undefined && next !== a.element) {
        l += 1;
        continue;
      }
    }
    if (a !== undefined) {
      if (!inRight.has(a.element)) {
        result.push(a);
        l += 1;
        continue;
      }
      if (done.has(a.element)) l += 1;
    }
    if (b === undefined) continue;
    done.add(b.element);
    result.push(b);
    r += 1;
    if (next === b.element) next = shared.shift();
  }
  return result;
}
