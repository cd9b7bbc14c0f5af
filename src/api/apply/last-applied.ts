/**
 * kubectl's annotation, for objects that were applied by clients before they are applied by the server
 * (k8s.io/apimachinery/pkg/util/managedfields/internal/lastappliedmanager.go and lastappliedupdater.go).
 */
import type { JsonObject, JsonValue } from '../scalars.ts';
import { toJson } from '../sorted-json.ts';
import { compare } from './compare.ts';
import type { Conflict } from './conflicts.ts';
import { type FieldSet, NO_FIELDS, difference, hasPath } from './field-set.ts';
import { fieldSetOf } from './field-set-of.ts';
import { type TypedSchema, recordOf } from './typed-schema.ts';
import { findingsText } from './validate.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_ANNOTATIONS_BYTES = 262144;

/** The conflicts that are left: fields that still are as kubectl applied them are kubectl's own. */
export function seriousConflicts(
  schema: TypedSchema,
  apiVersion: string,
  live: JsonValue,
  conflicts: readonly Conflict[],
): readonly Conflict[] {
  const own = ownFields(schema, apiVersion, live);
  return conflicts.filter(({ path }) => !hasPath(own, path));
}

function ownFields(schema: TypedSchema, apiVersion: string, live: JsonValue): FieldSet {
  const applied = lastApplied(live);
  if (applied?.['apiVersion'] !== apiVersion || findingsText(schema, applied) !== undefined) return NO_FIELDS;
  const { changed, removed } = compare(schema, applied, live);
  return difference(difference(fieldSetOf(schema, applied), changed), removed);
}

function lastApplied(live: JsonValue): JsonObject | undefined {
  const text = annotationsOf(live)?.[LAST_APPLIED];
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return recordOf(JSON.parse(text) as JsonValue);
  } catch {
    return undefined;
  }
}

/** The object with its annotation, if it has one, telling of the configuration that was applied. */
export function withLastApplied(object: JsonValue, configuration: JsonValue): JsonValue {
  const annotations = annotationsOf(object);
  if (!annotations?.[LAST_APPLIED]) return object;
  const text = `${toJson(withAnnotations(configuration, bare(annotationsOf(configuration))))}\n`;
  const others = bare(annotations) ?? {};
  const isTooLong =
    Object.entries({ ...others, [LAST_APPLIED]: text })
      .flat()
      .join('').length > MAX_ANNOTATIONS_BYTES;
  return withAnnotations(object, isTooLong ? others : { ...annotations, [LAST_APPLIED]: text });
}

function bare(annotations: JsonObject | undefined): JsonObject | undefined {
  if (annotations === undefined) return undefined;
  const { [LAST_APPLIED]: _own, ...others } = annotations;
  return others;
}

function annotationsOf(object: JsonValue): JsonObject | undefined {
  return recordOf(recordOf(recordOf(object)?.['metadata'])?.['annotations']);
}

function withAnnotations(object: JsonValue, annotations: JsonObject | undefined): JsonValue {
  const record = recordOf(object) ?? {};
  return annotations === undefined ? object : { ...record, metadata: { ...recordOf(record['metadata']), annotations } };
}
