/** Whether two new objects have the same fields, whatever is in them: then their field sets are the same. */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { itemElement } from './list-item.ts';
import { type TypedList, type TypedMap, type TypedSchema, formOf, listOf, recordOf, trackedType } from './typed-schema.ts';

/** May say no where a closer look would say yes. */
export function sameShape(schema: TypedSchema, a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === null || b === null) return false;
  const form = formOf(schema, a);
  if (form !== formOf(schema, b)) return false;
  if (form === 'scalar') return true;
  if (form === 'map') return schema.map === undefined || sameFields(schema.map, recordOf(a) ?? {}, recordOf(b) ?? {});
  return schema.list === undefined || sameItems(schema.list, listOf(a) ?? [], listOf(b) ?? []);
}

function sameFields(map: TypedMap, a: JsonObject, b: JsonObject): boolean {
  let extra = 0;
  for (const name in a) {
    extra += 1;
    const left = a[name];
    const right = b[name];
    if (left === right) continue;
    if (left === undefined || right === undefined) return false;
    const type = trackedType(map, name);
    if (type !== undefined && !map.atomic && (isZero(map, name, left, right) || !sameShape(type, left, right))) return false;
  }
  for (const _name in b) extra -= 1;
  return extra === 0;
}

/** A field that a struct always has is not new when it has its zero value. */
function isZero(map: TypedMap, name: string, a: JsonValue, b: JsonValue): boolean {
  const zero = map.zero(name);
  return zero !== undefined && (a === zero || b === zero);
}

function sameItems(list: TypedList, a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  if (list.relation === 'atomic') return (a.length === 0) === (b.length === 0);
  if (a.length !== b.length) return false;
  return a.every((item, index) => {
    const other = b[index];
    return other !== undefined && itemElement(list, item) === itemElement(list, other) && sameShape(list.items(), item, other);
  });
}
