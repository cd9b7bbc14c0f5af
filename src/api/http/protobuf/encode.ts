/**
 * From the JSON of an object to its message, byte for byte as Go writes it: values that are no pointers in any case, fields by their
 * numbers, maps by their keys.
 */
import { decodeBase64 } from '../../../base/base64.ts';
import { isRecord } from '../../patch/record.ts';
import type { JsonObject, JsonValue } from '../../scalars.ts';
import { type Field, type Message, type Scalar, type Type, messageOf } from './messages.ts';
import { toFields } from './special.ts';
import { DELIMITED } from './wire.ts';
import { type Writer, putByte, putBytes, putDouble, putHead, putTag, putText, putVarint, sizeOf } from './writer.ts';

type Value = JsonValue | undefined;

export function putMessage(writer: Writer, name: string, record: JsonObject): void {
  putFields(writer, messageOf(name), record);
}

function putFields(writer: Writer, { backwards }: Message, record: JsonObject): void {
  for (const field of backwards) {
    // The fields of what is inlined stand in the same record.
    if (field.inline) putValue(writer, field, record);
    else putField(writer, field, record[field.name] ?? undefined);
  }
}

function putField(writer: Writer, field: Field, value: Value): void {
  switch (field.shape) {
    case 'value':
      if (value !== undefined || !isBytes(field.type)) putValue(writer, field, value);
      return;
    case 'pointer':
      if (value !== undefined) putValue(writer, field, value);
      return;
    case 'list':
      if (Array.isArray(value)) for (const item of (value as readonly JsonValue[]).toReversed()) putValue(writer, field, item);
      return;
    case 'map':
      if (isRecord(value)) for (const key of Object.keys(value).sort().reverse()) putEntry(writer, field, key, value[key]);
      return;
    default:
      return field.shape satisfies never;
  }
}

function isBytes(type: Type): boolean {
  return type.form === 'scalar' && type.scalar === 'bytes';
}

function putEntry(writer: Writer, field: Field, key: string, value: Value): void {
  const before = sizeOf(writer);
  putValue(writer, { ...field, number: 2 }, value);
  const behindKey = sizeOf(writer);
  putText(writer, key);
  putHead(writer, sizeOf(writer) - behindKey, 1);
  putHead(writer, sizeOf(writer) - before, field.number);
}

function putValue(writer: Writer, { number, type, wireType }: Pick<Field, 'number' | 'type' | 'wireType'>, value: Value): void {
  const before = sizeOf(writer);
  putContent(writer, type, value ?? undefined);
  if (wireType === DELIMITED) putHead(writer, sizeOf(writer) - before, number);
  else putTag(writer, number, wireType);
}

function putContent(writer: Writer, type: Type, value: Value): void {
  switch (type.form) {
    case 'scalar':
      return putScalar(writer, type.scalar, value);
    case 'special': {
      const fields = toFields(type.special, value);
      if (fields !== undefined) putFields(writer, messageOf(type.special), fields);
      return;
    }
    case 'message': {
      const message = messageOf(type.message);
      if (message.list !== undefined) putField(writer, message.list, value);
      else putFields(writer, message, isRecord(value) ? value : {});
      return;
    }
    default:
      return type satisfies never;
  }
}

function putScalar(writer: Writer, scalar: Scalar, value: Value): void {
  switch (scalar) {
    case 'string':
      return putText(writer, typeof value === 'string' ? value : '');
    case 'bytes':
      return putBytes(writer, typeof value === 'string' ? (decodeBase64(value) ?? []) : []);
    case 'bool':
      return putByte(writer, value === true ? 1 : 0);
    case 'int32':
    case 'int64':
      return putVarint(writer, typeof value === 'number' ? value : 0);
    case 'double':
      return putDouble(writer, typeof value === 'number' ? value : 0);
    default:
      return scalar satisfies never;
  }
}
