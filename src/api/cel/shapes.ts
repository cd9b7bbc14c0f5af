/**
 * What a schema declares to expressions: the type of a value, how JSON becomes that value, and how large it can get
 * (apiserver's cel/common/schemas.go and valuesunstructured.go).
 */
import { decodeBase64 } from '../../base/base64.ts';
import { isList, isRecord } from '../patch/record.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import { escapeField, unescapeField } from './escape.ts';
import { lazyList } from './json-values.ts';
import { parseGoDuration, timestampFrom } from './library/time.ts';
import { type CelType, BOOL, BYTES, DOUBLE, DURATION, DYN, INT, STRING, TIMESTAMP, listType, mapType, objectType } from './types.ts';
import { type ListValue, type MapValue, type Value, durationOf, evaluationError, isMap, keyText, valueText } from './values.ts';

export interface Shape {
  readonly type: CelType;
  /** Fails with an EvaluationError when the JSON is not of the type. */
  value(json: JsonValue): Value;
  /** Least number of bytes of its JSON. */
  readonly minSize: number;
  /** Most characters, items or entries that fit into a request. */
  readonly maxElements: number;
  /** Of lists and maps. */
  readonly element?: Shape;
  /** Of objects, by escaped name. */
  readonly fields?: ReadonlyMap<string, Shape>;
}

/** The largest request that a server takes. */
export const MAX_REQUEST_BYTES = 3 * 1024 * 1024;

/** Undefined when expressions can't see values of this schema: their type is not declared. */
export function shapeOf(schema: StructuralSchema, name: string, isRoot: boolean): Shape | undefined {
  if (schema['x-kubernetes-int-or-string']) return nullable(schema, intOrString(schema));
  const shape = plainShape(isRoot || schema['x-kubernetes-embedded-resource'] ? withMetadata(schema) : schema, name);
  return shape === undefined ? undefined : nullable(schema, shape);
}

function nullable(schema: StructuralSchema, shape: Shape): Shape {
  return {
    ...shape,
    value: (json) => {
      if (json !== null) return shape.value(json);
      if (schema.nullable) return null;
      throw evaluationError('invalid data, got null for schema with nullable=false');
    },
  };
}

function plainShape(schema: StructuralSchema, name: string): Shape | undefined {
  switch (schema.type) {
    case 'array':
      return listShape(schema, name);
    case 'object':
      return typeof schema.additionalProperties === 'object'
        ? mapShape(schema, schema.additionalProperties, name)
        : objectShape(schema, name);
    case 'string':
      return stringShape(schema);
    case 'boolean':
      return { type: BOOL, value: (json) => expected(json, 'boolean', 'bool'), minSize: 4, maxElements: 0 };
    case 'number':
      return { type: DOUBLE, value: (json) => expected(json, 'number', 'float'), minSize: 1, maxElements: 0 };
    case 'integer':
      return { type: INT, value: integerValue, minSize: 1, maxElements: 0 };
    case undefined:
    default:
      return undefined;
  }
}

function expected(json: JsonValue, type: string, called: string): Value {
  if (typeof json === type) return json as Value;
  throw evaluationError(`invalid data, expected ${called}, got ${goType(json)}`);
}

function goType(json: JsonValue): string {
  if (isRecord(json)) return 'map[string]interface {}';
  if (isList(json)) return '[]interface {}';
  if (typeof json === 'number') return Number.isInteger(json) ? 'int64' : 'float64';
  return typeof json === 'boolean' ? 'bool' : 'string';
}

function integerValue(json: JsonValue): Value {
  if (typeof json === 'number' && Number.isInteger(json)) return BigInt(json);
  throw evaluationError(`invalid data, expected int, got ${goType(json)}`);
}

function intOrString(schema: StructuralSchema): Shape {
  const maxElements = schema.maxLength === undefined ? MAX_REQUEST_BYTES - 2 : Math.max(0, schema.maxLength) * 4;
  return {
    type: DYN,
    value: (json) => {
      if (typeof json === 'string') return json;
      if (typeof json === 'number' && Number.isInteger(json)) return BigInt(json);
      throw evaluationError('invalid data, expected XIntOrString value to be either a string or integer');
    },
    minSize: 1,
    maxElements,
  };
}

const TEXT: StructuralSchema = { type: 'string' };

/** What expressions see of every resource, whatever its schema declares. */
function withMetadata(schema: StructuralSchema): StructuralSchema {
  const metadata = schema.properties?.['metadata'];
  const declared = metadata?.properties?.['name'] !== undefined && metadata.properties['generateName'] !== undefined;
  const own: StructuralSchema = declared ? metadata : { type: 'object', properties: { name: TEXT, generateName: TEXT } };
  return { ...schema, type: 'object', properties: { ...schema.properties, kind: TEXT, apiVersion: TEXT, metadata: own } };
}

function listShape(schema: StructuralSchema, name: string): Shape | undefined {
  const element = schema.items === undefined ? undefined : shapeOf(schema.items, `${name}.@idx`, false);
  if (element === undefined) return undefined;
  const keyOf = itemKey(schema);
  return {
    type: listType(element.type),
    value: (json): ListValue => {
      if (!isList(json)) throw evaluationError('invalid data, expected an array for the provided schema with type=array');
      const list = lazyList(json, (item) => element.value(item));
      return keyOf === undefined ? list : { ...list, keyOf };
    },
    minSize: 2,
    maxElements: limit(schema.maxItems) ?? Math.floor((MAX_REQUEST_BYTES - 2) / (element.minSize + 1)),
    element,
  };
}

function limit(declared: number | undefined): number | undefined {
  return declared === undefined ? undefined : Math.max(0, declared);
}

function itemKey(schema: StructuralSchema): ((item: Value) => string) | undefined {
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'set') return (item) => keyText(item);
  if (listType !== 'map') return undefined;
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => escapeField(key) ?? key);
  return (item) => JSON.stringify(keys.map((key) => (isMap(item) ? valueText(item.find(key) ?? null) : '')));
}

function mapShape(schema: StructuralSchema, values: StructuralSchema, name: string): Shape | undefined {
  const element = shapeOf(values, `${name}.@elem`, false);
  if (element === undefined) return undefined;
  return {
    type: mapType(STRING, element.type),
    value: (json) => {
      const object = objectOf(json);
      return mapValue(object, Object.keys(object), (key) => (Object.hasOwn(object, key) ? element.value(object[key] ?? null) : undefined));
    },
    minSize: 2,
    maxElements: limit(schema.maxProperties) ?? Math.floor((MAX_REQUEST_BYTES - 2) / (element.minSize + 6)),
    element,
  };
}

function objectOf(json: JsonValue): JsonObject {
  if (isRecord(json)) return json;
  throw evaluationError('invalid data, expected a map for the provided schema with type=object');
}

/** `read` gives the value of a member that is there and is declared. */
function mapValue(json: JsonObject, keys: readonly string[], read: (key: string) => Value | undefined): MapValue {
  const known = new Map<string, Value>();
  return {
    kind: 'map',
    size: Object.keys(json).length,
    keys: () => keys,
    find: (key) => {
      if (typeof key !== 'string') return undefined;
      const value = known.get(key) ?? read(key);
      if (value !== undefined) known.set(key, value);
      return value;
    },
  };
}

function objectShape(schema: StructuralSchema, name: string): Shape {
  const fields = new Map<string, Shape>();
  let minSize = 2;
  for (const [property, own] of Object.entries(schema.properties ?? {})) {
    const shape = shapeOf(own, `${name}.${property}`, false);
    const escaped = escapeField(property);
    if (shape === undefined) continue;
    if (escaped !== undefined) fields.set(escaped, shape);
    if (schema.required?.includes(property) && own.default === undefined) minSize += property.length + shape.minSize + 4;
  }
  return {
    // Keywords may be written as they are where the grammar takes them: `self.namespace`.
    type: objectType(name, (field) => (fields.get(field) ?? fields.get(escapeField(field) ?? field))?.type),
    value: (json) => objectValue(objectOf(json), fields),
    minSize,
    maxElements: 0,
    fields,
  };
}

/** A null field of an object is as good as none. */
function objectValue(json: JsonObject, fields: ReadonlyMap<string, Shape>): MapValue {
  const keys: string[] = [];
  const unknown: Record<string, JsonValue> = {};
  for (const [name, member] of Object.entries(json)) {
    const field = escapeField(name);
    if (field === undefined || !fields.has(field)) unknown[name] = member;
    else if (member !== null) keys.push(field);
  }
  const value = mapValue(json, keys, (key) => {
    const name = unescapeField(key);
    const member = Object.hasOwn(json, name) ? (json[name] ?? null) : null;
    return member === null ? undefined : fields.get(escapeField(name) ?? name)?.value(member);
  });
  return { ...value, unknown };
}

interface Format {
  readonly type: CelType;
  readonly minSize: number;
  readonly maxElements: number;
  read(text: string): Value | undefined;
}

const FORMATS: Readonly<Record<string, Format>> = {
  byte: { type: BYTES, minSize: 2, maxElements: MAX_REQUEST_BYTES - 2, read: (text) => bytesOf(text) },
  duration: { type: DURATION, minSize: 3, maxElements: 32, read: (text) => durationValue(text) },
  date: { type: TIMESTAMP, minSize: 12, maxElements: 12, read: (text) => timestampFrom(`${text}T00:00:00Z`) },
  'date-time': { type: TIMESTAMP, minSize: 21, maxElements: 32, read: (text) => timestampFrom(text.toUpperCase()) },
};

function bytesOf(text: string): Value | undefined {
  const bytes = decodeBase64(text);
  return bytes === undefined ? undefined : Uint8Array.from(bytes);
}

/** strfmt's durations: Go's, and numbers with days, weeks and spelled-out units. */
function durationValue(text: string): Value | undefined {
  const days = /^(\d+)\s*(d|day|days|w|week|weeks)$/.exec(text);
  const nanos = days === null ? parseGoDuration(text) : BigInt(days[1] ?? 0) * (days[2]?.startsWith('w') ? 7n : 1n) * 86_400_000_000_000n;
  return nanos === undefined ? undefined : durationOf(nanos);
}

function stringShape(schema: StructuralSchema): Shape {
  const format = FORMATS[schema.format ?? ''];
  if (format === undefined)
    return { type: STRING, value: (json) => expected(json, 'string', 'string'), minSize: 2, maxElements: longest(schema) };
  const { type, minSize } = format;
  const maxElements = schema.format === 'byte' ? (limit(schema.maxLength) ?? format.maxElements) : format.maxElements;
  return { type, value: (json) => formatted(json, schema.format ?? '', format), minSize, maxElements };
}

function longest({ maxLength, enum: values = [] }: StructuralSchema): number {
  // A character may take four bytes.
  if (maxLength !== undefined) return Math.max(0, maxLength) * 4;
  return values.length > 0 ? Math.max(...values.map((value) => (typeof value === 'string' ? value.length : 0))) : MAX_REQUEST_BYTES - 2;
}

function formatted(json: JsonValue, name: string, format: Format): Value {
  if (typeof json !== 'string') return expected(json, 'string', 'string');
  const value = format.read(json);
  if (value !== undefined) return value;
  const what = name === 'duration' ? 'duration' : `${name} formatted string`;
  throw evaluationError(`Invalid ${what} ${json}`);
}
