/** PATCH: the patched object goes through the whole update pipeline (endpoints/handlers/patch.go). */
import { failure, notFoundError } from '../../../api/errors.ts';
import { decodePatched } from '../../../api/decode.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { PatchType, WriteOptions } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { applyJsonPatch } from '../../../api/patch/json.ts';
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { applyStrategicPatch } from '../../../api/patch/strategic.ts';
import { type RequestScope, readStored } from '../server.ts';
import { type UpdateStrategy, replaceStored } from './update.ts';

export interface Patched {
  readonly object: KubeObject;
  readonly warnings: readonly string[];
}

/** A patch from a client outside the process: what comes out is decoded against the schema. */
export function patchObject(
  scope: RequestScope,
  namespace: string,
  name: string,
  patchType: PatchType,
  patch: JsonValue,
  strategy: UpdateStrategy,
  validation: WriteOptions['fieldValidation'] = 'Warn',
): Patched {
  const stored = storedFor(scope, namespace, name);
  const { object, warnings } = decodePatched(applyPatch(scope, stored, patchType, patch), patch, patchType, scope.kind, validation);
  return { object: replaceStored(scope, stored, scope.kind.default(object), strategy), warnings };
}

/** A patch from a component: its types are the compiler's business. */
export function patchTrusted(
  scope: RequestScope,
  namespace: string,
  name: string,
  patchType: PatchType,
  patch: JsonValue,
  strategy: UpdateStrategy,
): KubeObject {
  const stored = storedFor(scope, namespace, name);
  const patched = applyPatch(scope, stored, patchType, patch) as unknown as KubeObject;
  return replaceStored(scope, stored, strategy.spec ? scope.kind.default(patched) : patched, strategy);
}

function storedFor(scope: RequestScope, namespace: string, name: string): KubeObject {
  const stored = readStored(scope.server, scope.kind, namespace, name);
  if (stored === undefined) throw notFoundError(scope.kind.type, name);
  return stored;
}

function applyPatch(scope: RequestScope, stored: KubeObject, patchType: PatchType, patch: JsonValue): JsonValue {
  const document = stored as unknown as JsonValue;
  switch (patchType) {
    case 'json':
      return applyJsonPatch(document, patch);
    case 'merge':
      return applyMergePatch(document, patch);
    case 'strategic':
      return applyStrategicPatch(document, patch, scope.kind.schema);
    case 'apply':
      throw failure(415, 'UnsupportedMediaType', 'server-side apply is not served by this API server');
  }
}
