/**
 * Objects as Go writes them: fields without `omitempty`, structs by value and times appear even when nobody has set them, and what
 * is empty is left out. Stored objects are less strict; this is the last thing that happens to an answer.
 */
import { isOmitted } from './decode-value.ts';
import { isRecord } from './patch/record.ts';
import { BY_VALUE, NULL_STRUCTS } from './go-facts.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { type FieldType, type Fields, type SchemaField, fieldsOf } from './schema.ts';

/**
 * Results by what they were made of, where one and the same part must give one and the same result. With them an object is written
 * as it was before it was stored.
 */
export type Parts = Map<JsonObject, JsonObject>;

/** Gives the same object if nothing is missing. */
export function asWritten<T extends object>(object: T, schemaName: string, parts?: Parts): T {
  const record = object as unknown as JsonObject;
  const known = parts === undefined ? KNOWN.get(record) : undefined;
  if (known !== undefined) return known as unknown as T;
  const result = struct(record, schemaName, parts);
  if (parts === undefined) KNOWN.set(record, result);
  return result as unknown as T;
}

/** Objects are immutable and shared, so what was found out about one holds for good. */
const KNOWN = new WeakMap<JsonObject, JsonObject>();

function struct(record: JsonObject, schemaName: string, parts: Parts | undefined): JsonObject {
  const known = parts?.get(record);
  if (known !== undefined) return known;
  const plan = planOf(schemaName);
  let copy: Record<string, JsonValue> | undefined;
  for (const { name, zero } of plan.zeros) {
    if (record[name] !== undefined) continue;
    copy ??= { ...record };
    copy[name] = zero;
  }
  for (const name in record) {
    const value = record[name];
    // A scalar that is not zero stays as it is, and most fields are one.
    if (value === undefined || value === null || (typeof value !== 'object' && value)) continue;
    const field = plan.fields.get(name);
    if (field === undefined || !fits(value, field.type)) continue;
    const written = isOmitted(value, field)
      ? undefined
      : parts === undefined && isLost(value, field)
        ? null
        : valueOf(value, field.type, parts);
    if (written === value) continue;
    copy ??= { ...record };
    if (written === undefined) delete copy[name];
    else copy[name] = written;
  }
  const result = copy ?? record;
  parts?.set(record, result);
  return result;
}

/** An empty list or map comes out of storage as if it had never been there. */
function isLost(value: JsonValue, { type: { form }, pointer }: SchemaField): boolean {
  if (pointer || (form !== 'list' && form !== 'map')) return false;
  for (const _key in value as object) return false;
  return true;
}

/** What has not been decoded may be anything. */
function fits(value: JsonValue, { form }: FieldType): boolean {
  if (form === 'list') return Array.isArray(value);
  return form === 'scalar' || isRecord(value);
}

function valueOf(value: JsonValue, type: FieldType, parts: Parts | undefined): JsonValue {
  if (type.form === 'scalar' || value === null || !fits(value, type)) return value;
  switch (type.form) {
    case 'object':
      return struct(value as JsonObject, type.schema, parts);
    case 'list':
      return list(value as readonly JsonValue[], type.items, parts);
    case 'map':
      return map(value as JsonObject, type.values, parts);
    default:
      return type satisfies never;
  }
}

function list(items: readonly JsonValue[], type: FieldType, parts: Parts | undefined): readonly JsonValue[] {
  if (type.form === 'scalar') return items;
  let copy: JsonValue[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index] ?? null;
    const written = valueOf(item, type, parts);
    if (written === item) continue;
    copy ??= [...items];
    copy[index] = written;
  }
  return copy ?? items;
}

function map(record: JsonObject, type: FieldType, parts: Parts | undefined): JsonObject {
  if (type.form === 'scalar') return record;
  let copy: Record<string, JsonValue> | undefined;
  for (const key in record) {
    const value = record[key] ?? null;
    const written = valueOf(value, type, parts);
    if (written === value) continue;
    copy ??= { ...record };
    copy[key] = written;
  }
  return copy ?? record;
}

interface Plan {
  readonly zeros: readonly { readonly name: string; readonly zero: JsonValue }[];
  readonly fields: Fields;
}

const PLANS = new Map<string, Plan>();

function planOf(schemaName: string): Plan {
  const known = PLANS.get(schemaName);
  if (known !== undefined) return known;
  const fields = [...fieldsOf(schemaName).values()];
  const byValue = new Set(BY_VALUE[schemaName]?.split(' '));
  const nullStructs = new Set(NULL_STRUCTS[schemaName]?.split(' '));
  const plan: Plan = {
    zeros: fields
      .filter(({ name, written }) => written || byValue.has(name))
      .map((field) => ({ name: field.name, zero: nullStructs.has(field.name) ? null : zeroOf(field) })),
    fields: fieldsOf(schemaName),
  };
  PLANS.set(schemaName, plan);
  return plan;
}

function zeroOf({ type, pointer }: SchemaField): JsonValue {
  if (pointer || type.form === 'list' || type.form === 'map') return null;
  return type.form === 'object' ? struct({}, type.schema, undefined) : (SCALAR_ZEROS[type.scalar] ?? null);
}

const SCALAR_ZEROS: Readonly<Record<string, JsonValue>> = {
  string: '',
  bool: false,
  int32: 0,
  int64: 0,
  double: 0,
  intstr: 0,
  quantity: '0',
};
