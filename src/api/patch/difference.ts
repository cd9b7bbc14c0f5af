import { deepEqual } from '../../base/equal.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { DELETE_FROM, PATCH, RETAIN_KEYS, SET_ORDER, identityOf } from './directives.ts';
import { badStrategicPatch, goText } from './error.ts';
import { holdObjects } from './items.ts';
import { isSameOrder, sortedLike } from './order.ts';
import type { PatchField, PatchSchema } from './patch-schema.ts';
import { isEmptyRecord, isList, isRecord } from './record.ts';

/** Which half of a difference is wanted: a three-way patch takes deletions and changes from different comparisons. */
export type Part = 'all' | 'changes' | 'deletions';

/** The strategic merge patch that makes `modified` out of `original` (strategicpatch diffMaps). */
export function differenceOf(original: JsonObject, modified: JsonObject, schema: PatchSchema, part: Part, retainKeys = false): JsonObject {
  const patch: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(modified)) {
    const before = original[key];
    if (isRecord(before) && isRecord(value)) diffRecords(patch, key, before, value, schema, part);
    else if (isList(before) && isList(value)) diffLists(patch, key, before, value, schema, part);
    else if (part !== 'deletions' && !(Object.hasOwn(original, key) && deepEqual(before, value))) patch[key] = value;
  }
  if (part !== 'changes') for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  if (retainKeys) addRetainKeys(patch, original, modified);
  return patch;
}

/** `$retainKeys` goes along as soon as anything changes, or something is to go that the patch does not name. */
function addRetainKeys(patch: Record<string, JsonValue>, original: JsonObject, modified: JsonObject): void {
  const keys = Object.keys(modified).sort();
  if (keys.length === 0) return;
  const hasMore = Object.keys(original).some((key) => !Object.hasOwn(modified, key));
  if (hasMore || !isEmptyRecord(patch)) patch[RETAIN_KEYS] = keys;
}

function diffRecords(
  patch: Record<string, JsonValue>,
  key: string,
  before: JsonObject,
  value: JsonObject,
  schema: PatchSchema,
  part: Part,
): void {
  const field = fieldFor(schema, key, before, value);
  if (field === undefined) return;
  if (field.strategy === 'replace') {
    // Even when it stays the same.
    if (part !== 'deletions') patch[key] = value;
    return;
  }
  const inner = differenceOf(before, value, field.schema, part, field.retainKeys);
  if (!isEmptyRecord(inner)) patch[key] = inner;
}

/** A field that nobody knows is no matter as long as it does not change. */
function fieldFor(schema: PatchSchema, key: string, before: JsonValue, value: JsonValue): PatchField | undefined {
  const field = schema.field(key);
  if (field !== undefined || deepEqual(before, value)) return field;
  throw badStrategicPatch(`unable to find api field in struct ${schema.name} for the json field ${JSON.stringify(key)}`);
}

type List = readonly JsonValue[];

function diffLists(patch: Record<string, JsonValue>, key: string, before: List, value: List, schema: PatchSchema, part: Part): void {
  const field = fieldFor(schema, key, before, value);
  if (field === undefined) return;
  if (field.strategy !== 'merge') {
    if (part !== 'deletions' && !deepEqual(before, value)) patch[key] = value;
    return;
  }
  const { changes, deletions, order } = diffMerged(before, value, field, part);
  if (changes.length > 0) patch[key] = changes;
  if (deletions.length > 0) patch[DELETE_FROM + key] = deletions;
  if (order.length > 0) patch[SET_ORDER + key] = order;
}

interface ListDifference {
  readonly changes: List;
  readonly deletions: List;
  readonly order: List;
}

function diffMerged(before: List, value: List, field: PatchField, part: Part): ListDifference {
  if (before.length === 0) return { changes: part === 'deletions' ? [] : value, deletions: [], order: [] };
  return holdObjects(before, value) ? diffItems(before, value, field, part) : diffScalars(before, value, part);
}

function diffScalars(before: List, value: List, part: Part): ListDifference {
  const pairs = paired(before, value, '');
  const changes = part === 'deletions' ? [] : pairs.flatMap(([had, has]) => (had === undefined && has !== undefined ? [has] : []));
  const gone = part === 'changes' ? [] : pairs.flatMap(([had, has]) => (had !== undefined && has === undefined ? [had] : []));
  const deletions = [...new Map(gone.map((item) => [goText(item), item])).values()];
  // Upstream has sorted the original in place by now, and takes the difference for a move.
  const order = isMoved([...changes, ...deletions], byText(before), value, '', part) ? value : [];
  return { changes: sortedLike(changes, value, ''), deletions, order };
}

function byText(list: List): List {
  return list.toSorted((a, b) => (goText(a) < goText(b) ? -1 : goText(a) > goText(b) ? 1 : 0));
}

/** Whether the order must be sent along. Deletions alone say nothing about the order of what stays. */
function isMoved(patch: List, before: List, value: List, mergeKey: string, part: Part): boolean {
  return patch.length > 0 || (part !== 'deletions' && !isSameOrder(before, value, mergeKey));
}

function diffItems(before: List, value: List, field: PatchField, part: Part): ListDifference {
  const { mergeKey } = field;
  if (mergeKey === '') throw badStrategicPatch(`cannot merge lists without merge key for ${field.schema.name}`);
  const changes: JsonValue[] = [];
  const deletions: JsonValue[] = [];
  for (const [had, has] of paired(before, value, mergeKey)) {
    if (has !== undefined) changes.push(...changeOf(had, has, field, part));
    else if (had !== undefined && part !== 'changes') deletions.push({ [PATCH]: 'delete', ...keyAlone(had, mergeKey) });
  }
  const all = [...sortedLike(changes, value, mergeKey), ...deletions];
  const order = isMoved(all, before, value, mergeKey, part) ? value.map((item) => keyAlone(item, mergeKey)) : [];
  return { changes: all, deletions: [], order };
}

function changeOf(before: JsonValue | undefined, item: JsonValue, field: PatchField, part: Part): JsonValue[] {
  if (!isRecord(before) || !isRecord(item)) return part === 'deletions' ? [] : [item];
  const inner = differenceOf(before, item, field.schema, part, field.retainKeys);
  return isEmptyRecord(inner) ? [] : [{ ...inner, [field.mergeKey]: item[field.mergeKey] ?? null }];
}

function keyAlone(item: JsonValue, mergeKey: string): JsonObject {
  return { [mergeKey]: (isRecord(item) ? item[mergeKey] : undefined) ?? null };
}

type Pair = readonly [had: JsonValue | undefined, has: JsonValue | undefined];

/** Walks two lists side by side, sorted by what identifies their items. */
function paired(before: List, value: List, mergeKey: string): Pair[] {
  const had = byIdentity(before, mergeKey);
  const has = byIdentity(value, mergeKey);
  const pairs: Pair[] = [];
  let i = 0;
  let j = 0;
  while (i < had.length || j < has.length) {
    const [old, new_] = [had[i], has[j]];
    const takesOld = old !== undefined && (new_ === undefined || old.identity <= new_.identity);
    const takesNew = new_ !== undefined && (old === undefined || new_.identity <= old.identity);
    pairs.push([takesOld ? old.item : undefined, takesNew ? new_.item : undefined]);
    if (takesOld) i++;
    if (takesNew) j++;
  }
  return pairs;
}

/** Upstream's comparison holds equal keys for smaller, so that they come out in reverse order. */
function byIdentity(list: List, mergeKey: string): { readonly identity: string; readonly item: JsonValue }[] {
  const items = list.map((item) => ({ identity: identityOf(item, mergeKey), item }));
  return items.reverse().sort((a, b) => (a.identity < b.identity ? -1 : a.identity > b.identity ? 1 : 0));
}
