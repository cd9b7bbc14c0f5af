import { deepEqual } from '../../base/equal.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import {
  DELETE_FROM,
  PATCH,
  RETAIN_KEYS,
  SET_ORDER,
  assertNamesList,
  badPatchType,
  identityOf,
  isDeletion,
  isDirective,
  noMergeKey,
  withoutDirected,
} from './directives.ts';
import { badStrategicPatch, goText } from './error.ts';
import { holdObjects, notAList } from './items.ts';
import { inOrder } from './order.ts';
import type { PatchField, PatchSchema } from './patch-schema.ts';
import { isList, isRecord, withField, withoutField, withoutNulls } from './record.ts';

/**
 * The heart of strategic merge patch (strategicpatch mergeMap). It works in two modes: `apply` merges a patch into a
 * document, `join` merges a later patch into an earlier one, where nulls and directives must survive.
 */
export type Mode = 'apply' | 'join';

type List = readonly JsonValue[];

export function mergeRecords(original: JsonObject, patch: JsonObject, schema: PatchSchema, mode: Mode): JsonObject {
  const directive = patch[PATCH];
  if (directive !== undefined) return directed(patch, directive);
  let result = retained(original, patch, mode);
  const done = new Set<string>([RETAIN_KEYS]);
  for (const key of Object.keys(patch)) {
    if (!key.startsWith(SET_ORDER)) continue;
    result = mergeOrdered(result, patch, key.slice(SET_ORDER.length), schema, mode);
    done.add(key).add(key.slice(SET_ORDER.length));
  }
  for (const [key, value] of Object.entries(patch)) if (!done.has(key)) result = mergeField(result, key, value, schema, mode);
  return result;
}

/** An object of the patch that says `$patch`. */
function directed(patch: JsonObject, directive: JsonValue): JsonObject {
  if (directive === 'replace') return withoutField(patch, PATCH);
  if (directive === 'delete') return {};
  throw badPatchType(directive, patch);
}

/** `$retainKeys`: what it does not list goes. */
function retained(original: JsonObject, patch: JsonObject, mode: Mode): JsonObject {
  const keys = patch[RETAIN_KEYS];
  if (keys === undefined) return original;
  if (mode === 'join') return joinDirective(original, RETAIN_KEYS, keys);
  const spoken = Object.keys(patch).filter((key) => patch[key] !== null && !isDirective(key));
  if (!isList(keys) || !spoken.every((key) => keys.includes(key))) throw badStrategicPatch('invalid patch format of retainKeys');
  return Object.keys(original).reduce((result, key) => (keys.includes(key) ? result : withoutField(result, key)), original);
}

/** A directive that both patches have must be the same in both. */
function joinDirective(original: JsonObject, key: string, value: JsonValue): JsonObject {
  const present = original[key];
  if (present === undefined || deepEqual(present, value)) return withField(original, key, value);
  const both = `${goText(present)} and ${goText(value)} are not deep equal: this may happen when calculating the 3-way diff patch`;
  throw badStrategicPatch(key === RETAIN_KEYS ? both : 'invalid patch format of setElementOrder list');
}

/** A list that comes with `$setElementOrder`. */
function mergeOrdered(original: JsonObject, patch: JsonObject, name: string, schema: PatchSchema, mode: Mode): JsonObject {
  const key = SET_ORDER + name;
  const order = patch[key] ?? null;
  const result = mode === 'join' ? joinDirective(original, key, order) : original;
  if (!isList(order)) throw notAList(order);
  const present = listAt(result, name);
  const change = listAt(patch, name);
  const field = fieldOf(schema, name);
  if (change !== undefined) checkOrder(change, order, field.mergeKey);
  if (present === undefined && change === undefined) return result;
  const merged = mergedList(present, change, field, mode);
  holdObjects(present ?? [], change ?? []);
  return withField(result, name, sameOr(present, inOrder(merged, order, serverOrder(present, change, field.mergeKey), field.mergeKey)));
}

function listAt(record: JsonObject, name: string): List | undefined {
  const value = record[name];
  if (value === undefined || isList(value)) return value;
  throw notAList(value);
}

/** Upstream removes items in place, whereby new ones get the places at the end that became free. */
function serverOrder(present: List = [], change: List = [], mergeKey: string): List {
  if (!change.some(isDeletion)) return present;
  const gone = new Set(change.filter(isDeletion).map((item) => identityOf(item, mergeKey)));
  const kept = present.filter((item) => !gone.has(identityOf(item, mergeKey)));
  const known = new Set(kept.map((item) => identityOf(item, mergeKey)));
  const added = change.filter((item) => !isDeletion(item) && !known.has(identityOf(item, mergeKey)));
  const moved = [...kept, ...added].slice(0, present.length);
  return [...moved, ...present.slice(moved.length)];
}

function mergedList(present: List | undefined, change: List | undefined, field: PatchField, mode: Mode): List {
  if (present === undefined) return withoutDirected(change ?? []) as List;
  return change === undefined ? present : mergeList(present, change, field, mode);
}

/** The items of the patch must stand in the order that the directive gives. */
function checkOrder(change: List, order: List, mergeKey: string): void {
  if (order.length === 0 || change.length === 0) return;
  const items = mergeKey === '' ? change : change.filter((item) => !isDeletion(item));
  let next = 0;
  let place = 0;
  while (next < items.length && place < order.length) {
    const wanted = items[next] ?? null;
    if (isRecord(wanted) && wanted[PATCH] !== undefined) next++;
    else if (identityOf(wanted, mergeKey) === identityOf(order[place++] ?? null, mergeKey)) next++;
  }
  if (next === items.length) return;
  throw badStrategicPatch(
    `The order in patch list:\n${goText(change)}\n doesn't match ${SET_ORDER.slice(0, -1)} list:\n${goText(order)}\n`,
  );
}

function mergeField(original: JsonObject, key: string, value: JsonValue, schema: PatchSchema, mode: Mode): JsonObject {
  if (key.startsWith('$')) assertNamesList(key);
  const deletes = key.startsWith(DELETE_FROM);
  if (deletes && mode === 'join') return withField(original, key, value);
  const name = deletes ? key.slice(DELETE_FROM.length) : key;
  if (value === null) return mode === 'apply' ? withoutField(original, name) : withField(original, name, null);
  const present = original[name];
  if (isRecord(present) && isRecord(value)) return withField(original, name, mergeInner(present, value, fieldOf(schema, name), mode));
  if (isList(present) && isList(value)) {
    const field = fieldOf(schema, name);
    return withField(
      original,
      name,
      sameOr(present, deletes ? subtract(present, value, field, mode) : mergeList(present, value, field, mode)),
    );
  }
  if (deletes) return original;
  const taken = fresh(value, mode);
  return taken === undefined ? withoutField(original, name) : withField(original, name, taken);
}

function fieldOf(schema: PatchSchema, name: string): PatchField {
  const field = schema.field(name);
  if (field !== undefined) return field;
  throw badStrategicPatch(`unable to find api field in struct ${schema.name} for the json field ${JSON.stringify(name)}`);
}

function mergeInner(present: JsonObject, value: JsonObject, field: PatchField, mode: Mode): JsonObject {
  return field.strategy === 'replace' ? value : mergeRecords(present, value, field.schema, mode);
}

/** A value for a place where there is none, or another kind of value. */
function fresh(value: JsonValue, mode: Mode): JsonValue | undefined {
  return withoutDirected(mode === 'apply' ? withoutNulls(value) : value);
}

function sameOr(present: JsonValue | undefined, value: JsonValue): JsonValue {
  return present !== undefined && deepEqual(present, value) ? present : value;
}

function mergeList(present: List, change: List, field: PatchField, mode: Mode): List {
  if (field.strategy !== 'merge') return change;
  if (present.length === 0 && change.length === 0) return present;
  if (!holdObjects(present, change)) return inOrder(unique([...present, ...change]), change, present, '');
  if (field.mergeKey === '') throw badStrategicPatch(`cannot merge lists without merge key for ${field.schema.name}`);
  return mergeItems(present, change, field, mode);
}

/** `$deleteFromPrimitiveList`. */
function subtract(present: List, change: List, field: PatchField, mode: Mode): List {
  if (present.length === 0 && change.length === 0) return present;
  if (holdObjects(present, change)) return mergeList(present, change, { ...field, strategy: 'merge' }, mode);
  const gone = new Set(change.map(goText));
  return present.filter((item) => !gone.has(goText(item)));
}

function unique(list: List): List {
  return [...new Map(list.map((item) => [goText(item), item])).values()];
}

function mergeItems(present: List, change: List, field: PatchField, mode: Mode): List {
  const { mergeKey } = field;
  const items: JsonObject[] = [];
  let kept = present;
  let replaces = false;
  for (const item of change) {
    if (!isRecord(item)) throw noMergeKey(item, mergeKey);
    const directive = item[PATCH];
    if (directive === undefined) items.push(item);
    else if (directive === 'delete') kept = without(kept, item, mergeKey);
    else if (directive === 'replace') replaces = true;
    else
      throw directive === 'merge' ? badStrategicPatch('merging lists cannot yet be specified in the patch') : badPatchType(directive, item);
  }
  if (replaces) return items;
  return inOrder(mergeByKey(kept, items, field, mode), items, kept, mergeKey);
}

function without(list: List, item: JsonObject, mergeKey: string): List {
  const gone = identityOf(item, mergeKey);
  return list.filter((other) => isDeletion(other) || identityOf(other, mergeKey) !== gone);
}

function mergeByKey(present: List, items: readonly JsonObject[], field: PatchField, mode: Mode): List {
  const result = [...present];
  for (const item of items) {
    const identity = identityOf(item, field.mergeKey);
    const index = result.findIndex(
      (other) => isRecord(other) && other[field.mergeKey] !== undefined && identityOf(other, field.mergeKey) === identity,
    );
    const match = result[index];
    if (isRecord(match)) result[index] = mergeRecords(match, item, field.schema, mode);
    else result.push(mode === 'apply' ? withoutNulls(item) : item);
  }
  return result;
}
