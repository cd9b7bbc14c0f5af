/**
 * What changed between two versions of an object, as sets of fields (sigs.k8s.io/structured-merge-diff/typed/compare.go). Parts that
 * both versions share are not looked at.
 */
import { deepEqual } from '../../base/equal.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { type FieldSet, LEAF, NO_FIELDS, childrenOf, isEmpty, ordered, sharedNode, without } from './field-set.ts';
import { itemElement } from './list-item.ts';
import { type PathElement, fieldElement } from './path-element.ts';
import { type TypedList, type TypedMap, type TypedSchema, formOf, listOf, recordOf, trackedType } from './typed-schema.ts';

export interface Comparison {
  /** New in the second version, or not the same as in the first. */
  readonly changed: FieldSet;
  /** Gone from the second version. */
  readonly removed: FieldSet;
}

const SAME: Comparison = { changed: NO_FIELDS, removed: NO_FIELDS };

export function compare(schema: TypedSchema, from: JsonValue, to: JsonValue): Comparison {
  const change = changeOf(schema, from, to);
  return change === UNCHANGED ? SAME : { changed: below(change.changed), removed: below(change.removed) };
}

/** Without the fields that a write can't touch. */
export function ignoring(comparison: Comparison, fields: FieldSet): Comparison {
  if (comparison === SAME || isEmpty(fields)) return comparison;
  return { changed: without(comparison.changed, fields), removed: without(comparison.removed, fields) };
}

export function isSame({ changed, removed }: Comparison): boolean {
  return isEmpty(changed) && isEmpty(removed);
}

/** The nodes of one value's path. */
interface Change {
  readonly changed?: FieldSet;
  readonly removed?: FieldSet;
}

const UNCHANGED: Change = {};
const CHANGED: Change = { changed: LEAF };

function below(node: FieldSet | undefined): FieldSet {
  return node === undefined ? NO_FIELDS : childrenOf(node);
}

function changeOf(schema: TypedSchema, from: JsonValue | undefined, to: JsonValue | undefined): Change {
  if (from === to) return UNCHANGED;
  if (from === undefined) return { changed: nodeOf(schema, to) };
  if (to === undefined) return { removed: nodeOf(schema, from) };
  const form = formOf(schema, to === null ? from : to);
  if (form !== formOf(schema, from === null ? to : from)) return replacement(schema, from, to);
  if (isLeaf(schema, form, from, to)) return deepEqual(from, to) ? UNCHANGED : CHANGED;
  return form === 'map'
    ? changeOfFields(schema.map, recordOf(from), recordOf(to))
    : changeOfItems(schema.list, listOf(from) ?? [], listOf(to) ?? []);
}

/** A value of an open type became another kind of value altogether. */
function replacement(schema: TypedSchema, from: JsonValue, to: JsonValue): Change {
  const removed = below(nodeOf(schema, from));
  return isEmpty(removed) ? { changed: nodeOf(schema, to) } : { changed: nodeOf(schema, to), removed };
}

/** The path to a value and those to everything in it, for one that is in one of the versions alone. */
function nodeOf(schema: TypedSchema, value: JsonValue | undefined): FieldSet {
  const form = formOf(schema, value);
  if (isLeaf(schema, form, value, undefined)) return LEAF;
  return form === 'map' ? nodeOfRecord(schema.map, recordOf(value)) : nodeOfList(schema.list, listOf(value));
}

function nodeOfRecord(map: TypedMap | undefined, record: JsonObject | undefined): FieldSet {
  if (map === undefined || record === undefined) return LEAF;
  const node: Nodes = { '.': LEAF };
  for (const name of Object.keys(record).sort()) {
    const type = trackedType(map, name);
    const value = record[name];
    if (type !== undefined && value !== undefined) node[fieldElement(name)] = nodeOf(type, value);
  }
  return sharedNode(node);
}

function nodeOfList(list: TypedList | undefined, items: readonly JsonValue[] | undefined): FieldSet {
  return list === undefined || items === undefined ? LEAF : ordered(elementsOf(list, items, { '.': LEAF }));
}

/** Of elements that occur twice the set has the element and nothing below it. */
function elementsOf(list: TypedList, items: readonly JsonValue[], node: Nodes): FieldSet {
  for (const item of items) {
    const element = itemElement(list, item);
    node[element] = node[element] === undefined ? nodeOf(list.items(), item) : LEAF;
  }
  return node;
}

/** What is replaced as a whole, and what is empty on both sides. */
function isLeaf(schema: TypedSchema, form: 'map' | 'list' | 'scalar', from: JsonValue | undefined, to: JsonValue | undefined): boolean {
  if (form === 'scalar') return true;
  const isWhole = form === 'list' ? schema.list?.relation !== 'associative' : (schema.map?.atomic ?? true);
  return isWhole || (isNothing(from) && isNothing(to));
}

function isNothing(value: JsonValue | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const _key in recordOf(value)) return false;
  return true;
}

/** Fields that a struct always has are taken to be there in a version that has the struct. */
function changeOfFields(map: TypedMap | undefined, from: JsonObject | undefined, to: JsonObject | undefined): Change {
  const sum: Sum = {};
  for (const name of namesOf(from ?? {}, to ?? {})) {
    const type = map && trackedType(map, name);
    const before = from && (from[name] ?? map?.zero(name));
    const after = to && (to[name] ?? map?.zero(name));
    if (type !== undefined && before !== after) add(sum, fieldElement(name), changeOf(type, before, after));
  }
  if (isNone(sum)) return UNCHANGED;
  return sum.changed === undefined ? sum : { ...sum, changed: sharedNode(sum.changed) };
}

function namesOf(from: JsonObject, to: JsonObject): readonly string[] {
  const names = Object.keys(to);
  for (const name in from) if (!(name in to)) names.push(name);
  return names.sort();
}

/** Elements that occur more than once are compared together, as one value. */
function changeOfItems(list: TypedList | undefined, from: readonly JsonValue[], to: readonly JsonValue[]): Change {
  if (list === undefined) return UNCHANGED;
  if (from.length === 0) return { changed: ordered(elementsOf(list, to, {})) };
  const before = grouped(list, from);
  const after = grouped(list, to);
  const sum: Sum = {};
  for (const [element, items] of before) add(sum, element, changeOfElement(list, items, after.get(element) ?? []));
  for (const [element, items] of after) if (!before.has(element)) add(sum, element, changeOfElement(list, [], items));
  return isNone(sum) ? UNCHANGED : orderedChange(sum);
}

function changeOfElement(list: TypedList, from: readonly JsonValue[], to: readonly JsonValue[]): Change {
  if (from.length < 2 && to.length < 2) return changeOf(list.items(), from[0], to[0]);
  if (from.length > 1 && to.length > 1) return deepEqual(from, to) ? UNCHANGED : CHANGED;
  if (from.length > 1) return { ...changeOf(list.items(), undefined, to[0]), removed: LEAF };
  return { ...changeOf(list.items(), from[0], undefined), changed: LEAF };
}

function grouped(list: TypedList, items: readonly JsonValue[]): Map<PathElement, JsonValue[]> {
  const groups = new Map<PathElement, JsonValue[]>();
  for (const item of items) {
    const element = itemElement(list, item);
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [item]);
    else group.push(item);
  }
  return groups;
}

type Nodes = { [element: PathElement]: FieldSet };

/** The changes of what lies below one value, while they are collected. */
type Sum = { -readonly [K in keyof Comparison]?: Nodes };

function add(sum: Sum, element: PathElement, { changed, removed }: Change): void {
  if (changed !== undefined) (sum.changed ??= {})[element] = changed;
  if (removed !== undefined) (sum.removed ??= {})[element] = removed;
}

function isNone({ changed, removed }: Sum): boolean {
  return changed === undefined && removed === undefined;
}

/** Elements come as they stand in their list, fields in order. */
function orderedChange({ changed, removed }: Sum): Change {
  return {
    ...(changed === undefined ? {} : { changed: ordered(changed) }),
    ...(removed === undefined ? {} : { removed: ordered(removed) }),
  };
}
