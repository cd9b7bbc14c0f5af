import type { JsonValue } from '../scalars.ts';
import { mergeRecords } from './combine.ts';
import { differenceOf } from './difference.ts';
import { goText, undecodablePatch } from './error.ts';
import { patchSchemaOf } from './full-schema.ts';
import { isList, isRecord } from './record.ts';

/**
 * Strategic merge patch (k8s.io/apimachinery/pkg/util/strategicpatch): a merge patch that knows which lists are merged
 * by which key. Parts of the document that it does not touch keep their identity.
 */
export function applyStrategicPatch(document: JsonValue, patch: JsonValue, schemaName: string): JsonValue {
  return mergeRecords(isRecord(document) ? document : {}, patchRecord(patch), patchSchemaOf(schemaName), 'apply');
}

/** The patch that makes `modified` out of `original`; `{}` if they are equal. */
export function createStrategicPatch(original: JsonValue, modified: JsonValue, schemaName: string): JsonValue {
  return differenceOf(isRecord(original) ? original : {}, isRecord(modified) ? modified : {}, patchSchemaOf(schemaName), 'all');
}

function patchRecord(patch: JsonValue) {
  if (isRecord(patch)) return patch;
  const kind = isList(patch) ? 'array' : typeof patch === 'boolean' ? 'bool' : typeof patch;
  throw undecodablePatch(
    patch === null ? `invalid patch: ${goText(patch)}` : `json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`,
  );
}
