/** UTF-8 without the platform's help: text of bytes, and bytes of text. */

const CHUNK = 4096;
const REPLACEMENT = 0xfffd;

/** Text of `bytes[from..to)`; what is no UTF-8 becomes U+FFFD, byte by byte as in Go. */
export function textOfBytes(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let end = from;
  while (end < to && (bytes[end] ?? 0) < 0x80) end += 1;
  if (end === to) return asciiText(bytes, from, to);
  let text = asciiText(bytes, from, end);
  for (let at = end; at < to;) {
    const { code, length } = pointAt(bytes, at, to);
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + CHUNK)));
  return text;
}

interface Point {
  readonly code: number;
  readonly length: number;
}

const BAD: Point = { code: REPLACEMENT, length: 1 };
/** By the length of a sequence, the least code that needs it. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000];

function pointAt(bytes: Uint8Array, at: number, to: number): Point {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { code: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > to) return BAD;
  let code = first & (0x7f >> length);
  for (let next = at + 1; next < at + length; next += 1) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return BAD;
    code = (code << 6) | (byte & 0x3f);
  }
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  return isSurrogate || code > 0x10ffff || code < (LEAST[length] ?? 0) ? BAD : { code, length };
}

/** How many bytes `writeText` needs. */
export function byteLength(text: string): number {
  let length = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    length += unit < 0x800 ? 1 : 2;
    // A pair of surrogates is two units and four bytes.
    if (isPair(text, at)) at += 1;
  }
  return length;
}

function isPair(text: string, at: number): boolean {
  const [high, low] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return high >= 0xd800 && high < 0xdc00 && low >= 0xdc00 && low < 0xe000;
}

/** Writes `text` into `bytes` at `at`; half a pair of surrogates becomes U+FFFD. Gives the place behind it. */
export function writeText(text: string, bytes: Uint8Array, start: number): number {
  let at = start;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes[at++] = unit;
    else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = tail(unit);
    } else if (isPair(text, index)) {
      const code = text.codePointAt(index) ?? 0;
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = tail(code >> 12);
      bytes[at++] = tail(code >> 6);
      bytes[at++] = tail(code);
      index += 1;
    } else {
      const code = unit >= 0xd800 && unit < 0xe000 ? REPLACEMENT : unit;
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = tail(code >> 6);
      bytes[at++] = tail(code);
    }
  }
  return at;
}

export function bytesOfText(text: string): Uint8Array {
  const bytes = new Uint8Array(byteLength(text));
  writeText(text, bytes, 0);
  return bytes;
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f);
}
