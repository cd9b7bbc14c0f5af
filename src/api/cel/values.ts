/** Values of CEL at run time. int is a bigint, double a number; what JavaScript has no type for is tagged. */
import type { JsonObject } from '../scalars.ts';
import {
  type CelType,
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  NULL,
  STRING,
  TIMESTAMP,
  TYPE,
  UINT,
  listType,
  mapType,
  optionalType,
  typeText,
} from './types.ts';

export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | UintValue
  | TimeValue
  | ListValue
  | MapValue
  | OptionalValue
  | TypeValue
  | OpaqueValue;

export interface UintValue {
  readonly kind: 'uint';
  readonly value: bigint;
}

/** A duration, or a point in time since the epoch. */
export interface TimeValue {
  readonly kind: 'duration' | 'timestamp';
  readonly nanos: bigint;
  /** Minutes by which a timestamp's clock is ahead of UTC, as it was written. */
  readonly offset?: number;
}

export interface ListValue {
  readonly kind: 'list';
  readonly size: number;
  at(index: number): Value;
  /** x-kubernetes-list-type: items are told apart by this text, order does not count, and + merges. */
  readonly keyOf?: (item: Value) => string;
}

export interface MapValue {
  readonly kind: 'map';
  readonly size: number;
  keys(): readonly Value[];
  find(key: Value): Value | undefined;
  /** Its own type, when an expression has built it as an object. */
  readonly type?: CelType;
  /** What a schema does not declare: nobody can name it, but it makes a difference. */
  readonly unknown?: JsonObject;
}

export interface OptionalValue {
  readonly kind: 'optional';
  readonly value?: Value;
}

export interface TypeValue {
  readonly kind: 'type';
  readonly type: CelType;
}

/** A value that only its library's functions know: a quantity, an address, an authorizer. */
export interface OpaqueValue {
  readonly kind: 'opaque';
  readonly type: CelType;
  readonly data: unknown;
  /** As it prints. */
  readonly text: string;
  readonly equals: (other: OpaqueValue) => boolean;
}

/** What an expression fails with: `no such key: x`. */
export class EvaluationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'EvaluationError';
  }
}

export function evaluationError(message: string): EvaluationError {
  return new EvaluationError(message);
}

export const noSuchOverload = (): EvaluationError => evaluationError('no such overload');

export const uintOf = (value: bigint): UintValue => ({ kind: 'uint', value });
export const durationOf = (nanos: bigint): TimeValue => ({ kind: 'duration', nanos });
export const timestampOf = (nanos: bigint, offset = 0): TimeValue => ({ kind: 'timestamp', nanos, offset });
export const typeValue = (type: CelType): TypeValue => ({ kind: 'type', type });
export const NONE: OptionalValue = { kind: 'optional' };
export const some = (value: Value): OptionalValue => ({ kind: 'optional', value });

export function listOf(items: readonly Value[]): ListValue {
  return { kind: 'list', size: items.length, at: (index) => items[index] ?? null };
}

export function itemsOf(list: ListValue): readonly Value[] {
  return Array.from({ length: list.size }, (_, index) => list.at(index));
}

/** A map of the given entries; numbers of different types that are equal are the same key. */
export function mapOf(entries: readonly (readonly [Value, Value])[]): MapValue {
  const byKey = new Map(entries.map((entry) => [keyText(entry[0]), entry] as const));
  return {
    kind: 'map',
    size: byKey.size,
    keys: () => [...byKey.values()].map(([key]) => key),
    find: (key) => byKey.get(keyText(key))?.[1],
  };
}

export function keyText(key: Value): string {
  if (typeof key === 'string') return `s${key}`;
  if (typeof key === 'boolean') return `b${String(key)}`;
  if (typeof key === 'bigint') return `n${key}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `n${BigInt(key)}` : `d${key}`;
  if (isTagged(key) && key.kind === 'uint') return `n${key.value}`;
  throw evaluationError(`unsupported key type: ${typeText(typeOf(key))}`);
}

export function isList(value: Value): value is ListValue {
  return isTagged(value) && value.kind === 'list';
}

export function isMap(value: Value): value is MapValue {
  return isTagged(value) && value.kind === 'map';
}

export function isOptional(value: Value): value is OptionalValue {
  return isTagged(value) && value.kind === 'optional';
}

export type Tagged = Exclude<Value, null | boolean | bigint | number | string | Uint8Array>;

export function isTagged(value: Value): value is Tagged {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

const LIST = listType(DYN);
const MAP = mapType(DYN, DYN);
const OPTIONAL = optionalType(DYN);

/** The type that `type(value)` gives. */
export function typeOf(value: Value): CelType {
  if (typeof value === 'string') return STRING;
  if (typeof value === 'bigint') return INT;
  if (typeof value === 'boolean') return BOOL;
  if (typeof value === 'number') return DOUBLE;
  if (value === null) return NULL;
  return value instanceof Uint8Array ? BYTES : taggedType(value);
}

function taggedType(value: Tagged): CelType {
  switch (value.kind) {
    case 'uint':
      return UINT;
    case 'duration':
      return DURATION;
    case 'timestamp':
      return TIMESTAMP;
    case 'list':
      return LIST;
    case 'map':
      return MAP;
    case 'optional':
      return OPTIONAL;
    case 'type':
      return TYPE;
    case 'opaque':
      return value.type;
  }
}

/** How errors and messages show a value (Go's %v of a ref.Val). */
export function valueText(value: Value): string {
  if (value === null) return 'NullValue';
  if (value instanceof Uint8Array) return `[${value.join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  switch (value.kind) {
    case 'uint':
      return String(value.value);
    case 'duration':
    case 'timestamp':
      return String(value.nanos);
    case 'list':
      return `[${itemsOf(value).map(valueText).join(', ')}]`;
    case 'map':
      return `{${value
        .keys()
        .map((key) => `${valueText(key)}: ${valueText(value.find(key) ?? null)}`)
        .join(', ')}}`;
    case 'optional':
      return value.value === undefined ? 'optional.none()' : `optional(${valueText(value.value)})`;
    case 'type':
      return value.type.name;
    case 'opaque':
      return value.text;
  }
}

/** The number of characters, bytes, items or keys; undefined for what has no size. */
export function sizeOf(value: Value): number | undefined {
  if (typeof value === 'string') return codePoints(value);
  if (value instanceof Uint8Array) return value.length;
  return isList(value) || isMap(value) ? value.size : undefined;
}

/** A value that a signature lets be nothing but text. */
export function stringOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function codePoints(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0xdc00 || unit > 0xdfff) count += 1;
  }
  return count;
}
