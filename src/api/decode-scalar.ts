import { type DecodeContext, fail, failLoneType, failType, stringType, typeName } from './decode-context.ts';
import { canonicalQuantity } from './quantity.ts';
import type { JsonValue } from './scalars.ts';
import type { ScalarType } from './schema.ts';
import { formatMicroTime, formatTime, parseTime } from './time.ts';

/** Reads one scalar; `resource` is a quantity in a resource list. `undefined` if it was refused. */
export function decodeScalar(value: JsonValue, type: ScalarType | 'resource', context: DecodeContext): JsonValue | undefined {
  switch (type) {
    case 'any':
      return value;
    case 'string':
      return typeof value === 'string' ? value : refuse(context, value, stringType(context));
    case 'bool':
      return typeof value === 'boolean' ? value : refuse(context, value, 'bool');
    case 'int32':
    case 'int64':
      return isInteger(value, type) ? value : refuse(context, value, type);
    case 'double':
      return typeof value === 'number' ? value : refuse(context, value, 'float64');
    case 'intstr':
      return decodeIntOrString(value, context);
    case 'quantity':
    case 'resource':
      return decodeQuantity(value, type === 'resource', context);
    case 'time':
    case 'microtime':
      return decodeTime(value, type, context);
    case 'bytes':
      return decodeBytes(value, context);
    default:
      return type satisfies never;
  }
}

function refuse(context: DecodeContext, value: JsonValue, goType: string): undefined {
  failType(context, value, goType);
  return undefined;
}

const INT32 = 2 ** 31;

function isInteger(value: JsonValue, type: 'int32' | 'int64'): boolean {
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  return type === 'int64' ? Math.abs(value) <= 2 ** 63 : value >= -INT32 && value < INT32;
}

function decodeIntOrString(value: JsonValue, context: DecodeContext): JsonValue | undefined {
  if (typeof value === 'string' || isInteger(value, 'int32')) return value;
  failLoneType(context, value, 'int32');
  return undefined;
}

/** Quantities read the raw text: a number counts as its digits, and whatever else does not match their grammar. */
function decodeQuantity(value: JsonValue, inResourceList: boolean, context: DecodeContext): JsonValue | undefined {
  try {
    return canonicalQuantity(typeof value === 'string' || typeof value === 'number' ? value : typeName(value), inResourceList);
  } catch (error) {
    if (error instanceof Error) fail(context, error.message);
    return undefined;
  }
}

function decodeTime(value: JsonValue, type: 'time' | 'microtime', context: DecodeContext): JsonValue | undefined {
  if (typeof value !== 'string') {
    failLoneType(context, value, 'string');
    return undefined;
  }
  const ms = parseTime(value);
  if (!Number.isNaN(ms)) return type === 'time' ? formatTime(ms) : isMicroTime(value) ? value : formatMicroTime(ms);
  fail(context, timeText(value, type === 'time' ? '2006-01-02T15:04:05Z07:00' : '2006-01-02T15:04:05.000000Z07:00'));
  return undefined;
}

/** Microseconds are finer than the milliseconds of `parseTime`. */
function isMicroTime(text: string): boolean {
  return /^.{19}\.\d{6}Z$/.test(text);
}

const TIME_PARTS: readonly (readonly [pattern: RegExp, layout: string])[] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d\d/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d(?:\.\d+)?/, '05'],
  [/^(?:Z|[+-]\d\d:\d\d)/, 'Z07:00'],
];

/** Go's time.Parse on the first part that it can't read. */
function timeText(text: string, layout: string): string {
  let rest = text;
  for (const [pattern, part] of TIME_PARTS) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) return `parsing time "${text}" as "${layout}": cannot parse "${rest}" as "${part}"`;
    rest = rest.slice(found.length);
  }
  return rest === '' ? `parsing time "${text}": ${outOfRange(text)} out of range` : `parsing time "${text}": extra text: "${rest}"`;
}

function outOfRange(text: string): string {
  const [month = 0, hour = 0, minute = 0, second = 0] = [5, 11, 14, 17].map((at) => Number(text.slice(at, at + 2)));
  if (month < 1 || month > 12) return 'month';
  if (hour > 23) return 'hour';
  if (minute > 59) return 'minute';
  return second > 59 ? 'second' : 'day';
}

const BASE64 = /^[A-Za-z0-9+/]$/;

/** Standard base64 with padding; line breaks are dropped. Tells the first bad byte as Go does. */
function decodeBytes(value: JsonValue, context: DecodeContext): JsonValue | undefined {
  if (typeof value !== 'string') return refuse(context, value, '[]uint8');
  const compact = value.replaceAll(/[\r\n]/g, '');
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(compact)) return compact;
  fail(context, `${context.converts ? 'error decoding from json: ' : ''}illegal base64 data at input byte ${firstBadByte(value)}`);
  return undefined;
}

function firstBadByte(text: string): number {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\r' || char === '\n') continue;
    if (char === '=' && digits % 4 >= 2) return paddingFault(text, at, digits % 4);
    if (!BASE64.test(char)) return at;
    digits++;
  }
  return text.length - (digits % 4);
}

/** After the first `=` there may be a second one where it is due, and then nothing. */
function paddingFault(text: string, at: number, digits: number): number {
  const rest = text.slice(at + 1).replaceAll(/[\r\n]/g, '');
  if (digits === 3) return at + 1;
  if (rest === '') return text.length;
  return rest.startsWith('=') ? at + 2 : at + 1;
}
