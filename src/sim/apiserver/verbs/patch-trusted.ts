/** PATCH from a component: its types are the compiler's business, so nothing is decoded. */
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { applyTrustedPatch } from '../../../api/patch/trusted.ts';
import type { ComponentPatchType } from '../../../api/client.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import type { RequestScope } from '../server.ts';
import { getObject } from './get.ts';
import type { UpdateStrategy } from './strategies.ts';
import { replaceStored } from './update.ts';

export function patchTrusted(
  scope: RequestScope,
  namespace: string,
  name: string,
  patchType: ComponentPatchType,
  patch: JsonObject,
  strategy: UpdateStrategy,
): KubeObject {
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const document = stored as unknown as JsonObject;
  const result: JsonValue =
    patchType === 'merge' ? applyMergePatch(document, patch) : applyTrustedPatch(document, patch, scope.kind.schema);
  const patched = result as unknown as KubeObject;
  return replaceStored(scope, stored, strategy.spec ? scope.kind.default(patched) : patched, strategy);
}
