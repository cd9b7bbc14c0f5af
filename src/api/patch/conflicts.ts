import { sortKeys } from '../sorted-json.ts';
import type { JsonObject, JsonValue } from '../scalars.ts';
import { stringifyYaml } from '../yaml-write.ts';
import { differenceOf } from './difference.ts';
import { PATCH, RETAIN_KEYS, SET_ORDER } from './directives.ts';
import { goText } from './error.ts';
import { patchSchemaOf } from './full-schema.ts';
import { type PatchField, type PatchSchema, PLAIN, UNTYPED } from './patch-schema.ts';
import { isList, isRecord } from './record.ts';

/**
 * What `kubectl apply --overwrite=false` refuses: a three-way patch that changes what others have changed since the last apply
 * (strategicpatch CreateThreeWayMergePatch). Gives the message, or undefined when all is well.
 */
export function conflictText(patch: JsonObject, original: JsonObject, current: JsonObject, schemaName: string): string | undefined {
  const schema = patchSchemaOf(schemaName);
  const changed = withoutOrders(differenceOf(original, current, schema, 'all'));
  if (!patchesConflict(patch, changed, schema)) return undefined;
  return `patch:\n${yamlOf(patch)}\nconflicts with changes made from original to current:\n${yamlOf(changed)}\n`;
}

/** Whether two patches want different things of one field. */
export function patchesConflict(left: JsonValue, right: JsonValue, schema: PatchSchema = UNTYPED): boolean {
  return valuesConflict(left, right, { ...PLAIN, schema });
}

function valuesConflict(left: JsonValue, right: JsonValue, field: PatchField): boolean {
  if (isRecord(left)) return !isRecord(right) || recordsConflict(left, right, field);
  if (isList(left)) return !isList(right) || listsConflict(left, right, field);
  return left !== right;
}

/** A directive is about the whole object, so both must have the same one. */
function recordsConflict(left: JsonObject, right: JsonObject, { strategy, schema }: PatchField): boolean {
  if (left[PATCH] !== right[PATCH]) return true;
  if (strategy === 'replace') return false;
  return Object.entries(left).some(([key, value]) => {
    const other = right[key];
    if (key === PATCH || key === RETAIN_KEYS || other === undefined) return false;
    return valuesConflict(value, other, schema.field(key) ?? PLAIN);
  });
}

type List = readonly JsonValue[];

/** Lists of scalars that are merged never conflict; merged objects are compared by their merge keys, all others by their places. */
function listsConflict(left: List, right: List, { strategy, mergeKey, schema }: PatchField): boolean {
  const item = { ...PLAIN, schema };
  if (strategy === 'merge') {
    if (mergeKey === '') return false;
    const others = new Map(right.map((other) => [keyOf(other, mergeKey), other]));
    return left.some((one) => {
      const other = others.get(keyOf(one, mergeKey));
      return other !== undefined && valuesConflict(one, other, item);
    });
  }
  return left.length !== right.length || left.some((one, at) => valuesConflict(one, right[at] ?? null, item));
}

function keyOf(item: JsonValue, mergeKey: string): string {
  return goText((isRecord(item) ? item[mergeKey] : undefined) ?? null);
}

function withoutOrders(value: JsonObject): JsonObject {
  const entries = Object.entries(value).filter(([key]) => !key.startsWith(SET_ORDER));
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutOrdersIn(item)]));
}

function withoutOrdersIn(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(withoutOrdersIn);
  return isRecord(value) ? withoutOrders(value) : value;
}

function yamlOf(value: JsonObject): string {
  return stringifyYaml(sortKeys(value));
}
