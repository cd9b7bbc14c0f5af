/** The scale subresource: autoscaling/v1 Scale over the replicas of a workload. */
import { invalidError, unknownResourceError } from '../../../api/errors.ts';
import { invalid } from '../../../api/field-error.ts';
import type { ScaleAccess } from '../../../api/kind.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { PatchType } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { applyJsonPatch } from '../../../api/patch/json.ts';
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { applyStrategicPatch } from '../../../api/patch/strategic.ts';
import type { ObjectMeta, Scale } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';
import { getObject } from '../verbs/get.ts';
import { replaceStored, specStrategy } from '../verbs/update.ts';

export function readScale(scope: RequestScope, namespace: string, name: string): Scale {
  return scaleOf(getObject(scope.server, scope.kind, namespace, name), accessOf(scope));
}

export function writeScale(scope: RequestScope, namespace: string, name: string, body: KubeObject): Scale {
  const access = accessOf(scope);
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const replicas = (body as Scale).spec?.replicas ?? 0;
  if (replicas < 0)
    throw invalidError({ group: 'autoscaling', kind: 'Scale' }, name, [
      invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ]);
  const changed = access.withReplicas(stored, replicas);
  const next = { ...changed, metadata: { ...changed.metadata, ...preconditions(body.metadata) } };
  return scaleOf(replaceStored(scope, stored, next, specStrategy(scope)), access);
}

export function patchScale(scope: RequestScope, namespace: string, name: string, patchType: PatchType, patch: JsonValue): Scale {
  const scale = readScale(scope, namespace, name) as unknown as JsonValue;
  const patched =
    patchType === 'json'
      ? applyJsonPatch(scale, patch)
      : patchType === 'merge'
        ? applyMergePatch(scale, patch)
        : applyStrategicPatch(scale, patch, 'Scale');
  return writeScale(scope, namespace, name, patched as unknown as KubeObject);
}

/** The Scale's own uid and resourceVersion guard the write; absent ones don't. */
function preconditions(metadata: ObjectMeta | undefined): ObjectMeta {
  const { uid, resourceVersion } = metadata ?? {};
  return { ...(uid ? { uid } : {}), resourceVersion: resourceVersion ?? '' };
}

function scaleOf(object: KubeObject, access: ScaleAccess): Scale {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = access.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp } as ObjectMeta,
    spec: access.replicas(object) === 0 ? {} : { replicas: access.replicas(object) },
    status: { replicas: access.statusReplicas(object), ...(selector === '' ? {} : { selector }) },
  };
}

function accessOf(scope: RequestScope): ScaleAccess {
  if (scope.kind.scale === undefined) throw unknownResourceError();
  return scope.kind.scale;
}
