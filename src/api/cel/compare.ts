/** Equality and order of values, across the three kinds of numbers too. */
import { deepEqual } from '../../base/equal.ts';
import type { JsonObject } from '../scalars.ts';
import {
  type ListValue,
  type MapValue,
  type OptionalValue,
  type Tagged,
  type Value,
  evaluationError,
  isTagged,
  itemsOf,
} from './values.ts';

export function equal(a: Value, b: Value): boolean {
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== undefined || right !== undefined) return left !== undefined && right !== undefined && compareNumbers(left, right) === 0;
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && compareBytes(a, b) === 0;
  }
  if (!isTagged(a) || !isTagged(b)) return a === b;
  return equalTagged(a, b);
}

function equalTagged(a: Tagged, b: Tagged): boolean {
  switch (a.kind) {
    case 'list':
      return b.kind === 'list' && equalLists(a, b);
    case 'map':
      return b.kind === 'map' && equalMaps(a, b);
    case 'optional':
      return b.kind === 'optional' && equalOptionals(a, b);
    case 'type':
      return b.kind === 'type' && a.type.kind === b.type.kind && a.type.name === b.type.name;
    case 'opaque':
      return b.kind === 'opaque' && a.type.name === b.type.name && a.equals(b);
    case 'duration':
    case 'timestamp':
      return b.kind === a.kind && a.nanos === b.nanos;
    case 'uint':
      return false;
  }
}

function equalLists(a: ListValue, b: ListValue): boolean {
  if (a.size !== b.size) return false;
  if (a.keyOf === undefined) return itemsOf(a).every((item, index) => equal(item, b.at(index)));
  const { keyOf } = a;
  const byKey = new Map(itemsOf(a).map((item) => [keyOf(item), item]));
  return itemsOf(b).every((item) => {
    const other = byKey.get(keyOf(item));
    return other !== undefined && equal(other, item);
  });
}

function equalMaps(a: MapValue, b: MapValue): boolean {
  if (a.size !== b.size || !agree(a.unknown, b.unknown)) return false;
  return a.keys().every((key) => {
    const other = b.find(key);
    return other !== undefined && equal(a.find(key) ?? null, other);
  });
}

function agree(a: JsonObject | undefined, b: JsonObject | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return Object.keys(a).every((name) => !Object.hasOwn(b, name) || deepEqual(a[name], b[name]));
}

function equalOptionals(a: OptionalValue, b: OptionalValue): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value;
  return equal(a.value, b.value);
}

/** Lists with keys (x-kubernetes-list-type) merge: items of `b` take the places of those with the same key. */
export function concatenated(a: ListValue, b: ListValue): readonly Value[] {
  const { keyOf } = a;
  if (keyOf === undefined) return [...itemsOf(a), ...itemsOf(b)];
  const byKey = new Map(itemsOf(a).map((item) => [keyOf(item), item]));
  for (const item of itemsOf(b)) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}

/** int and uint as they are, double as a number; undefined for what is none. */
export function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return isTagged(value) && value.kind === 'uint' ? value.value : undefined;
}

function compareNumbers(a: bigint | number, b: bigint | number): number {
  // JavaScript compares bigints with numbers by their mathematical values, as CEL does.
  if (a < b) return -1;
  if (a > b) return 1;
  // oxlint-disable-next-line eqeqeq -- 1n and 1 are equal by ==, and NaN to nothing
  return a == b ? 0 : Number.NaN;
}

/** Negative, zero, or positive; undefined when the two have no order. */
export function compare(a: Value, b: Value): number | undefined {
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== undefined && right !== undefined) return ordered(compareNumbers(left, right));
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (!isTagged(a) || !isTagged(b)) return undefined;
  if ((a.kind === 'duration' && b.kind === 'duration') || (a.kind === 'timestamp' && b.kind === 'timestamp')) {
    return compareNumbers(a.nanos, b.nanos);
  }
  return undefined;
}

function ordered(order: number): number {
  if (Number.isNaN(order)) throw evaluationError('NaN values cannot be ordered');
  return order;
}

/** By code points, as UTF-8 sorts; UTF-16 sorts surrogates before U+E000. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  let index = 0;
  while (index < a.length && a.charCodeAt(index) === b.charCodeAt(index)) index += 1;
  return (a.codePointAt(index) ?? -1) - (b.codePointAt(index) ?? -1);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
