import { deepEqual } from '../../base/equal.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { undecodablePatch } from './error.ts';
import { isEmptyRecord, isList, isRecord, withField, withoutField, withoutNulls } from './record.ts';

/** JSON merge patch (RFC 7386), as the API server's library does it: the patch is an object or a list, never a scalar. */
export function applyMergePatch(document: JsonValue, patch: JsonValue): JsonValue {
  if (isRecord(patch)) return merge(document, patch);
  if (isList(patch)) return withoutNulls(patch);
  throw undecodablePatch('Invalid JSON Patch');
}

/** The merge patch that makes `modified` out of `original`. */
export function createMergePatch(original: JsonValue, modified: JsonValue): JsonValue {
  return isRecord(original) && isRecord(modified) ? difference(original, modified, ALL) : modified;
}

/**
 * kubectl apply for kinds without a schema (jsonmergepatch.CreateThreeWayJSONMergePatch): what was removed since the
 * last apply, and what differs from the live object.
 */
export function threeWayMergePatch(original: JsonValue, modified: JsonValue, current: JsonValue): JsonValue {
  const wanted = isRecord(modified) ? modified : {};
  const removed = difference(isRecord(original) ? original : {}, wanted, 'deletions');
  const changed = difference(isRecord(current) ? current : {}, wanted, 'changes');
  return combine(removed, changed);
}

function merge(document: JsonValue | undefined, patch: JsonObject): JsonObject {
  let result: JsonObject = isRecord(document) ? document : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result = withoutField(result, key);
    else result = withField(result, key, isRecord(value) ? merge(result[key], value) : replacement(result[key], value));
  }
  return result;
}

/** Keeps what is there if it is equal. Over an object, a list stays as it is written; elsewhere the nulls in it go. */
function replacement(present: JsonValue | undefined, given: JsonValue): JsonValue {
  const value = isRecord(present) ? given : withoutNulls(given);
  return present !== undefined && deepEqual(present, value) ? present : value;
}

type Part = 'deletions' | 'changes' | 'all';
const ALL: Part = 'all';

function difference(original: JsonObject, modified: JsonObject, part: Part): JsonObject {
  const patch: Record<string, JsonValue> = {};
  for (const [key, value] of Object.entries(modified)) {
    const before = original[key];
    if (isRecord(before) && isRecord(value)) {
      const inner = difference(before, value, part);
      if (!isEmptyRecord(inner)) patch[key] = inner;
    } else if (part !== 'deletions' && !(Object.hasOwn(original, key) && deepEqual(before, value))) patch[key] = value;
  }
  if (part === 'changes') return patch;
  for (const key of Object.keys(original)) if (!Object.hasOwn(modified, key)) patch[key] = null;
  return patch;
}

/** Two patches in one; nulls stay, for they delete. */
function combine(first: JsonObject, second: JsonObject): JsonObject {
  let result = first;
  for (const [key, value] of Object.entries(second)) {
    const present = result[key];
    result = withField(result, key, isRecord(present) && isRecord(value) ? combine(present, value) : value);
  }
  return result;
}
