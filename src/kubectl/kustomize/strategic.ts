import { isList, isRecord } from '../../api/patch/record.ts';
import { kindByGvk } from '../../api/kinds/registry.ts';
import type { KubeObject } from '../../api/object.ts';
import { patchSchemaOf } from '../../api/patch/full-schema.ts';
import { PLAIN, type PatchField, type PatchSchema, UNTYPED } from '../../api/patch/patch-schema.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';

const DIRECTIVE = '$patch';

/**
 * Strategic merge as kustomize does it (kyaml's merge2): like the server's, but items that the patch names come first.
 * Undefined when the patch deletes the object. Kinds that nobody knows merge maps and replace lists.
 */
export function mergeStrategic(object: KubeObject, patch: JsonObject): KubeObject | undefined {
  const schemaName = kindByGvk(object.apiVersion, object.kind)?.schema;
  const schema = schemaName === undefined ? UNTYPED : patchSchemaOf(schemaName);
  return mergeRecord(object as unknown as JsonObject, patch, schema) as unknown as KubeObject | undefined;
}

function mergeRecord(before: JsonObject, patch: JsonObject, schema: PatchSchema): JsonObject | undefined {
  const { [DIRECTIVE]: directive, ...rest } = patch;
  if (directive === 'delete') return undefined;
  const start = directive === 'replace' ? {} : before;
  const merged = new Map(Object.entries(start));
  for (const [key, value] of Object.entries(rest)) {
    const next = mergeField(own(start, key), value, schema.field(key) ?? PLAIN);
    if (next === undefined) merged.delete(key);
    else merged.set(key, next);
  }
  return Object.fromEntries(merged);
}

function own(record: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function mergeField(before: JsonValue | undefined, patch: JsonValue, field: PatchField): JsonValue | undefined {
  if (patch === null) return undefined;
  if (isList(patch)) return mergeList(isList(before) ? before : [], patch, field);
  if (isRecord(patch)) return mergeRecord(isRecord(before) ? before : {}, patch, field.schema);
  return patch;
}

function mergeList(before: readonly JsonValue[], patch: readonly JsonValue[], { strategy, mergeKey, schema }: PatchField): JsonValue {
  const items = patch.filter((item) => !isReplace(item));
  if (strategy !== 'merge' || items.length < patch.length) return items;
  if (mergeKey === '') return [...new Set([...items, ...before])];
  const keyOf = (item: JsonValue) => (isRecord(item) ? item[mergeKey] : undefined);
  const named = items.flatMap((item) => {
    const old = before.find((one) => keyOf(one) === keyOf(item));
    return isRecord(item) ? (mergeRecord(isRecord(old) ? old : {}, item, schema) ?? []) : item;
  });
  return [...named, ...before.filter((one) => !items.some((item) => keyOf(item) === keyOf(one)))];
}

/** An item that stands for nothing but that the list is to be replaced. */
function isReplace(item: JsonValue): boolean {
  return isRecord(item) && item[DIRECTIVE] === 'replace' && Object.keys(item).length === 1;
}
