/** PATCH from outside: the patched object goes through the whole update pipeline (endpoints/handlers/patch.go). */
import { badRequestError, noStrategicPatchError } from '../../../api/errors.ts';
import { decodePatched } from '../../../api/decode.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { PatchType, WriteOptions } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { applyJsonPatch } from '../../../api/patch/json.ts';
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { applyStrategicPatch } from '../../../api/patch/strategic.ts';
import { shown } from '../managed-fields/show.ts';
import { withEmptyList } from '../managed-fields/track.ts';
import type { RequestScope } from '../server.ts';
import { getObject } from './get.ts';
import type { UpdateStrategy } from './strategies.ts';
import { replaceStored } from './update.ts';

/** What comes out is decoded against the schema. */
export function patchObject(
  scope: RequestScope,
  namespace: string,
  name: string,
  patchType: Exclude<PatchType, 'apply'>,
  patch: JsonValue,
  strategy: UpdateStrategy,
  { fieldValidation = 'Warn', repeated }: WriteOptions = {},
): KubeObject {
  if (patchType === 'strategic' && scope.kind.custom !== undefined) throw noStrategicPatchError();
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const document = shown(scope.server, scope.kind, stored) as unknown as JsonValue;
  const patched = applyPatch(scope, document, patchType, patch);
  const { object, warnings } = decodePatched(patched, patch, patchType, scope.kind, fieldValidation, repeated, document);
  scope.warnings?.push(...warnings);
  const named = object.metadata.name;
  if (named !== undefined && named !== name)
    throw badRequestError(`the name of the object (${named}) does not match the name on the URL (${name})`);
  return replaceStored(scope, stored, withEmptyList(scope.kind.default(object), patched), strategy);
}

function applyPatch(scope: RequestScope, document: JsonValue, patchType: Exclude<PatchType, 'apply'>, patch: JsonValue): JsonValue {
  switch (patchType) {
    case 'json':
      return applyJsonPatch(document, patch);
    case 'merge':
      return applyMergePatch(document, patch);
    case 'strategic':
      return applyStrategicPatch(document, patch, scope.kind.schema);
  }
}
