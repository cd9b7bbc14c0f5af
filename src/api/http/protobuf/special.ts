/** Types that look otherwise in JSON than their messages do: each is read into, and written from, a record of its message's fields. */
import { parseGoDuration } from '../../go-duration.ts';
import { scanJson } from '../../go-json.ts';
import { isRecord } from '../../patch/record.ts';
import type { JsonObject, JsonValue } from '../../scalars.ts';
import { formatTime, parseTime } from '../../time.ts';
import { WireError } from './wire.ts';

const SCHEMA = 'apiextensions/v1.JSONSchemaProps';

/** Their fields, in the form of messages.gen.json. */
export const SPECIAL_MESSAGES = {
  Time: '1:seconds:int64! 2:nanos:int32!',
  MicroTime: '1:seconds:int64! 2:nanos:int32!',
  Duration: '1:duration:int64!',
  Quantity: '1:string:string!',
  IntOrString: '1:type:int64 2:intVal:int32 3:strVal:string',
  Json: '1:raw:*string',
  SchemaOrBool: `1:allows:bool 2:schema:*${SCHEMA}`,
  SchemaOrArray: `1:schema:*${SCHEMA} 2:jSONSchemas:[]${SCHEMA}`,
  SchemaOrStrings: `1:schema:*${SCHEMA} 2:property:[]string`,
} as const;

export type Special = keyof typeof SPECIAL_MESSAGES;

/** What JSON shows of a message; undefined for a time that is not set, and the like. */
export function fromFields(special: Special, fields: JsonObject): JsonValue | undefined {
  switch (special) {
    case 'Time':
      return timeText(fields, '');
    case 'MicroTime':
      return timeText(fields, `.${String(Math.floor(numberOf(fields['nanos']) / 1000)).padStart(6, '0')}`);
    case 'Duration':
      return durationText(numberOf(fields['duration']) / 1e6);
    case 'Quantity':
      return fields['string'] ?? '';
    case 'IntOrString':
      return intOrString(fields);
    case 'Json':
      return parsed(fields['raw']);
    case 'SchemaOrBool':
      return fields['schema'] ?? fields['allows'] ?? false;
    case 'SchemaOrArray':
      return fields['jSONSchemas'] ?? fields['schema'];
    case 'SchemaOrStrings':
      return fields['property'] ?? fields['schema'];
    default:
      return special satisfies never;
  }
}

function numberOf(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0;
}

const YEAR_0 = -62_167_219_200;
const YEAR_10000 = 253_402_300_800;

/** An empty message is no time; a time that is not even in a year of four digits can't be told. */
function timeText(fields: JsonObject, fraction: string): string | undefined {
  if (fields['seconds'] === undefined && fields['nanos'] === undefined) return undefined;
  const seconds = numberOf(fields['seconds']);
  const nanos = numberOf(fields['nanos']);
  if (seconds < YEAR_0 || seconds >= YEAR_10000 || nanos < 0 || nanos >= 1e9)
    throw new WireError('Time.MarshalJSON: year outside of range [0,9999]');
  return formatTime(seconds * 1000).replace('Z', `${fraction}Z`);
}

function intOrString({ type = 0, intVal, strVal }: { readonly [name: string]: JsonValue }): JsonValue {
  if (type === 0) return intVal ?? 0;
  if (type === 1) return strVal ?? '';
  throw new WireError('impossible IntOrString.Type');
}

function parsed(raw: JsonValue | undefined): JsonValue | undefined {
  if (typeof raw !== 'string' || raw === '') return undefined;
  const { error } = scanJson(raw);
  if (error !== undefined) throw new WireError(error);
  return JSON.parse(raw) as JsonValue;
}

/** The inverse of `fromFields`: undefined where the message is empty. */
export function toFields(special: Special, value: JsonValue | undefined): JsonObject | undefined {
  switch (special) {
    case 'Time':
    case 'MicroTime':
      return typeof value === 'string' ? timeFields(value, special) : undefined;
    case 'Duration':
      return { duration: durationOf(value) };
    case 'Quantity':
      return { string: value ?? '0' };
    case 'IntOrString':
      return typeof value === 'string' ? { type: 1, strVal: value } : { intVal: value ?? 0 };
    case 'Json':
      return value === undefined ? undefined : { raw: JSON.stringify(value) };
    case 'SchemaOrBool':
      return isRecord(value) ? { allows: true, schema: value } : { allows: value ?? false };
    case 'SchemaOrArray':
      return isRecord(value) ? { schema: value } : { jSONSchemas: value ?? null };
    case 'SchemaOrStrings':
      return isRecord(value) ? { schema: value } : { property: value ?? null };
    default:
      return special satisfies never;
  }
}

function durationOf(value: JsonValue | undefined): number {
  const parsed = parseGoDuration(typeof value === 'string' ? value : '');
  return 'nanoseconds' in parsed ? parsed.nanoseconds : 0;
}

/** Those of intervals between measurements are below a minute. */
function durationText(ms: number): string {
  return `${ms / 1000}s`;
}

function timeFields(text: string, special: 'Time' | 'MicroTime'): JsonObject {
  const micros = special === 'Time' ? 0 : Number((/\.(\d+)/.exec(text)?.[1] ?? '').slice(0, 6).padEnd(6, '0'));
  return { seconds: Math.floor(parseTime(text) / 1000), nanos: micros * 1000 };
}
