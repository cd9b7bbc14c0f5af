import type { JsonValue } from '../../scalars.ts';

/** A value as upstream's own structs print it, whose fields have no JSON names: `{"Type":"ByUser"}`. */
export function goNames(value: object): JsonValue {
  return Array.isArray(value)
    ? value.map((item: unknown) => named(item))
    : Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [exported(key), named(item)]));
}

function named(item: unknown): JsonValue {
  return typeof item === 'object' && item !== null ? goNames(item) : (item as JsonValue);
}

function exported(key: string): string {
  return key === 'apiGroups' ? 'APIGroups' : key.charAt(0).toUpperCase() + key.slice(1);
}
