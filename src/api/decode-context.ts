import { GO_NAMES, STRING_TYPES } from './go-facts.ts';
import type { JsonValue } from './scalars.ts';
import { fieldsOf } from './schema.ts';

/** State of one decoding: where it is, the first thing that was refused, the fields that nobody knows. */
export interface DecodeContext {
  /** Names of fields; numbers are list indices, strings with a leading NUL map keys. */
  readonly path: (string | number)[];
  /** The struct whose field is being read. */
  struct: string;
  failure: string | undefined;
  readonly unknown: string[];
  /** What the object's spec is read as, where that is known beforehand. */
  knownSpec: JsonValue | undefined;
  /** What a strategic merge patch made is not decoded from JSON but converted field by field, which complains in other words. */
  readonly converts: boolean;
}

export function newContext(converts = false): DecodeContext {
  return { path: [], struct: '', failure: undefined, unknown: [], knownSpec: undefined, converts };
}

const KEY_MARK = '\u0000';

export function mapKey(key: string): string {
  return KEY_MARK + key;
}

/** Only the first failure is told, as Go's decoder does; it reads on, so that the rest is dropped in peace. */
export function fail(context: DecodeContext, text: string): void {
  context.failure ??= text;
}

export function failType(context: DecodeContext, value: JsonValue, goType: string): void {
  if (context.failure !== undefined) return;
  if (context.converts) return fail(context, conversionText(value, goType));
  const place = `Go struct field ${goNameOf(context.struct)}.${goPath(context)}`;
  fail(context, `json: cannot unmarshal ${shownAs(value, goType)} into ${place} of type ${goType}`);
}

/** k8s.io/apimachinery/pkg/runtime/converter.go. */
function conversionText(value: JsonValue, goType: string): string {
  const given = Array.isArray(value) ? 'slice' : typeof value === 'object' ? 'map' : typeof value === 'boolean' ? 'bool' : typeof value;
  if (goType.startsWith('map[') || goType === 'v1.ResourceList') return `cannot restore map from ${numberAs(value, given)}`;
  if (goType.startsWith('[]')) return `cannot restore slice from ${numberAs(value, given)}`;
  if (isStruct(goType)) return `cannot restore struct from: ${numberAs(value, given)}`;
  // Go would turn a number into a text or another number, but JSON does not mean that.
  if (given === 'number' && goType !== 'bool') return `cannot convert ${numberAs(value, given)} to ${goType}`;
  return `unrecognized type: ${goType.includes('.') ? 'string' : goType}`;
}

function numberAs(value: JsonValue, given: string): string {
  return given !== 'number' ? given : Number.isInteger(value) ? 'int64' : 'float64';
}

/** Named types are structs or texts. */
function isStruct(goType: string): boolean {
  return goType.startsWith('v1.') && fieldsOf(goType.slice(3)).size > 0;
}

/** Like `failType` for types that decode themselves and so lose sight of their place. */
export function failLoneType(context: DecodeContext, value: JsonValue, goType: string): void {
  fail(context, `json: cannot unmarshal ${shownAs(value, goType)} into Go value of type ${goType}`);
}

/** A number that does not fit an integer is quoted. */
function shownAs(value: JsonValue, goType: string): string {
  return typeof value === 'number' && goType.startsWith('int') ? `number ${value}` : typeName(value);
}

/** Go's name for the type of the string field that is being read. */
export function stringType(context: DecodeContext): string {
  const field = context.path.findLast((part) => typeof part === 'string');
  return STRING_TYPES[`${context.struct}.${field}`] ?? 'string';
}

export function reportUnknown(context: DecodeContext, field: string): void {
  const path = strictPath(context);
  context.unknown.push(path === '' ? field : `${path}.${field}`);
}

/** What Go reads apiVersion and kind into. */
export const KIND_STRUCT = String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" }`;

export function typeName(value: JsonValue): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

export function goNameOf(schemaName: string): string {
  return GO_NAMES[schemaName] ?? schemaName;
}

/** Go names the fields on the way, neither indices nor map keys. */
function goPath({ path }: DecodeContext): string {
  return path.filter((part) => typeof part === 'string' && !part.startsWith(KEY_MARK)).join('.');
}

function strictPath({ path }: DecodeContext): string {
  let text = '';
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += `${text === '' ? '' : '.'}${part.startsWith(KEY_MARK) ? part.slice(1) : part}`;
  }
  return text;
}
