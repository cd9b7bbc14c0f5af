import type { JsonObject, JsonValue } from '../scalars.ts';
import { type ListValue, type MapValue, type Value, isList, isMap, isOptional, isTagged, itemsOf, valueText } from './values.ts';
import { encodeBase64 } from '../../base/base64.ts';
import { durationText, timestampText } from './library/time.ts';

/** JSON without a schema: whole numbers are int, others double. Members are converted when they are looked at. */
export function dynamicValue(json: JsonValue): Value {
  if (typeof json === 'number') return Number.isInteger(json) ? BigInt(json) : json;
  if (typeof json !== 'object' || json === null) return json;
  return isArray(json) ? lazyList(json, dynamicValue) : lazyMap(json);
}

function isArray(json: JsonValue): json is readonly JsonValue[] {
  return Array.isArray(json);
}

export function lazyList(json: readonly JsonValue[], convert: (item: JsonValue) => Value): ListValue {
  const converted: Value[] = [];
  return { kind: 'list', size: json.length, at: (index) => (converted[index] ??= convert(json[index] ?? null)) };
}

function lazyMap(json: JsonObject): MapValue {
  const names = Object.keys(json);
  return {
    kind: 'map',
    size: names.length,
    keys: () => names,
    find: (key) => {
      const member = typeof key === 'string' && Object.hasOwn(json, key) ? json[key] : undefined;
      return member === undefined ? undefined : dynamicValue(member);
    },
  };
}

/** A value as JSON: what a message, an annotation or a mutation writes. */
export function jsonOf(value: Value): JsonValue {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return encodeBase64(value);
  if (!isTagged(value)) return value;
  if (isList(value)) return itemsOf(value).map(jsonOf);
  if (isMap(value)) return Object.fromEntries(value.keys().map((key) => [valueText(key), jsonOf(value.find(key) ?? null)]));
  if (isOptional(value)) return value.value === undefined ? null : jsonOf(value.value);
  switch (value.kind) {
    case 'uint':
      return Number(value.value);
    case 'duration':
      return durationText(value.nanos);
    case 'timestamp':
      return timestampText(value);
    case 'type':
    case 'opaque':
      return valueText(value);
  }
}
