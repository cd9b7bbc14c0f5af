import { deepEqual } from '../../base/equal.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { DELETE_FROM, PATCH, RETAIN_KEYS, SET_ORDER, badPatchType, identityOf, isDeletion, isDirective, noMergeKey } from './directives.ts';
import { badStrategicPatch, goText } from './error.ts';
import { inOrder } from './order.ts';
import type { PatchField, PatchSchema } from './patch-schema.ts';
import { isList, isRecord, withField, withoutField, withoutNulls } from './record.ts';

/**
 * The heart of strategic merge patch (strategicpatch mergeMap). It works in two modes: `apply` merges a patch into a
 * document, `join` merges a later patch into an earlier one, where nulls and directives must survive.
 */
export type Mode = 'apply' | 'join';

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
  throw badStrategicPatch(key === RETAIN_KEYS ? 'invalid patch format of retainKeys' : 'invalid patch format of setElementOrder list');
}

/** A list that comes with `$setElementOrder`. */
function mergeOrdered(original: JsonObject, patch: JsonObject, name: string, schema: PatchSchema, mode: Mode): JsonObject {
  const key = SET_ORDER + name;
  const order = patch[key] ?? null;
  const result = mode === 'join' ? joinDirective(original, key, order) : original;
  const present = result[name];
  const change = patch[name];
  if (!isList(order)) throw badStrategicPatch(`invalid argument of ${key}: ${goText(order)}`);
  const field = fieldOf(schema, name);
  if (isList(change)) checkOrder(change, order, field.mergeKey);
  const merged = mergedList(present, change, field, mode);
  if (merged === undefined) return change === null ? mergeField(result, name, null, schema, mode) : result;
  return withField(result, name, sameOr(present, inOrder(merged, order, serverOrder(present, change, field.mergeKey), field.mergeKey)));
}

/** Upstream removes items in place, whereby new ones get the places at the end that became free. */
function serverOrder(present: JsonValue | undefined, change: JsonValue | undefined, mergeKey: string): readonly JsonValue[] {
  if (!isList(present)) return [];
  if (!isList(change) || !change.some(isDeletion)) return present;
  const gone = new Set(change.filter(isDeletion).map((item) => identityOf(item, mergeKey)));
  const kept = present.filter((item) => !gone.has(identityOf(item, mergeKey)));
  const known = new Set(kept.map((item) => identityOf(item, mergeKey)));
  const added = change.filter((item) => !isDeletion(item) && !known.has(identityOf(item, mergeKey)));
  const moved = [...kept, ...added].slice(0, present.length);
  return [...moved, ...present.slice(moved.length)];
}

function mergedList(
  present: JsonValue | undefined,
  change: JsonValue | undefined,
  field: PatchField,
  mode: Mode,
): readonly JsonValue[] | undefined {
  if (!isList(change)) return isList(present) ? present : undefined;
  return isList(present) ? mergeList(present, change, field, mode) : (fresh(change, mode) as readonly JsonValue[]);
}

/** The items of the patch must stand in the order that the directive gives. */
function checkOrder(change: readonly JsonValue[], order: readonly JsonValue[], mergeKey: string): void {
  const items = mergeKey === '' ? change : change.filter((item) => !isDeletion(item));
  let next = 0;
  for (const item of order) {
    const wanted = items[next];
    if (wanted !== undefined && identityOf(wanted, mergeKey) === identityOf(item, mergeKey)) next++;
  }
  if (next === items.length) return;
  throw badStrategicPatch(
    `The order in patch list:\n${goText(change)}\n doesn't match ${SET_ORDER.slice(0, -1)} list:\n${goText(order)}\n`,
  );
}

function mergeField(original: JsonObject, key: string, value: JsonValue, schema: PatchSchema, mode: Mode): JsonObject {
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
  return deletes ? original : withField(original, name, fresh(value, mode));
}

function fieldOf(schema: PatchSchema, name: string): PatchField {
  const field = schema.field(name);
  if (field !== undefined) return field;
  throw badStrategicPatch(`unable to find api field in struct ${schema.name} for the json field ${JSON.stringify(name)}`);
}

function mergeInner(present: JsonObject, value: JsonObject, field: PatchField, mode: Mode): JsonObject {
  return field.strategy === 'replace' ? value : mergeRecords(present, value, field.schema, mode);
}

/** A value for a place where there is none. */
function fresh(value: JsonValue, mode: Mode): JsonValue {
  return mode === 'apply' ? withoutNulls(value) : value;
}

function sameOr(present: JsonValue | undefined, value: JsonValue): JsonValue {
  return present !== undefined && deepEqual(present, value) ? present : value;
}

function mergeList(present: readonly JsonValue[], change: readonly JsonValue[], field: PatchField, mode: Mode): readonly JsonValue[] {
  if (field.strategy !== 'merge') return change;
  if (present.length === 0 && change.length === 0) return present;
  if (!isRecord(present[0] ?? change[0])) return inOrder(unique([...present, ...change]), change, present, '');
  if (field.mergeKey === '') throw badStrategicPatch(`cannot merge lists without merge key for ${field.schema.name}`);
  return mergeItems(present, change, field, mode);
}

/** `$deleteFromPrimitiveList`. */
function subtract(present: readonly JsonValue[], change: readonly JsonValue[], field: PatchField, mode: Mode): readonly JsonValue[] {
  if (isRecord(present[0] ?? change[0])) return mergeList(present, change, { ...field, strategy: 'merge' }, mode);
  const gone = new Set(change.map(goText));
  return present.filter((item) => !gone.has(goText(item)));
}

function unique(list: readonly JsonValue[]): readonly JsonValue[] {
  return [...new Map(list.map((item) => [goText(item), item])).values()];
}

function mergeItems(present: readonly JsonValue[], change: readonly JsonValue[], field: PatchField, mode: Mode): readonly JsonValue[] {
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

function without(list: readonly JsonValue[], item: JsonObject, mergeKey: string): readonly JsonValue[] {
  const gone = identityOf(item, mergeKey);
  return list.filter((other) => isDeletion(other) || identityOf(other, mergeKey) !== gone);
}

function mergeByKey(present: readonly JsonValue[], items: readonly JsonObject[], field: PatchField, mode: Mode): readonly JsonValue[] {
  const result = [...present];
  for (const item of items) {
    const identity = identityOf(item, field.mergeKey);
    const index = result.findIndex(
      (other) => isRecord(other) && other[field.mergeKey] !== undefined && identityOf(other, field.mergeKey) === identity,
    );
    const match = result[index];
    if (isRecord(match)) result[index] = mergeRecords(match, item, field.schema, mode);
    else result.push(mode === 'apply' ? fresh(item, mode) : item);
  }
  return result;
}
