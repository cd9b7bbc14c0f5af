import { newContext, typeName } from './decode-context.ts';
import { decodeStruct } from './decode-value.ts';
import { scanJson } from './go-json.ts';
import { isList, isRecord } from './patch/record.ts';
import type { JsonValue } from './scalars.ts';

/** What was read, or what is wrong with it in Go's words. */
export type Read<T> = { readonly value: T; readonly error?: undefined } | { readonly error: string };

/** Objects as JSON that stand in an annotation, where no decoder has seen them. `null` is an empty list. */
export function readList<T>(text: string, schemaName: string): Read<readonly T[]> {
  const { error } = scanJson(text);
  return error === undefined ? decodeList<T>(JSON.parse(text) as JsonValue, schemaName) : { error };
}

export function decodeList<T>(list: JsonValue, schemaName: string): Read<readonly T[]> {
  if (list !== null && !isList(list)) return wrongType(list, `[]v1.${schemaName}`);
  const items: T[] = [];
  for (const item of list ?? []) {
    const read = decodePart<T>(item ?? {}, schemaName);
    if (read.error !== undefined) return read;
    items.push(read.value);
  }
  return { value: items };
}

export function decodePart<T>(value: JsonValue, schemaName: string): Read<T> {
  if (!isRecord(value)) return wrongType(value, `v1.${schemaName}`);
  const context = newContext();
  const decoded = decodeStruct(value, schemaName, context);
  return context.failure === undefined ? { value: decoded as T } : { error: context.failure };
}

export function wrongType(value: JsonValue, goType: string): { readonly error: string } {
  return { error: `json: cannot unmarshal ${typeName(value)} into Go value of type ${goType}` };
}
