/** Protobuf's wire format (protobuf.dev/programming-guides/encoding), built up from encoders of single fields. */
import { utf8Bytes } from '../../../base/base64.ts';
import { isRecord } from '../../patch/record.ts';
import { stringifyYaml } from '../../yaml-write.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** A field with its number, from a JSON value; no bytes for what the wire leaves out. */
export type Encode = (number: number, value: JsonValue) => Uint8Array;

const NO_BYTES = new Uint8Array(0);
const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;

export const text: Encode = (number, value) =>
  delimited(number, Uint8Array.from(utf8Bytes(typeof value === 'string' ? value : JSON.stringify(value))));
export const flag: Encode = (number, value) => (value === true ? joined([header(number, VARINT), varint(1)]) : NO_BYTES);
export const integer: Encode = (number, value) => joined([header(number, VARINT), varint(Number(value))]);
export const double: Encode = (number, value) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, Number(value), true);
  return joined([header(number, FIXED_64), bytes]);
};

/** A list as the same field again and again. */
export function each(item: Encode): Encode {
  return (number, value) => joined((Array.isArray(value) ? (value as readonly JsonValue[]) : [value]).map((one) => item(number, one)));
}

/** A message that has only the field `inner`. */
export function within(inner: number, encode: Encode): Encode {
  return (number, value) => delimited(number, encode(inner, value));
}

export function choice(encodeOf: (value: JsonValue) => Encode): Encode {
  return (number, value) => encodeOf(value)(number, value);
}

/** A JSON object as a message with a list of names and values in its field `inner`. */
export function named(inner: number, encode: Encode): Encode {
  return (number, value) => {
    const entries = isRecord(value) ? Object.entries(value) : [];
    return delimited(number, joined(entries.map(([name, one]) => delimited(inner, joined([text(1, name), encode(2, one)])))));
  };
}

/** Fields by their JSON names. */
export type Fields = Readonly<Record<string, readonly [number: number, encode: Encode]>>;

export interface Message {
  readonly field: Encode;
  /** What is in it, without a header. */
  body(value: JsonValue): Uint8Array;
}

/** `extension` is how an `x-` field is written, as an object of its name and value. */
export function message(fields: Fields, extension?: readonly [number: number, encode: Encode]): Message {
  const encoded = ([name, value]: readonly [string, JsonValue]): Uint8Array => {
    const known = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (known !== undefined) return known[1](known[0], value);
    return extension === undefined || !name.startsWith('x-') ? NO_BYTES : extension[1](extension[0], { name, value } satisfies JsonObject);
  };
  const body = (value: JsonValue) => joined(isRecord(value) ? Object.entries(value).map(encoded) : []);
  return { body, field: (number, value) => delimited(number, body(value)) };
}

export const texts: Encode = each(text);
/** Values of any shape are YAML. */
export const any: Encode = (number, value) => message({ yaml: [2, text] }).field(number, { yaml: stringifyYaml(value) });
/** `x-` extensions are names with such values. */
export const extension: Encode = message({ name: [1, text], value: [2, any] }).field;

function delimited(number: number, bytes: Uint8Array): Uint8Array {
  return joined([header(number, DELIMITED), varint(bytes.length), bytes]);
}

function header(number: number, type: number): Uint8Array {
  return varint(number * 8 + type);
}

/** Whole numbers from 0 to 2^53, seven bits at a time, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.from([...bytes, rest]);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
