import type { JsonObject, JsonValue } from '../scalars.ts';
import { badStrategicPatch, goText } from './error.ts';
import { isList, isRecord, withField, withoutField } from './record.ts';

/** The words of strategic merge patches that are not fields (k8s.io/apimachinery/pkg/util/strategicpatch). */
export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM = '$deleteFromPrimitiveList/';
export const SET_ORDER = '$setElementOrder/';

export function isDirective(key: string): boolean {
  return key === PATCH || key === RETAIN_KEYS || key.startsWith(DELETE_FROM) || key.startsWith(SET_ORDER);
}

/** A directive about a list that does not say which. */
export function assertNamesList(key: string): void {
  if (isCut(key, DELETE_FROM)) throw badStrategicPatch('invalid patch format of primitive list');
  if (isCut(key, SET_ORDER)) throw badStrategicPatch('invalid patch format of setElementOrder list');
}

function isCut(key: string, directive: string): boolean {
  return !key.startsWith(directive) && key.startsWith(directive.slice(0, -1));
}

/** A value without the objects in it that say `$patch`; undefined if it is one itself (removeDirectives). */
export function withoutDirected(value: JsonValue): JsonValue | undefined {
  if (isList(value)) {
    const items = value.map(withoutDirected).filter((item) => item !== undefined);
    return items.length === value.length && items.every((item, at) => item === value[at]) ? value : items;
  }
  if (!isRecord(value)) return value;
  if (Object.hasOwn(value, PATCH)) return undefined;
  let result = value;
  for (const [key, item] of Object.entries(value)) {
    const kept = withoutDirected(item);
    result = kept === undefined ? withoutField(result, key) : withField(result, key, kept);
  }
  return result;
}

export function noMergeKey(item: JsonValue, mergeKey: string): Error {
  return badStrategicPatch(`map: ${goText(item)} does not contain declared merge key: ${mergeKey}`);
}

export function badPatchType(type: JsonValue | undefined, record: JsonObject): Error {
  return badStrategicPatch(`unknown patch type: ${goText(type ?? null)} in map: ${goText(record)}`);
}

/** Items of a merged list are the same if their merge keys are, or, being scalars, if they print alike. */
export function identityOf(item: JsonValue, mergeKey: string): string {
  if (mergeKey === '' || !isRecord(item)) return goText(item);
  const value = item[mergeKey];
  if (value === undefined) throw noMergeKey(item, mergeKey);
  return goText(value);
}

export function isDeletion(item: JsonValue): boolean {
  return isRecord(item) && item[PATCH] === 'delete';
}
