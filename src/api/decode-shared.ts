/**
 * Clients send many objects that differ in their names alone. The last spec of every type is kept as it came and as it was read, so
 * that the next one like it need not be read, and shares with it whatever is found out about parts of objects by their identity.
 */
import type { DecodeContext } from './decode-context.ts';
import { decodeStruct } from './decode-value.ts';
import { isRecord } from './patch/record.ts';
import type { JsonObject, JsonValue } from './scalars.ts';

/** Scalars, names of fields and brackets of a value, one after the other. */
type Tokens = readonly unknown[];

interface Read {
  readonly given: Tokens;
  readonly read: JsonValue | undefined;
}

const LAST = new Map<string, Read>();

/** As `decodeStruct` for a whole object. */
export function decodeShared(record: JsonObject, schemaName: string, context: DecodeContext): JsonObject {
  const { spec } = record;
  if (!isRecord(spec)) return decodeStruct(record, schemaName, context);
  const last = LAST.get(schemaName);
  const isKnown = last !== undefined && endOf(spec, last.given, 0) === last.given.length;
  if (isKnown) context.knownSpec = last.read;
  const object = decodeStruct(record, schemaName, context);
  if (!isKnown && context.failure === undefined && context.unknown.length === 0) {
    const given: unknown[] = [];
    addTokens(spec, given);
    LAST.set(schemaName, { given, read: object['spec'] });
  }
  return object;
}

const RECORD = Symbol('{');
const LIST = Symbol('[');
const END = Symbol('end');

function addTokens(value: JsonValue | undefined, tokens: unknown[]): void {
  if (typeof value !== 'object' || value === null) return void tokens.push(value);
  if (Array.isArray(value)) {
    tokens.push(LIST);
    for (const item of value as readonly JsonValue[]) addTokens(item, tokens);
  } else {
    tokens.push(RECORD);
    for (const [key, item] of Object.entries(value as JsonObject)) {
      tokens.push(key);
      addTokens(item, tokens);
    }
  }
  tokens.push(END);
}

/**
 * Where the tokens of a value end that begin at `at`; negative when it has others. The order of keys counts, so that the bytes of a
 * run don't depend on what was decoded before it.
 */
function endOf(value: JsonValue | undefined, tokens: Tokens, at: number): number {
  if (typeof value !== 'object' || value === null) return Object.is(value, tokens[at]) ? at + 1 : -1;
  const isList = Array.isArray(value);
  if (tokens[at] !== (isList ? LIST : RECORD)) return -1;
  const end = isList ? endOfItems(value as readonly JsonValue[], tokens, at + 1) : endOfFields(value as JsonObject, tokens, at + 1);
  return end >= 0 && tokens[end] === END ? end + 1 : -1;
}

function endOfItems(items: readonly JsonValue[], tokens: Tokens, at: number): number {
  let end = at;
  for (let index = 0; index < items.length && end >= 0; index += 1) end = endOf(items[index], tokens, end);
  return end;
}

function endOfFields(record: JsonObject, tokens: Tokens, at: number): number {
  let end = at;
  for (const key in record) {
    if (end < 0 || tokens[end] !== key) return -1;
    end = endOf(record[key], tokens, end + 1);
  }
  return end;
}
