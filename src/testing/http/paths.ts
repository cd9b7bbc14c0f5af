import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { isRecord } from '../../api/patch/record.ts';

/** The value at a dotted path such as `spec.containers.0.image`; keys may have dots of their own. */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  if (path === '' || value === undefined) return value;
  if (Array.isArray(value)) return inList(value as readonly JsonValue[], path);
  if (!isRecord(value)) return undefined;
  for (const key of prefixes(path)) if (Object.hasOwn(value, key)) return valueAt(value[key], path.slice(key.length + 1));
  return undefined;
}

function inList(list: readonly JsonValue[], path: string): JsonValue | undefined {
  const [index = '', ...rest] = path.split('.');
  return valueAt(list[Number(index)], rest.join('.'));
}

/** `a`, `a.b`, `a.b.c`, shortest first. */
function prefixes(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_, count) => parts.slice(0, count + 1).join('.'));
}

export function withValue(value: JsonValue, path: string, next: JsonValue | undefined): JsonValue {
  const [key = '', ...rest] = path.split('.');
  if (Array.isArray(value)) return value.map((item: JsonValue, index) => (String(index) === key ? changed(item, rest, next) : item));
  const record: JsonObject = isRecord(value) ? value : {};
  const { [key]: before, ...others } = record;
  const after = rest.length === 0 ? next : changed(before ?? {}, rest, next);
  return after === undefined ? others : { ...record, [key]: after };
}

function changed(value: JsonValue, rest: readonly string[], next: JsonValue | undefined): JsonValue {
  return rest.length === 0 ? (next ?? null) : withValue(value, rest.join('.'), next);
}
