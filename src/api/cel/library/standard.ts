/** CEL's standard library (cel-go's common/stdlib) but for numbers and time. */
import { decodeBase64, utf8Bytes, utf8Text } from '../../../base/base64.ts';
import { utf8Length } from '../../names.ts';
import { compare, concatenated, equal } from '../compare.ts';
import type { Cost, Declarations, Implementation } from '../functions.ts';
import { lookupIndex } from './access.ts';
import {
  type ListValue,
  type MapValue,
  type OptionalValue,
  type Value,
  NONE,
  codePoints,
  evaluationError,
  isList,
  isOptional,
  isTagged,
  itemsOf,
  keyText,
  listOf,
  mapOf,
  noSuchOverload,
  sizeOf,
  some,
  typeOf,
  typeValue,
  valueText,
  stringOf,
} from '../values.ts';
import { parseRegex } from '../regex.ts';
import { doubleText } from './numbers.ts';

const TRAVERSAL = 0.1;
const REGEX = 0.25;

const sizeAt = (args: readonly Value[], index: number): number => sizeOf(args[index] ?? null) ?? 1;

/** What it costs to walk once over an argument. */
export function traversal(index: number): Cost {
  return (args) => Math.ceil(sizeAt(args, index) * TRAVERSAL);
}

/** What it costs to walk through everything that an argument holds (apiserver's traversalCost). */
export const deepTraversal: Cost = ([value = null]) => deepSize(value);

function deepSize(value: Value): number {
  if (typeof value === 'string') return Math.floor(utf8Length(value) * TRAVERSAL);
  if (value instanceof Uint8Array) return Math.floor(value.length * TRAVERSAL);
  if (!isTagged(value)) return 1;
  if (value.kind === 'list') return itemsOf(value).reduce<number>((sum, item) => sum + deepSize(item), 0);
  if (value.kind !== 'map') return 1;
  return value.keys().reduce<number>((sum, key) => sum + deepSize(key) + deepSize(value.find(key) ?? null), 0);
}

export const regexCost: Cost = (args) => Math.ceil((1 + sizeAt(args, 0)) * TRAVERSAL) * Math.ceil(sizeAt(args, 1) * REGEX);
const shorter: Cost = (args) => Math.ceil(Math.min(sizeAt(args, 0), sizeAt(args, 1)) * TRAVERSAL);
const both: Cost = (args) => Math.ceil((sizeAt(args, 0) + sizeAt(args, 1)) * TRAVERSAL);
const product: Cost = (args) => Math.ceil(sizeAt(args, 0) * TRAVERSAL) * Math.ceil(sizeAt(args, 1) * TRAVERSAL);

function relation(operator: string, holds: (order: number) => boolean): Declarations {
  const test: Implementation = ([a = null, b = null]) => {
    const order = compare(a, b);
    if (order === undefined) throw noSuchOverload();
    return holds(order);
  };
  const numbers = ['int', 'uint', 'double'];
  const pairs = numbers.flatMap((a) => numbers.map((b) => [a, b] as const));
  const same = ['bool', 'timestamp', 'duration'].map((type) => [type, type] as const);
  return Object.fromEntries([
    ...[...pairs, ...same].map(([a, b]) => [`_${operator}_(${a}, ${b}): bool`, test] as const),
    ...['string', 'bytes'].map((type) => [`_${operator}_(${type}, ${type}): bool`, [test, shorter]] as const),
  ]);
}

const at: Implementation = ([container = null, index = null]) => {
  const found = lookupIndex(container, index);
  if (found !== undefined) return found;
  throw evaluationError(isList(container) ? `index out of bounds: ${valueText(index)}` : `no such key: ${valueText(index)}`);
};

const atOptional: Implementation = ([container = null, index = null]) => {
  const inner = isOptional(container) ? container.value : container;
  const found = inner === undefined ? undefined : lookupIndex(inner, index);
  return found === undefined ? NONE : some(found);
};

const OPERATORS: Declarations = {
  '_?_:_(bool, A, A): A': () => null,
  '_&&_(bool, bool): bool': () => null,
  '_||_(bool, bool): bool': () => null,
  '@not_strictly_false(bool): bool': () => null,
  '!_(bool): bool': ([a]) => a !== true,
  '_==_(A, A): bool': [([a = null, b = null]) => equal(a, b), shorter],
  '_!=_(A, A): bool': [([a = null, b = null]) => !equal(a, b), shorter],
  ...relation('<', (order) => order < 0),
  ...relation('<=', (order) => order <= 0),
  ...relation('>', (order) => order > 0),
  ...relation('>=', (order) => order >= 0),
  '_+_(bytes, bytes): bytes': [([a, b]) => Uint8Array.from([...(a as Uint8Array), ...(b as Uint8Array)]), both],
  '_+_(list(A), list(A)): list(A)': ([a, b]) => joined(a as ListValue, b as ListValue),
  '_+_(string, string): string': [([a, b]) => stringOf(a) + stringOf(b), both],
  '@in(A, list(A)): bool': [([a = null, b]) => itemsOf(b as ListValue).some((item) => equal(item, a)), (args) => sizeAt(args, 1)],
  '@in(A, map(A, B)): bool': ([a = null, b]) => (b as MapValue).find(a) !== undefined,
  '_[_](list(A), int): A': at,
  '_[_](map(A, B), A): B': at,
  '_[_](optional(list(V)), int): optional(V)': atOptional,
  '_[_](optional(map(K, V)), K): optional(V)': atOptional,
  '_[?_](list(V), int): optional(V)': atOptional,
  '_[?_](optional(list(V)), int): optional(V)': atOptional,
  '_[?_](map(K, V), K): optional(V)': atOptional,
  '_[?_](optional(map(K, V)), K): optional(V)': atOptional,
  'cel::@mapInsert(map(K, V), K, V): map(K, V)': ([map, key = null, value = null]) => inserted(map as MapValue, [[key, value]]),
  'cel::@mapInsert(map(K, V), map(K, V)): map(K, V)': ([map, more]) => inserted(map as MapValue, entriesOf(more as MapValue)),
};

function joined(a: ListValue, b: ListValue): ListValue {
  const list = listOf(concatenated(a, b));
  return a.keyOf === undefined ? list : { ...list, keyOf: a.keyOf };
}

function entriesOf(map: MapValue): (readonly [Value, Value])[] {
  return map.keys().map((key) => [key, map.find(key) ?? null]);
}

function inserted(map: MapValue, entries: readonly (readonly [Value, Value])[]): MapValue {
  for (const [key] of entries) {
    if (map.find(key) !== undefined) throw evaluationError(`insert failed: key ${valueText(key)} already exists`);
    keyText(key);
  }
  return mapOf([...entriesOf(map), ...entries]);
}

const size: Implementation = ([a = null]) => BigInt(sizeOf(a) ?? 0);
const SIZED = ['string', 'bytes', 'list(A)', 'map(A, B)'];
const SIZES: Declarations = Object.fromEntries(
  SIZED.flatMap((type) => [
    [`size(${type}): int`, size],
    [`${type}.size(): int`, size],
  ]),
);

function conversionError(from: string, to: string): Error {
  return evaluationError(`type conversion error from '${from}' to '${to}'`);
}

const BOOLS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((text) => [text, false] as const),
]);

function wholeNumber(text: string, pattern: RegExp, from: bigint, to: bigint): bigint | undefined {
  if (!pattern.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return value < from || value > to ? undefined : value;
}

const CONVERSIONS: Declarations = {
  'type(A): type(A)': ([a = null]) => typeValue(typeOf(a)),
  'dyn(A): dyn': ([a = null]) => a,
  'bool(bool): bool': ([a = null]) => a,
  'bool(string): bool': ([a]) => {
    const value = BOOLS[stringOf(a)];
    if (value === undefined) throw conversionError('string', 'bool');
    return value;
  },
  'bytes(bytes): bytes': ([a = null]) => a,
  'bytes(string): bytes': [([a]) => Uint8Array.from(utf8Bytes(stringOf(a))), traversal(0)],
  'int(string): int': ([a]) => {
    const value = wholeNumber(stringOf(a), /^[+-]?\d+$/, -(2n ** 63n), 2n ** 63n - 1n);
    if (value === undefined) throw conversionError('string', 'int');
    return value;
  },
  'uint(string): uint': ([a]) => {
    const value = wholeNumber(stringOf(a), /^\d+$/, 0n, 2n ** 64n - 1n);
    if (value === undefined) throw conversionError('string', 'uint');
    return { kind: 'uint', value };
  },
  'double(string): double': ([a]) => {
    const text = stringOf(a);
    if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    if (/^nan$/i.test(text)) return Number.NaN;
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) throw conversionError('string', 'double');
    return Number(text);
  },
  'string(string): string': ([a = null]) => a,
  'string(bool): string': ([a]) => String(a === true),
  'string(int): string': ([a]) => valueText(a ?? null),
  'string(uint): string': ([a = null]) => valueText(a),
  'string(double): string': ([a]) => doubleText(Number(a)),
  'string(bytes): string': [([a]) => textOf(a as Uint8Array), traversal(0)],
};

function textOf(bytes: Uint8Array): string {
  const text = utf8Text([...bytes]);
  if (text.includes('�')) throw evaluationError('invalid UTF-8 in bytes, cannot convert to string');
  return text;
}

const matches: Implementation = ([text, pattern]) => {
  const regex = parseRegex(stringOf(pattern));
  if (typeof regex === 'string') throw evaluationError(regex);
  return regex.test(stringOf(text));
};

const STRINGS: Declarations = {
  'string.contains(string): bool': [([a, b]) => stringOf(a).includes(stringOf(b)), product],
  'string.startsWith(string): bool': [([a, b]) => stringOf(a).startsWith(stringOf(b)), traversal(0)],
  'string.endsWith(string): bool': [([a, b]) => stringOf(a).endsWith(stringOf(b)), traversal(0)],
  'matches(string, string): bool': [matches, regexCost],
  'string.matches(string): bool': [matches, regexCost],
};

/** The year one, where Go's times begin. */
const ZERO_TIME = -62_135_596_800_000_000_000n;

function isZero(value: Value): boolean {
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return Number(value) === 0;
  if (!isTagged(value)) return value === null || sizeOf(value) === 0;
  if (value.kind === 'uint') return value.value === 0n;
  if (value.kind === 'duration') return value.nanos === 0n;
  return value.kind === 'timestamp' ? value.nanos === ZERO_TIME : sizeOf(value) === 0;
}

const held = (value: Value | undefined): OptionalValue => value as OptionalValue;

function unwrapAll(list: Value | undefined): ListValue {
  const values: Value[] = [];
  for (const item of itemsOf(list as ListValue)) {
    if (!isOptional(item)) throw evaluationError(`value ${valueText(item)} is not optional`);
    if (item.value !== undefined) values.push(item.value);
  }
  return listOf(values);
}

function end(list: ListValue, index: number): OptionalValue {
  return list.size === 0 ? NONE : some(list.at(index));
}

const OPTIONALS: Declarations = {
  'optional::of(V): optional(V)': ([a = null]) => some(a),
  'optional::ofNonZeroValue(V): optional(V)': ([a = null]) => (isZero(a) ? NONE : some(a)),
  'optional::none(): optional(V)': () => NONE,
  'optional::unwrap(list(optional(V))): list(V)': ([a]) => unwrapAll(a),
  'list(optional(V)).unwrapOpt(): list(V)': ([a]) => unwrapAll(a),
  'optional(V).value(): V': ([a]) => {
    const { value } = held(a);
    if (value === undefined) throw evaluationError('optional.none() dereference');
    return value;
  },
  'optional(V).hasValue(): bool': ([a]) => held(a).value !== undefined,
  'optional(V).or(optional(V)): optional(V)': ([a, b]) => (held(a).value === undefined ? held(b) : held(a)),
  'optional(V).orValue(V): V': ([a, b = null]) => held(a).value ?? b,
  'list(V).first(): optional(V)': ([a]) => end(a as ListValue, 0),
  'list(V).last(): optional(V)': ([a]) => end(a as ListValue, (a as ListValue).size - 1),
};

export const STANDARD: readonly Declarations[] = [OPERATORS, SIZES, CONVERSIONS, STRINGS, OPTIONALS];

/** How many characters of base64 decode; for the library of formats. */
export function isBase64(text: string): boolean {
  return decodeBase64(text) !== undefined && codePoints(text) % 4 === 0;
}
