/**
 * JSON as Go's encoding/json scans it: what is wrong with a text in Go's words, and which fields occur twice.
 * Iterative, so that a text of any depth costs no stack.
 */
const MAX_DEPTH = 10_000;

export interface Scan {
  /** What is wrong with the text; absent when it is JSON. */
  readonly error?: string;
  /** When some field occurs twice: the paths of all fields in the order of the text. */
  readonly fields?: readonly string[];
}

export function scanJson(text: string): Scan {
  const scanner: Scanner = { text, at: 0, frames: [], fields: undefined, repeated: false };
  const error = scan(scanner);
  if (error !== undefined) return { error };
  if (!scanner.repeated) return {};
  const again: Scanner = { text, at: 0, frames: [], fields: [], repeated: false };
  scan(again);
  return { fields: again.fields ?? [] };
}

interface Frame {
  /** Undefined in lists. */
  readonly keys: Set<string> | undefined;
  key: string;
  index: number;
}

interface Scanner {
  readonly text: string;
  at: number;
  readonly frames: Frame[];
  readonly fields: string[] | undefined;
  repeated: boolean;
}

function scan(scanner: Scanner): string | undefined {
  for (;;) {
    const opened = value(scanner);
    if (typeof opened === 'string') return opened;
    if (opened) continue;
    const ended = closeAll(scanner);
    if (typeof ended === 'string') return ended;
    if (ended) return undefined;
  }
}

/** Reads a value, or the beginning of one that is not empty: true when a value must follow. */
function value(scanner: Scanner): boolean | string {
  const char = next(scanner);
  switch (char) {
    case '{':
      return open(scanner, new Set(), '}');
    case '[':
      return open(scanner, undefined, ']');
    case '"':
      return string(scanner) ?? false;
    case 't':
      return literal(scanner, 'true') ?? false;
    case 'f':
      return literal(scanner, 'false') ?? false;
    case 'n':
      return literal(scanner, 'null') ?? false;
    default:
      return char === '-' || isDigit(char) ? (number(scanner) ?? false) : refused(scanner, 'looking for beginning of value');
  }
}

function open(scanner: Scanner, keys: Set<string> | undefined, end: string): boolean | string {
  if (scanner.frames.length >= MAX_DEPTH) return 'exceeded max depth';
  scanner.at += 1;
  if (next(scanner) === end) {
    scanner.at += 1;
    return false;
  }
  scanner.frames.push({ keys, key: '', index: 0 });
  return keys === undefined ? true : (field(scanner) ?? true);
}

/** The key of a field and its colon. */
function field(scanner: Scanner): string | undefined {
  const frame = scanner.frames.at(-1);
  if (next(scanner) !== '"') return refused(scanner, 'looking for beginning of object key string');
  const start = scanner.at;
  const error = string(scanner);
  if (error !== undefined) return error;
  const raw = scanner.text.slice(start, scanner.at);
  const key = raw.includes('\\') ? (JSON.parse(raw) as string) : raw.slice(1, -1);
  if (next(scanner) !== ':') return refused(scanner, 'after object key');
  scanner.at += 1;
  if (frame?.keys === undefined) return undefined;
  if (frame.keys.has(key)) scanner.repeated = true;
  frame.keys.add(key);
  frame.key = key;
  scanner.fields?.push(pathOf(scanner.frames));
  return undefined;
}

function pathOf(frames: readonly Frame[]): string {
  let path = '';
  for (const { keys, key, index } of frames) path += keys === undefined ? `[${index}]` : path === '' ? key : `.${key}`;
  return path;
}

/** After a value: closes what ends here. True at the end of the text, false when another value follows. */
function closeAll(scanner: Scanner): boolean | string {
  for (;;) {
    const frame = scanner.frames.at(-1);
    const char = next(scanner);
    if (frame === undefined) return char === '' ? true : refused(scanner, 'after top-level value');
    const isList = frame.keys === undefined;
    if (char === ',') {
      scanner.at += 1;
      frame.index += 1;
      return isList ? false : (field(scanner) ?? false);
    }
    if (char !== (isList ? ']' : '}')) return refused(scanner, isList ? 'after array element' : 'after object key:value pair');
    scanner.at += 1;
    scanner.frames.pop();
  }
}

// oxlint-disable-next-line no-control-regex -- JSON refuses control characters in strings
const PLAIN = /[^"\\\u0000-\u001f]*/y;

function string(scanner: Scanner): string | undefined {
  scanner.at += 1;
  for (;;) {
    PLAIN.lastIndex = scanner.at;
    PLAIN.test(scanner.text);
    scanner.at = PLAIN.lastIndex;
    const char = scanner.text.charAt(scanner.at);
    if (char === '"') {
      scanner.at += 1;
      return undefined;
    }
    if (char !== '\\') return refused(scanner, 'in string literal');
    const error = escape(scanner);
    if (error !== undefined) return error;
  }
}

function escape(scanner: Scanner): string | undefined {
  scanner.at += 1;
  const char = scanner.text.charAt(scanner.at);
  if (char === '' || !'"\\/bfnrtu'.includes(char)) return refused(scanner, 'in string escape code');
  scanner.at += 1;
  if (char !== 'u') return undefined;
  for (let digits = 0; digits < 4; digits += 1) {
    if (!/^[0-9a-fA-F]$/.test(scanner.text.charAt(scanner.at))) return refused(scanner, String.raw`in \u hexadecimal character escape`);
    scanner.at += 1;
  }
  return undefined;
}

function literal(scanner: Scanner, word: string): string | undefined {
  for (const expected of word) {
    if (scanner.text.charAt(scanner.at) !== expected) return refused(scanner, `in literal ${word} (expecting '${expected}')`);
    scanner.at += 1;
  }
  return undefined;
}

const FRACTION_TEXT = 'after decimal point in numeric literal';
const EXPONENT_TEXT = 'in exponent of numeric literal';

function number(scanner: Scanner): string | undefined {
  const { text } = scanner;
  if (text.charAt(scanner.at) === '-') scanner.at += 1;
  if (text.charAt(scanner.at) === '0') scanner.at += 1;
  else if (!digits(scanner)) return refused(scanner, 'in numeric literal');
  if (text.charAt(scanner.at) === '.') {
    scanner.at += 1;
    if (!digits(scanner)) return refused(scanner, FRACTION_TEXT);
  }
  if (!/^[eE]$/.test(text.charAt(scanner.at))) return undefined;
  scanner.at += 1;
  if (/^[-+]$/.test(text.charAt(scanner.at))) scanner.at += 1;
  return digits(scanner) ? undefined : refused(scanner, EXPONENT_TEXT);
}

function digits(scanner: Scanner): boolean {
  const start = scanner.at;
  while (isDigit(scanner.text.charAt(scanner.at))) scanner.at += 1;
  return scanner.at > start;
}

function isDigit(char: string): boolean {
  return char >= '0' && char <= '9';
}

/** The next character that is no blank, '' at the end. */
function next(scanner: Scanner): string {
  let char = scanner.text.charAt(scanner.at);
  while (char === ' ' || char === '\n' || char === '\t' || char === '\r') {
    scanner.at += 1;
    char = scanner.text.charAt(scanner.at);
  }
  return char;
}

function refused({ text, at }: Scanner, where: string): string {
  return at >= text.length ? 'unexpected end of JSON input' : `invalid character ${quoted(text.codePointAt(at) ?? 0)} ${where}`;
}

const NAMED: Readonly<Record<string, string>> = {
  '\u0007': String.raw`\a`,
  '\b': String.raw`\b`,
  '\f': String.raw`\f`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
  '\t': String.raw`\t`,
  '\v': String.raw`\v`,
  "'": String.raw`\'`,
  '\\': '\\\\',
};

/** Go looks at bytes: of a character beyond ASCII it names the first one of its encoding. */
function quoted(code: number): string {
  const byte = code < 0x80 ? code : code < 0x800 ? 0xc0 | (code >> 6) : code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
  return quotedByte(byte);
}

/** A byte as strconv.Quote shows it, in single quotes. */
export function quotedByte(byte: number): string {
  const char = String.fromCharCode(byte);
  const isShown = (byte >= 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  const escaped = `\\${byte < 0x80 ? 'x' : 'u'}${byte.toString(16).padStart(byte < 0x80 ? 2 : 4, '0')}`;
  return `'${NAMED[char] ?? (isShown ? char : escaped)}'`;
}
