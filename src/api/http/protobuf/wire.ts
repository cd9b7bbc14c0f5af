/** The wire format of protocol buffers, read with the checks, and the words, of the code that Go generates for Kubernetes' messages. */
import { textOfBytes } from '../../../base/utf8.ts';

/** What is wrong with some bytes. */
export class WireError extends Error {}

/** A part of some bytes that is being read. */
export interface Reader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

export const VARINT = 0;
export const FIXED64 = 1;
export const DELIMITED = 2;
const START_GROUP = 3;
export const END_GROUP = 4;
const FIXED32 = 5;

export function readerOf(bytes: Uint8Array): Reader {
  return { bytes, at: 0, end: bytes.length };
}

/** Two halves of 64 bits: the lower, and the upper with its sign. */
export interface Varint {
  low: number;
  high: number;
}

const read: Varint = { low: 0, high: 0 };

/** The halves are valid until the next call. */
export function readVarint(reader: Reader): Varint {
  read.low = 0;
  read.high = 0;
  for (let shift = 0; ; shift += 7) {
    if (shift >= 64) throw new WireError('proto: integer overflow');
    const byte = readByte(reader);
    const bits = byte & 0x7f;
    if (shift < 32) read.low |= bits << shift;
    if (shift > 24) read.high |= shift < 32 ? bits >> (32 - shift) : bits << (shift - 32);
    if (byte < 0x80) return read;
  }
}

function readByte(reader: Reader): number {
  if (reader.at >= reader.end) throw new WireError('unexpected EOF');
  return reader.bytes[reader.at++] ?? 0;
}

/** As JSON numbers, integers beyond 2^53 lose their last digits. */
export function readInt64(reader: Reader): number {
  const { low, high } = readVarint(reader);
  return high * 2 ** 32 + (low >>> 0);
}

/** The upper half is dropped, as Go does. */
export function readInt32(reader: Reader): number {
  return readVarint(reader).low;
}

export function readBool(reader: Reader): boolean {
  const { low, high } = readVarint(reader);
  return low !== 0 || high !== 0;
}

export function readDouble(reader: Reader): number {
  if (reader.at + 8 > reader.end) throw new WireError('unexpected EOF');
  const { buffer, byteOffset } = reader.bytes;
  reader.at += 8;
  return new DataView(buffer, byteOffset + reader.at - 8, 8).getFloat64(0, true);
}

/** What a length stands before. */
export function readPart(reader: Reader): Reader {
  const length = readLength(reader);
  const at = reader.at;
  if (at + length > reader.end) throw new WireError('unexpected EOF');
  reader.at += length;
  return { bytes: reader.bytes, at, end: reader.at };
}

function readLength(reader: Reader): number {
  const length = readInt64(reader);
  if (length < 0) throw new WireError('proto: negative length found during unmarshaling');
  return length;
}

export function textOf({ bytes, at, end }: Reader): string {
  return textOfBytes(bytes, at, end);
}

/** Passes over a field that nobody knows, whose tag has been read. Groups may nest. */
export function skip(reader: Reader, wireType: number): void {
  let depth = 0;
  for (let type = wireType; ; type = readVarint(reader).low & 7) {
    if (type === START_GROUP) depth += 1;
    else if (type === END_GROUP) depth -= 1;
    else skipValue(reader, type);
    if (depth < 0) throw new WireError('proto: unexpected end of group');
    if (reader.at > reader.end) throw new WireError('unexpected EOF');
    if (depth === 0) return;
  }
}

function skipValue(reader: Reader, wireType: number): void {
  switch (wireType) {
    case VARINT:
      readVarint(reader);
      return;
    case FIXED64:
      reader.at += 8;
      return;
    case DELIMITED:
      reader.at += readLength(reader);
      return;
    case FIXED32:
      reader.at += 4;
      return;
    default:
      throw new WireError(`proto: illegal wireType ${wireType}`);
  }
}
