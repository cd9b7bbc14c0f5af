import type { JsonObject, JsonValue } from './scalars.ts';

/** Keys sorted at every level, as the printers of unstructured objects write them. */
export function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as JsonObject).filter(([, member]) => member !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, member]) => [key, sortKeys(member)]));
}

/** Go's encoding/json: sorted keys, and `<`, `>`, `&` escaped. */
export function toJson(value: JsonValue, indent = 0): string {
  const text = JSON.stringify(sortKeys(value), undefined, indent);
  return text.replaceAll(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
