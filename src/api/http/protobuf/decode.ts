/** From the bytes of a message to the JSON that Go would write of it. Fields that nobody knows are passed over. */
import { encodeBase64 } from '../../../base/base64.ts';
import type { JsonValue } from '../../scalars.ts';
import { type Field, type Message, type Scalar, type Type, messageOf } from './messages.ts';
import { fromFields } from './special.ts';
import {
  DELIMITED,
  END_GROUP,
  type Reader,
  WireError,
  readBool,
  readDouble,
  readInt32,
  readInt64,
  readPart,
  readVarint,
  skip,
  textOf,
} from './wire.ts';

export type MutableRecord = Record<string, JsonValue>;

/** Far more than any object has: schemas of custom resources nest deepest. */
const MAX_DEPTH = 250;

export function decodeMessage(reader: Reader, name: string): MutableRecord {
  const record: MutableRecord = {};
  readFields(reader, messageOf(name), record, 0);
  return record;
}

function readFields(reader: Reader, message: Message, record: MutableRecord, depth: number): void {
  if (depth > MAX_DEPTH) throw new WireError('proto: exceeded max recursion depth');
  while (reader.at < reader.end) {
    const { number, wireType } = readTag(reader, message);
    const field = message.fields.get(number);
    if (field === undefined) skip(reader, wireType);
    else readField(reader, field, wireType, record, depth);
  }
}

function readTag(reader: Reader, { name }: Message): { number: number; wireType: number } {
  const { low, high } = readVarint(reader);
  const wireType = low & 7;
  const number = (low >>> 3) | (high << 29);
  if (wireType === END_GROUP) throw new WireError(`proto: ${name}: wiretype end group for non-group`);
  if (number <= 0) throw new WireError(`proto: ${name}: illegal tag ${number} (wire type ${(high >>> 0) * 2 ** 32 + (low >>> 0)})`);
  return { number, wireType };
}

function readField(reader: Reader, field: Field, wireType: number, record: MutableRecord, depth: number): void {
  const { name, shape, type } = field;
  // Numbers of a list may be packed together.
  const isPacked = shape === 'list' && wireType === DELIMITED && field.wireType !== DELIMITED;
  const expected = shape === 'map' ? DELIMITED : field.wireType;
  if (wireType !== expected && !isPacked) throw new WireError(`proto: wrong wireType = ${wireType} for field ${field.goName}`);
  if (field.inline && type.form === 'message') return readFields(readPart(reader), messageOf(type.message), record, depth + 1);
  if (shape === 'map') {
    const map = (record[name] ??= {}) as MutableRecord;
    return readEntry(readPart(reader), field, map, depth + 1);
  }
  if (shape === 'list') {
    const list = (record[name] ??= []) as JsonValue[];
    if (!isPacked) list.push(readValue(reader, type, undefined, depth) ?? null);
    else for (const part = readPart(reader); part.at < part.end;) list.push(readValue(part, type, undefined, depth) ?? null);
    return;
  }
  const value = readValue(reader, type, record[name], depth);
  if (value === undefined || (shape === 'value' && type.form === 'scalar' && !field.always && isZero(value))) delete record[name];
  else record[name] = value;
}

function isZero(value: JsonValue): boolean {
  return value === '' || value === 0 || value === false;
}

/** A message with the key as its field 1 and the value as its field 2; a value that is missing is empty. */
function readEntry(reader: Reader, { type, wireType: expected, goName }: Field, map: MutableRecord, depth: number): void {
  let key = '';
  let value: JsonValue | undefined;
  while (reader.at < reader.end) {
    const { low } = readVarint(reader);
    const [number, wireType] = [low >>> 3, low & 7];
    if (number === 1 && wireType === DELIMITED) key = textOf(readPart(reader));
    else if (number === 2 && wireType === expected) value = readValue(reader, type, undefined, depth);
    else if (number === 1 || number === 2) throw new WireError(`proto: wrong wireType = ${wireType} for field ${goName}`);
    else skip(reader, wireType);
  }
  // Not an assignment: a key may be called `__proto__`.
  Object.defineProperty(map, key, { value: value ?? emptyOf(type), enumerable: true, configurable: true, writable: true });
}

function emptyOf(type: Type): JsonValue {
  switch (type.form) {
    case 'scalar':
      return EMPTY[type.scalar];
    case 'special':
      return fromFields(type.special, {}) ?? null;
    case 'message':
      return messageOf(type.message).list === undefined ? {} : [];
    default:
      return type satisfies never;
  }
}

const EMPTY: Readonly<Record<Scalar, JsonValue>> = { string: '', bytes: '', bool: false, int32: 0, int64: 0, double: 0 };

/** `before`: what the same field held already; messages that come in parts are put together. */
function readValue(reader: Reader, type: Type, before: JsonValue | undefined, depth: number): JsonValue | undefined {
  switch (type.form) {
    case 'scalar':
      return readScalar(reader, type.scalar);
    case 'special': {
      const fields: MutableRecord = {};
      readFields(readPart(reader), messageOf(type.special), fields, depth + 1);
      return fromFields(type.special, fields);
    }
    case 'message': {
      const message = messageOf(type.message);
      const record: MutableRecord = message.list === undefined ? ((before ?? {}) as MutableRecord) : { '=': before ?? [] };
      readFields(readPart(reader), message, record, depth + 1);
      return message.list === undefined ? record : record['='];
    }
    default:
      return type satisfies never;
  }
}

function readScalar(reader: Reader, scalar: Scalar): JsonValue {
  switch (scalar) {
    case 'string':
      return textOf(readPart(reader));
    case 'bytes': {
      const { bytes, at, end } = readPart(reader);
      return encodeBase64(bytes.subarray(at, end));
    }
    case 'bool':
      return readBool(reader);
    case 'int32':
      return readInt32(reader);
    case 'int64':
      return readInt64(reader);
    case 'double':
      return finite(readDouble(reader));
    default:
      return scalar satisfies never;
  }
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new WireError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`);
  return value;
}
