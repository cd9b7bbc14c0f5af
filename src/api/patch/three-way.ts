import type { JsonObject, JsonValue } from '../scalars.ts';
import { mergeRecords } from './combine.ts';
import { differenceOf } from './difference.ts';
import { patchSchemaOf } from './full-schema.ts';
import type { PatchSchema } from './patch-schema.ts';
import { isRecord } from './record.ts';

export { threeWayMergePatch } from './merge.ts';

/**
 * The patch of `kubectl apply` (strategicpatch CreateThreeWayMergePatch): what was removed between the last applied
 * configuration (`original`) and the new one (`modified`), and what differs between the live object and the new one.
 * What others added to the live object stays.
 */
export function threeWayStrategicPatch(original: JsonValue, modified: JsonValue, current: JsonValue, schemaName: string): JsonValue {
  return threeWay(recordOf(original), recordOf(modified), recordOf(current), patchSchemaOf(schemaName));
}

export function threeWay(original: JsonObject, modified: JsonObject, current: JsonObject, schema: PatchSchema): JsonObject {
  const changes = differenceOf(current, modified, schema, 'changes');
  const deletions = differenceOf(original, modified, schema, 'deletions');
  return mergeRecords(deletions, changes, schema, 'join');
}

function recordOf(value: JsonValue): JsonObject {
  return isRecord(value) ? value : {};
}
