/**
 * Objects as Go writes them: fields without `omitempty`, structs by value and times appear even when nobody has set them. Stored
 * objects are leaner; this is the last thing that happens to an answer.
 */
import { BY_VALUE, NULL_STRUCTS } from './go-facts.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { type FieldType, type SchemaField, fieldsOf } from './schema.ts';

/** Gives the same object if nothing is missing. */
export function asWritten<T extends object>(object: T, schemaName: string): T {
  return struct(object as unknown as JsonObject, schemaName) as unknown as T;
}

/** Objects are immutable and shared, so what was found out about one holds for good. */
const KNOWN = new WeakMap<JsonObject, JsonObject>();

function struct(record: JsonObject, schemaName: string): JsonObject {
  const known = KNOWN.get(record);
  if (known !== undefined) return known;
  const plan = planOf(schemaName);
  let copy: Record<string, JsonValue> | undefined;
  for (const [name, zero] of plan.zeros) {
    if (record[name] !== undefined) continue;
    copy ??= { ...record };
    copy[name] = zero;
  }
  for (const name in record) {
    const type = plan.nested.get(name);
    const value = record[name];
    if (type === undefined || value === undefined || value === null) continue;
    const written = valueOf(value, type);
    if (written === value) continue;
    copy ??= { ...record };
    copy[name] = written;
  }
  const result = copy ?? record;
  KNOWN.set(record, result);
  return result;
}

function valueOf(value: JsonValue, type: FieldType): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  switch (type.form) {
    case 'scalar':
      return value;
    case 'object':
      return struct(value as JsonObject, type.schema);
    case 'list':
      return list(value as readonly JsonValue[], type.items);
    case 'map':
      return map(value as JsonObject, type.values);
    default:
      return type satisfies never;
  }
}

function list(items: readonly JsonValue[], type: FieldType): readonly JsonValue[] {
  const written = items.map((item) => valueOf(item, type));
  return written.every((item, index) => item === items[index]) ? items : written;
}

function map(record: JsonObject, type: FieldType): JsonObject {
  const entries = Object.entries(record).map(([key, value]) => [key, valueOf(value, type)] as const);
  return entries.every(([key, value]) => value === record[key]) ? record : Object.fromEntries(entries);
}

interface Plan {
  readonly zeros: readonly (readonly [name: string, zero: JsonValue])[];
  /** Fields that may hold structs. */
  readonly nested: ReadonlyMap<string, FieldType>;
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
      .map((field) => [field.name, nullStructs.has(field.name) ? null : zeroOf(field)] as const),
    nested: new Map(fields.filter(({ type }) => mayNest(type)).map(({ name, type }) => [name, type])),
  };
  PLANS.set(schemaName, plan);
  return plan;
}

function mayNest(type: FieldType): boolean {
  if (type.form === 'list') return mayNest(type.items);
  return type.form === 'map' ? mayNest(type.values) : type.form === 'object';
}

function zeroOf({ type, pointer }: SchemaField): JsonValue {
  if (pointer || type.form === 'list' || type.form === 'map') return null;
  return type.form === 'object' ? struct({}, type.schema) : (SCALAR_ZEROS[type.scalar] ?? null);
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
