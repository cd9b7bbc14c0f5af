import { type DecodeContext, failType, goNameOf, mapKey, reportUnknown, stringType } from './decode-context.ts';
import { decodeScalar } from './decode-scalar.ts';
import { isRecord } from './patch/record.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { type FieldType, type SchemaField, fieldsOf } from './schema.ts';

/** The value of a field that is absent, or as good as absent. */
const ABSENT = undefined;

/** Reads an object of a type. Gives the same object if there is nothing to drop or to normalise. */
export function decodeStruct(record: JsonObject, schemaName: string, context: DecodeContext): JsonObject {
  const fields = fieldsOf(schemaName);
  const outer = context.struct;
  let copy: Record<string, JsonValue> | undefined;
  for (const name in record) {
    const given = record[name];
    const field = fields.get(name);
    let value: JsonValue | undefined = ABSENT;
    if (field === undefined) reportUnknown(context, name);
    else if (given !== null && given !== undefined) {
      if (name === 'spec' && context.knownSpec !== undefined && context.path.length === 0) value = context.knownSpec;
      else {
        context.struct = schemaName;
        context.path.push(name);
        value = decodeField(given, field, context);
        context.path.pop();
      }
    }
    if (value === given) continue;
    copy ??= { ...record };
    if (value === undefined) delete copy[name];
    else copy[name] = value;
  }
  for (const name of textsOf(schemaName)) {
    const held = (copy ?? record)[name];
    if (held !== undefined && held !== null) continue;
    copy ??= { ...record };
    copy[name] = '';
  }
  context.struct = outer;
  return copy ?? record;
}

const TEXTS = new Map<string, readonly string[]>();

/** Strings that Go writes in any case: those that are missing are empty. */
function textsOf(schemaName: string): readonly string[] {
  const known = TEXTS.get(schemaName);
  if (known !== undefined) return known;
  const texts = [...fieldsOf(schemaName).values()].filter(
    ({ type, written, pointer }) => written && !pointer && type.form === 'scalar' && type.scalar === 'string',
  );
  const names = texts.map(({ name }) => name);
  TEXTS.set(schemaName, names);
  return names;
}

function decodeField(given: JsonValue, field: SchemaField, context: DecodeContext): JsonValue | undefined {
  const value = decodeValue(given, field.type, context);
  return isOmitted(value, field) ? ABSENT : value;
}

/** `omitempty`: what Go would not write back. */
export function isOmitted(value: JsonValue | undefined, { type, written, pointer }: SchemaField): boolean {
  if (written || value === undefined) return false;
  switch (type.form) {
    case 'scalar':
      return !pointer && (value === '' || value === 0 || value === false) && type.scalar !== 'intstr' && type.scalar !== 'any';
    case 'list':
      return !pointer && (value as readonly JsonValue[]).length === 0;
    case 'map':
      return isEmpty(value as JsonObject);
    case 'object':
      return false;
    default:
      return type satisfies never;
  }
}

function isEmpty(record: JsonObject): boolean {
  for (const _key in record) return false;
  return true;
}

function decodeValue(value: JsonValue, type: FieldType, context: DecodeContext): JsonValue | undefined {
  switch (type.form) {
    case 'scalar':
      return decodeScalar(value, type.scalar, context);
    case 'object':
      if (isRecord(value)) return decodeStruct(value, type.schema, context);
      break;
    case 'list':
      if (Array.isArray(value)) return decodeList(value as readonly JsonValue[], type.items, context);
      break;
    case 'map':
      if (isRecord(value)) return decodeMap(value, type.values, context);
      break;
    default:
      return type satisfies never;
  }
  failType(context, value, goType(type, context));
  return ABSENT;
}

function decodeList(list: readonly JsonValue[], items: FieldType, context: DecodeContext): readonly JsonValue[] {
  let copy: JsonValue[] | undefined;
  const struct = context.struct;
  for (let index = 0; index < list.length; index++) {
    const given = list[index] ?? null;
    context.path.push(index);
    context.struct = struct;
    const value = decodeItem(given, items, context);
    context.path.pop();
    if (value === given) continue;
    copy ??= [...list];
    copy[index] = value;
  }
  return copy ?? list;
}

/** A map of quantities is a resource list, whose amounts are rounded up to thousandths. */
function decodeMap(record: JsonObject, values: FieldType, context: DecodeContext): JsonObject {
  const type = values.form === 'scalar' && values.scalar === 'quantity' ? RESOURCE : values;
  let copy: Record<string, JsonValue> | undefined;
  for (const key in record) {
    const given = record[key] ?? null;
    context.path.push(mapKey(key));
    const value = decodeItem(given, type, context);
    context.path.pop();
    if (value === given) continue;
    copy ??= { ...record };
    copy[key] = value;
  }
  return copy ?? record;
}

const RESOURCE = { form: 'scalar', scalar: 'resource' } as const;

/** In lists and maps `null` stands for the zero value. */
function decodeItem(given: JsonValue, type: FieldType | typeof RESOURCE, context: DecodeContext): JsonValue {
  if (given === null) return zeroOf(type);
  const value = type.form === 'scalar' ? decodeScalar(given, type.scalar, context) : decodeValue(given, type, context);
  return value ?? zeroOf(type);
}

function zeroOf(type: FieldType | typeof RESOURCE): JsonValue {
  switch (type.form) {
    case 'object':
    case 'map':
      return {};
    case 'list':
      return [];
    case 'scalar':
      return ZEROS[type.scalar] ?? '';
    default:
      return type satisfies never;
  }
}

const ZEROS: Readonly<Record<string, JsonValue>> = {
  bool: false,
  int32: 0,
  int64: 0,
  double: 0,
  intstr: 0,
  quantity: '0',
  resource: '0',
  any: null,
};

/** The Go type of a field, as error texts name it. */
function goType(type: FieldType, context: DecodeContext): string {
  switch (type.form) {
    case 'object':
      return `v1.${goNameOf(type.schema)}`;
    case 'list':
      return `[]${goType(type.items, context)}`;
    case 'map':
      return isResources(type.values) ? 'v1.ResourceList' : `map[string]${goType(type.values, context)}`;
    case 'scalar':
      return type.scalar === 'string' ? stringType(context) : type.scalar === 'bytes' ? '[]uint8' : type.scalar;
    default:
      return type satisfies never;
  }
}

function isResources(values: FieldType): boolean {
  return values.form === 'scalar' && values.scalar === 'quantity';
}
