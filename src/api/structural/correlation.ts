import { deepEqual } from '../../base/equal.ts';
import type { JsonValue } from '../scalars.ts';
import { isList, isRecord } from '../patch/record.ts';
import { type StructuralSchema, propertySchema } from './schema.ts';

/** A value beside the old one that stood in its place (apiserver/pkg/cel/common, CorrelatedObject). */
export interface Correlation {
  readonly value: JsonValue;
  readonly old: JsonValue;
  readonly schema: StructuralSchema;
}

/** Of members that the schema declares, as far as both values have them. */
export function memberOf(pair: Correlation | undefined, name: string): Correlation | undefined {
  if (pair === undefined || !isRecord(pair.value) || !isRecord(pair.old)) return undefined;
  const schema = propertySchema(pair.schema, name);
  const value = pair.value[name];
  const old = pair.old[name];
  return schema === undefined || value === undefined || old === undefined ? undefined : { value, old, schema };
}

/** Items of lists of type `map` are told by their keys; of other lists nobody knows which is which. */
export function itemOf(pair: Correlation | undefined, index: number): Correlation | undefined {
  if (pair === undefined || !isList(pair.value) || !isList(pair.old)) return undefined;
  const { items, 'x-kubernetes-list-type': type, 'x-kubernetes-list-map-keys': keys = [] } = pair.schema;
  const value = pair.value[index];
  if (items === undefined || type !== 'map' || !isRecord(value)) return undefined;
  const old = pair.old.find((item) => isRecord(item) && keys.every((key) => deepEqual(item[key], value[key])));
  return old === undefined ? undefined : { value, old, schema: items };
}

/** Whether nothing changed that can be told: what is not declared is not compared, and so counts as changed. */
export function isUnchanged(pair: Correlation): boolean {
  const { value, old } = pair;
  if (isList(value) && isList(old)) {
    if (value.length !== old.length) return false;
    if (pair.schema['x-kubernetes-list-type'] !== 'map') return deepEqual(value, old);
    return value.every((_item, index) => isUnchangedPart(itemOf(pair, index)));
  }
  if (!isRecord(value) || !isRecord(old)) return deepEqual(value, old);
  const names = Object.keys(value);
  return names.length === Object.keys(old).length && names.every((name) => isUnchangedPart(memberOf(pair, name)));
}

function isUnchangedPart(pair: Correlation | undefined): boolean {
  return pair !== undefined && isUnchanged(pair);
}
