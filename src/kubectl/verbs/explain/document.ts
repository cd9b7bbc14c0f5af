/** Ways through a document about the API. */
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';

/** The value below the names, undefined where one of them is missing. */
export function below(value: JsonValue | undefined, ...names: readonly string[]): JsonValue | undefined {
  return names.reduce<JsonValue | undefined>(
    (inner, name) => (isRecord(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
}

/** A part of the document that is an object; empty where there is none. */
export function recordBelow(value: JsonValue | undefined, ...names: readonly string[]): JsonObject {
  const found = below(value, ...names);
  return isRecord(found) ? found : {};
}

export function textBelow(value: JsonValue | undefined, name: string): string {
  const found = below(value, name);
  return typeof found === 'string' ? found : '';
}

export function listBelow(value: JsonValue | undefined, name: string): readonly JsonValue[] {
  const found = below(value, name);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}

/** Entries in the order of their names. */
export function sortedEntries(record: JsonObject): readonly (readonly [name: string, value: JsonValue])[] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What `#/components/schemas/x` points at. */
export function resolved(document: JsonObject, reference: string): JsonObject | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const found = below(document, ...reference.slice('#/'.length).split('/'));
  return isRecord(found) ? found : undefined;
}
