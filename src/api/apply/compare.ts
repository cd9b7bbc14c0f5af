/**
 * What changed between two versions of an object, as sets of fields (sigs.k8s.io/structured-merge-diff/typed/compare.go). Parts that
 * both versions share are not looked at.
 */
import { deepEqual } from '../../base/equal.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { type FieldSet, LEAF, NO_FIELDS, childrenOf, isEmpty, ordered, withSelf, without } from './field-set.ts';
import { itemElement } from './list-item.ts';
import { type PathElement, fieldElement } from './path-element.ts';
import { type TypedList, type TypedMap, type TypedSchema, fieldType, formOf, listOf, recordOf } from './typed-schema.ts';

export interface Comparison {
  /** New in the second version. */
  readonly added: FieldSet;
  /** In both, but not the same. */
  readonly modified: FieldSet;
  /** Gone from the second version. */
  readonly removed: FieldSet;
}

const SAME: Comparison = { added: NO_FIELDS, modified: NO_FIELDS, removed: NO_FIELDS };

export function compare(schema: TypedSchema, from: JsonValue, to: JsonValue): Comparison {
  const { added, modified, removed } = changeOf(schema, from, to);
  return added === undefined && modified === undefined && removed === undefined
    ? SAME
    : { added: below(added), modified: below(modified), removed: below(removed) };
}

/** Without the fields that a write can't touch. */
export function ignoring(comparison: Comparison, fields: FieldSet): Comparison {
  if (comparison === SAME || isEmpty(fields)) return comparison;
  const { added, modified, removed } = comparison;
  return { added: without(added, fields), modified: without(modified, fields), removed: without(removed, fields) };
}

/** The nodes of one value's path. */
interface Change {
  readonly added?: FieldSet | undefined;
  readonly modified?: FieldSet | undefined;
  readonly removed?: FieldSet | undefined;
}

const UNCHANGED: Change = {};
const ADDED: Change = { added: LEAF };
const REMOVED: Change = { removed: LEAF };
const MODIFIED: Change = { modified: LEAF };

function below(node: FieldSet | undefined): FieldSet {
  return node === undefined ? NO_FIELDS : childrenOf(node);
}

function changeOf(schema: TypedSchema, from: JsonValue | undefined, to: JsonValue | undefined): Change {
  if (from === to) return UNCHANGED;
  const form = formOf(schema, to === undefined || to === null ? from : to);
  const other = formOf(schema, from === undefined || from === null ? to : from);
  if (form !== other) return replacement(schema, from, to);
  if (isLeaf(schema, form, from, to)) return leafChange(from, to);
  const change =
    form === 'map' ? changeOfFields(schema.map, recordOf(from), recordOf(to)) : changeOfItems(schema.list, listOf(from) ?? [], listOf(to) ?? []);
  if (from === undefined) return { ...change, added: withSelf(below(change.added), true) };
  return to === undefined ? { ...change, removed: withSelf(below(change.removed), true) } : change;
}

/** A value of an open type became another kind of value altogether. */
function replacement(schema: TypedSchema, from: JsonValue | undefined, to: JsonValue | undefined): Change {
  const added = withSelf(below(changeOf(schema, undefined, to).added), false);
  const removed = withSelf(below(changeOf(schema, from, undefined).removed), false);
  return { added, modified: LEAF, removed };
}

/** What is replaced as a whole, and what is empty on both sides. */
function isLeaf(schema: TypedSchema, form: 'map' | 'list' | 'scalar', from: JsonValue | undefined, to: JsonValue | undefined): boolean {
  if (form === 'scalar') return true;
  if (form === 'list') return schema.list?.relation !== 'associative' || (isNothing(from) && isNothing(to));
  return schema.map === undefined || schema.map.atomic || (isNothing(from) && isNothing(to));
}

function isNothing(value: JsonValue | undefined): boolean {
  if (typeof value !== 'object' || value === null) return true;
  for (const _key in value) return false;
  return true;
}

function leafChange(from: JsonValue | undefined, to: JsonValue | undefined): Change {
  if (from === undefined) return ADDED;
  if (to === undefined) return REMOVED;
  return deepEqual(from, to) ? UNCHANGED : MODIFIED;
}

/** Fields that a struct always has are taken to be there in a version that has the struct. */
function changeOfFields(map: TypedMap | undefined, from: JsonObject | undefined, to: JsonObject | undefined): Change {
  if (map === undefined) return UNCHANGED;
  const sum: Sum = {};
  for (const name of namesOf(from ?? {}, to ?? {})) {
    const type = fieldType(map, name);
    const before = from && (from[name] ?? map.zero(name));
    const after = to && (to[name] ?? map.zero(name));
    if (type !== undefined && before !== after) add(sum, fieldElement(name), changeOf(type, before, after));
  }
  return changeIn(sum);
}

function namesOf(from: JsonObject, to: JsonObject): readonly string[] {
  const names = Object.keys(to);
  for (const name in from) if (!(name in to)) names.push(name);
  return names.sort();
}

/** Elements that occur more than once are compared together, as one value. */
function changeOfItems(list: TypedList | undefined, from: readonly JsonValue[], to: readonly JsonValue[]): Change {
  if (list === undefined) return UNCHANGED;
  const before = grouped(list, from);
  const after = grouped(list, to);
  const sum: Sum = {};
  for (const [element, items] of before) add(sum, element, changeOfElement(list, items, after.get(element) ?? []));
  for (const [element, items] of after) if (!before.has(element)) add(sum, element, changeOfElement(list, [], items));
  return changeIn(sum);
}

function changeOfElement(list: TypedList, from: readonly JsonValue[], to: readonly JsonValue[]): Change {
  if (from.length < 2 && to.length < 2) return changeOf(list.items(), from[0], to[0]);
  if (from.length > 1 && to.length > 1) return deepEqual(from, to) ? UNCHANGED : MODIFIED;
  if (from.length > 1) return { ...(to.length === 0 ? {} : changeOf(list.items(), undefined, to[0])), removed: LEAF };
  return { ...(from.length === 0 ? {} : changeOf(list.items(), from[0], undefined)), added: LEAF };
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

function add(sum: Sum, element: PathElement, { added, modified, removed }: Change): void {
  if (added !== undefined) (sum.added ??= {})[element] = added;
  if (modified !== undefined) (sum.modified ??= {})[element] = modified;
  if (removed !== undefined) (sum.removed ??= {})[element] = removed;
}

function changeIn({ added, modified, removed }: Sum): Change {
  if (added === undefined && modified === undefined && removed === undefined) return UNCHANGED;
  return { added: added && ordered(added), modified: modified && ordered(modified), removed: removed && ordered(removed) };
}
