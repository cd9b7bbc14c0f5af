import type { JsonObject, JsonValue } from '../scalars.ts';
import { badStrategicPatch, goText } from './error.ts';
import { isRecord } from './record.ts';

/** The words of strategic merge patches that are not fields (k8s.io/apimachinery/pkg/util/strategicpatch). */
export const PATCH = '$patch';
export const RETAIN_KEYS = '$retainKeys';
export const DELETE_FROM = '$deleteFromPrimitiveList/';
export const SET_ORDER = '$setElementOrder/';

export function isDirective(key: string): boolean {
  return key === PATCH || key === RETAIN_KEYS || key.startsWith(DELETE_FROM) || key.startsWith(SET_ORDER);
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
