/**
 * Clients send many objects that differ in their names alone. The last spec of every type is kept as it came and as it was read, so
 * that the next one like it need not be read, and shares with it whatever is found out about parts of objects by their identity.
 */
import type { DecodeContext } from './decode-context.ts';
import { decodeStruct } from './decode-value.ts';
import { isRecord } from './patch/record.ts';
import type { JsonObject, JsonValue } from './scalars.ts';

interface Read {
  readonly given: JsonObject;
  readonly read: JsonValue | undefined;
}

const LAST = new Map<string, Read>();

/** As `decodeStruct` for a whole object. */
export function decodeShared(record: JsonObject, schemaName: string, context: DecodeContext): JsonObject {
  const { spec } = record;
  if (!isRecord(spec)) return decodeStruct(record, schemaName, context);
  const last = LAST.get(schemaName);
  const isKnown = last !== undefined && isSameText(last.given, spec);
  if (isKnown) context.knownSpec = last.read;
  const object = decodeStruct(record, schemaName, context);
  if (!isKnown && context.failure === undefined && context.unknown.length === 0)
    LAST.set(schemaName, { given: spec, read: object['spec'] });
  return object;
}

/** Equal to the order of keys, so that the bytes of a run don't depend on what was decoded before it. */
function isSameText(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && isSameList(a as readonly JsonValue[], b as readonly JsonValue[]);
  return !Array.isArray(b) && isSameRecord(a as JsonObject, b as JsonObject);
}

function isSameList(a: readonly JsonValue[], b: readonly JsonValue[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (!isSameText(a[index], b[index])) return false;
  return true;
}

function isSameRecord(a: JsonObject, b: JsonObject): boolean {
  const keys = Object.keys(a);
  const others = Object.keys(b);
  if (keys.length !== others.length) return false;
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index] ?? '';
    if (key !== others[index] || !isSameText(a[key], b[key])) return false;
  }
  return true;
}
