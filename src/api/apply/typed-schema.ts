/**
 * What server-side apply must know of a type: which lists are sets or have keys, and what is replaced as a whole. Built-in types
 * (`built-in-schema.ts`), structural schemas of custom resources (`structural-schema.ts`) and values without a schema all give it.
 * A value whose type is open has several forms, and its own decides (sigs.k8s.io/structured-merge-diff/schema/elements.go).
 */
import type { JsonObject, JsonValue } from '../scalars.ts';

export interface TypedSchema {
  readonly scalar?: 'numeric' | 'string' | 'boolean' | 'untyped';
  readonly list?: TypedList;
  readonly map?: TypedMap;
}

export interface TypedList {
  readonly relation: 'atomic' | 'associative';
  /** Alphabetical. An associative list without keys is a set of scalars. */
  readonly keys: readonly string[];
  items(): TypedSchema;
}

export interface TypedMap {
  readonly atomic: boolean;
  /** The type of a declared field. */
  field(name: string): TypedSchema | undefined;
  /** The type of everything else; without it undeclared fields are refused. */
  others(): TypedSchema | undefined;
  /** The value that a key of a list's element has when the element lacks it. */
  keyDefault(name: string): JsonValue | undefined;
  /** Fields that belong to nobody. */
  readonly untracked?: ReadonlySet<string>;
  /** What a declared field is when JSON has nothing for it, for structs that are always there. */
  zero(name: string): JsonValue | undefined;
}

/** A struct that is there before anything is in it. */
export const NOTHING_YET: JsonObject = {};

/** Everything below is replaced as a whole. */
export const UNTYPED_ATOMIC: TypedSchema = {
  scalar: 'untyped',
  list: { relation: 'atomic', keys: [], items: () => UNTYPED_ATOMIC },
  map: freeMap(true, () => UNTYPED_ATOMIC),
};

/** Maps are merged field by field as far as they go; lists are replaced. */
export const DEDUCED: TypedSchema = {
  scalar: 'untyped',
  list: { relation: 'atomic', keys: [], items: () => UNTYPED_ATOMIC },
  map: freeMap(false, () => DEDUCED),
};

/** A map without declared fields. */
export function freeMap(atomic: boolean, others: () => TypedSchema | undefined): TypedMap {
  return { atomic, field: () => undefined, others, keyDefault: () => undefined, zero: () => undefined };
}

/** The forms that are left once the value is known; all of them for null or for a value that fits none. */
export function deduce(schema: TypedSchema, value: JsonValue | undefined): TypedSchema {
  if (value === undefined || value === null) return schema;
  if (typeof value !== 'object') return schema.scalar === undefined ? schema : { scalar: schema.scalar };
  if (Array.isArray(value)) return schema.list === undefined ? schema : { list: schema.list };
  return schema.map === undefined ? schema : { map: schema.map };
}

export type Form = 'map' | 'scalar' | 'list';

/** The form that a value is read in. */
export function formOf(schema: TypedSchema, value: JsonValue | undefined): Form {
  const { map, scalar, list } = schema;
  if (value !== undefined && value !== null) {
    if (typeof value !== 'object') {
      if (scalar !== undefined) return 'scalar';
    } else if (Array.isArray(value)) {
      if (list !== undefined) return 'list';
    } else if (map !== undefined) return 'map';
  }
  return map === undefined ? (scalar === undefined ? 'list' : 'scalar') : 'map';
}

/** The type of a field, declared or not; undefined when it may not be there. */
export function fieldType(map: TypedMap, name: string): TypedSchema | undefined {
  return map.field(name) ?? map.others();
}

/** The same; undefined as well for a field that belongs to nobody. */
export function trackedType(map: TypedMap, name: string): TypedSchema | undefined {
  return map.untracked?.has(name) ? undefined : fieldType(map, name);
}

/** The schema of a whole object: what the server keeps to itself in its metadata belongs to nobody. */
export function objectSchema(map: TypedMap, metadata: TypedSchema): TypedSchema {
  const own: TypedSchema = metadata.map === undefined ? metadata : { map: { ...metadata.map, untracked: SYSTEM_METADATA } };
  return { map: { ...map, untracked: TYPE_FIELDS, field: (name) => (name === 'metadata' ? own : map.field(name)) } };
}

const TYPE_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind']);
const SYSTEM_METADATA: ReadonlySet<string> = new Set([
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]);

export function recordOf(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] | undefined {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
}
