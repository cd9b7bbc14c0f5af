/** Kubernetes' list functions (apiserver's cel/library/lists.go), cel-go's ext/lists.go (version 3) and ext/sets.go. */
import { compare, equal } from '../compare.ts';
import type { Cost, Declarations, Implementation } from '../functions.ts';
import {
  type ListValue,
  type Value,
  durationOf,
  evaluationError,
  isList,
  isTagged,
  itemsOf,
  listOf,
  noSuchOverload,
  typeOf,
} from '../values.ts';
import { asInt, asUint, doubleOf, intOf } from './numbers.ts';
import { deepTraversal } from './standard.ts';

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
const CALL = 1;
const ALLOCATION = 10;
const produced: Cost = (_args, result) => listSize(result) + CALL + ALLOCATION;
const crossed =
  (factor: number): Cost =>
  ([a, b]) =>
    CALL + listSize(a) * listSize(b) * factor;
/** Every item against every other one. */
const selfCompared =
  (index: number): Cost =>
  (args) => {
    const list = args[index];
    const size = listSize(list);
    const first = list !== undefined && isList(list) && list.size > 0 ? list.at(0) : null;
    const factor = typeof first === 'string' || first instanceof Uint8Array ? 2.1 : 2;
    return Math.floor(size * size * factor) + CALL + ALLOCATION;
  };
const flattening: Cost = ([list, depth]) => listSize(list) * Number(depth ?? 1) + CALL + ALLOCATION;

function listSize(value: Value | undefined): number {
  return value !== undefined && isList(value) ? value.size : 1;
}

const items = (value: Value | undefined): readonly Value[] => itemsOf(value as ListValue);

function order(a: Value, b: Value): number {
  const result = compare(a, b);
  if (result === undefined) throw noSuchOverload();
  return result;
}

function isSorted(list: readonly Value[]): boolean {
  return list.every((item, index) => index === 0 || order(list[index - 1] ?? null, item) <= 0);
}

/** The least for `sign` 1, the greatest for -1. */
function extreme(name: string, sign: 1 | -1): Implementation {
  return ([list]) => {
    const [first, ...rest] = items(list);
    if (first === undefined) throw evaluationError(`${name} called on empty list`);
    return rest.reduce((best, item) => (order(best, item) * sign > 0 ? item : best), first);
  };
}

function sumOf(type: string): Implementation {
  switch (type) {
    case 'int':
      return ([list]) => items(list).reduce<bigint>((sum, item) => asInt(sum + intOf(item)), 0n);
    case 'uint':
      return ([list]) => asUint(items(list).reduce<bigint>((sum, item) => asUint(sum + amountOf(item, 'uint')).value, 0n));
    case 'double':
      return ([list]) => items(list).reduce<number>((sum, item) => sum + doubleOf(item), 0);
    default:
      return ([list]) =>
        durationOf(items(list).reduce<bigint>((sum, item) => asInt(sum + amountOf(item, 'duration'), 'duration overflow'), 0n));
  }
}

function amountOf(value: Value, kind: 'uint' | 'duration'): bigint {
  if (isTagged(value) && value.kind === 'uint' && kind === 'uint') return value.value;
  if (isTagged(value) && value.kind === 'duration' && kind === 'duration') return value.nanos;
  throw noSuchOverload();
}

const KUBERNETES: Declarations = {
  ...Object.fromEntries(
    COMPARABLE.flatMap((type) => [
      [`list(${type}).isSorted(): bool`, [([list]) => isSorted(items(list)), deepTraversal]] as const,
      [`list(${type}).min(): ${type}`, [extreme('min', 1), deepTraversal]] as const,
      [`list(${type}).max(): ${type}`, [extreme('max', -1), deepTraversal]] as const,
    ]) satisfies readonly (readonly [string, readonly [Implementation, Cost]])[],
  ),
  ...Object.fromEntries(
    ['int', 'uint', 'double', 'duration'].map((type) => [`list(${type}).sum(): ${type}`, [sumOf(type), deepTraversal]] as const),
  ),
  'list(A).indexOf(A): int': [([list, item = null]) => BigInt(items(list).findIndex((own) => equal(own, item))), deepTraversal],
  'list(A).lastIndexOf(A): int': [([list, item = null]) => BigInt(items(list).findLastIndex((own) => equal(own, item))), deepTraversal],
};

function slice(list: readonly Value[], start: number, end: number): ListValue {
  const what = `cannot slice(${start}, ${end})`;
  if (start < 0 || end < 0) throw evaluationError(`${what}, negative indexes not supported`);
  if (start > end) throw evaluationError(`${what}, start index must be less than or equal to end index`);
  if (list.length < end) throw evaluationError(`${what}, list is length ${list.length}`);
  return listOf(list.slice(start, end));
}

function flattened(list: readonly Value[], depth: number): readonly Value[] {
  if (depth < 0) throw evaluationError('level must be non-negative');
  return list.flatMap((item) => (isList(item) && depth > 0 ? flattened(itemsOf(item), depth - 1) : [item]));
}

function sortedBy(list: readonly Value[], keys: readonly Value[]): ListValue {
  const [first] = keys;
  if (first === undefined) return listOf(list);
  if (keys.some((key) => typeOf(key).kind !== typeOf(first).kind)) throw evaluationError('list elements must have the same type');
  const places = keys.map((_key, index) => index);
  const sorted = places.toSorted((a, b) => order(keys[a] ?? null, keys[b] ?? null));
  return listOf(sorted.map((index) => list[index] ?? null));
}

function distinct(list: readonly Value[]): readonly Value[] {
  const found: Value[] = [];
  for (const item of list) if (!found.some((other) => equal(other, item))) found.push(item);
  return found;
}

const EXTENSIONS: Declarations = {
  'list(T).slice(int, int): list(T)': [([list, from, to]) => slice(items(list), Number(from), Number(to)), produced],
  'list(list(T)).flatten(): list(T)': [([list]) => listOf(flattened(items(list), 1)), flattening],
  'list(dyn).flatten(int): list(dyn)': [([list, depth]) => listOf(flattened(items(list), Number(depth))), flattening],
  ...Object.fromEntries(
    COMPARABLE.flatMap((type) => [
      [`list(${type}).sort(): list(${type})`, [([list]) => sortedBy(items(list), items(list)), selfCompared(0)]] as const,
      [
        `list(T).@sortByAssociatedKeys(list(${type})): list(T)`,
        [([list, keys]) => sortedBy(items(list), items(keys)), selfCompared(1)],
      ] as const,
    ]) satisfies readonly (readonly [string, readonly [Implementation, Cost]])[],
  ),
  'lists::range(int): list(int)': [
    ([count], context) => {
      // Before the list is made, so that nobody can ask for an endless one.
      context.spend(Math.max(0, Number(count)));
      return listOf(Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index)));
    },
    () => CALL + ALLOCATION,
  ],
  'list(T).reverse(): list(T)': [([list]) => listOf(items(list).toReversed()), produced],
  'list(T).distinct(): list(T)': [([list]) => listOf(distinct(items(list))), selfCompared(0)],
};

function containsAll(list: Value | undefined, wanted: Value | undefined): boolean {
  return items(wanted).every((item) => items(list).some((own) => equal(own, item)));
}

const SETS: Declarations = {
  'sets::contains(list(T), list(T)): bool': [([a, b]) => containsAll(a, b), crossed(1)],
  'sets::equivalent(list(T), list(T)): bool': [([a, b]) => containsAll(a, b) && containsAll(b, a), crossed(2)],
  'sets::intersects(list(T), list(T)): bool': [([a, b]) => items(a).some((item) => items(b).some((own) => equal(own, item))), crossed(1)],
};

export const LISTS: readonly Declarations[] = [KUBERNETES, EXTENSIONS, SETS];
