/** The wire format of protocol buffers, written from the end to the beginning: what a length stands before is then already known. */
import { byteLength, writeText } from '../../../base/utf8.ts';

export interface Writer {
  bytes: Uint8Array;
  /** Where what has been written begins. */
  at: number;
}

const FIRST_SIZE = 1024;

export function newWriter(): Writer {
  return { bytes: new Uint8Array(FIRST_SIZE), at: FIRST_SIZE };
}

/** All that has been written. */
export function written({ bytes, at }: Writer): Uint8Array {
  return bytes.subarray(at);
}

function reserve(writer: Writer, size: number): void {
  if (writer.at >= size) return;
  const { bytes, at } = writer;
  const grown = new Uint8Array(bytes.length * 2 + size);
  writer.at = at + grown.length - bytes.length;
  grown.set(bytes.subarray(at), writer.at);
  writer.bytes = grown;
}

export function putByte(writer: Writer, byte: number): void {
  reserve(writer, 1);
  writer.at -= 1;
  writer.bytes[writer.at] = byte;
}

export function putBytes(writer: Writer, bytes: ArrayLike<number>): void {
  reserve(writer, bytes.length);
  writer.at -= bytes.length;
  writer.bytes.set(bytes, writer.at);
}

export function putText(writer: Writer, text: string): void {
  // Most texts are ASCII, and need no look ahead.
  reserve(writer, text.length);
  const { bytes } = writer;
  let at = writer.at;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) return putWideText(writer, text);
    at -= 1;
    bytes[at] = unit;
  }
  writer.at = at;
}

function putWideText(writer: Writer, text: string): void {
  const length = byteLength(text);
  reserve(writer, length);
  writer.at -= length;
  writeText(text, writer.bytes, writer.at);
}

const groups = new Uint8Array(10);

/** A whole number; one below zero takes the ten bytes of 64 bits with a sign. */
export function putVarint(writer: Writer, value: number): void {
  if (value >= 0 && value < 0x80) return putByte(writer, value);
  if (value >= 0 && value < 0x4000) {
    putByte(writer, value >>> 7);
    return putByte(writer, (value & 0x7f) | 0x80);
  }
  let high = Math.floor(value / 2 ** 32);
  let low = (value - high * 2 ** 32) >>> 0;
  high >>>= 0;
  let length = 0;
  while (high !== 0 || low >= 0x80) {
    groups[length++] = (low & 0x7f) | 0x80;
    low = ((low >>> 7) | (high << 25)) >>> 0;
    high >>>= 7;
  }
  groups[length++] = low;
  putBytes(writer, groups.subarray(0, length));
}

export function putDouble(writer: Writer, value: number): void {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  putBytes(writer, bytes);
}

export function putTag(writer: Writer, number: number, wireType: number): void {
  putVarint(writer, number * 8 + wireType);
}

/** The length of what has been written since `end`, and what field it is. */
export function putHead(writer: Writer, length: number, number: number): void {
  putVarint(writer, length);
  putTag(writer, number, 2);
}

/** How much has been written. */
export function sizeOf({ bytes, at }: Writer): number {
  return bytes.length - at;
}
