/** The scale subresource: autoscaling/v1 Scale over the replicas of a workload. */
import { builtInSchema } from '../../../api/apply/built-in-schema.ts';
import { decodePatched } from '../../../api/decode.ts';
import { type ApiError, badRequestError, failure, invalidError, unknownResourceError } from '../../../api/errors.ts';
import type { FieldError } from '../../../api/field-error.ts';
import { goQuote } from '../../../api/go-number.ts';
import type { ScaleAccess } from '../../../api/kind.ts';
import { checkNotNegative, findingsOf } from '../../../api/kinds/checks.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import type { PatchType, WriteOptions } from '../../../api/request.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { applyJsonPatch } from '../../../api/patch/json.ts';
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { applyStrategicPatch } from '../../../api/patch/strategic.ts';
import type { ObjectMeta, Scale } from '../../../api/types.gen.ts';
import { applyToScale, trackScale } from '../managed-fields/scale.ts';
import type { FieldTracker } from '../managed-fields/tracker.ts';
import type { RequestScope } from '../server.ts';
import { assertTyped } from '../verbs/apply.ts';
import { getObject } from '../verbs/get.ts';
import { type ShownAs, specStrategy } from '../verbs/strategies.ts';
import { replaceStored } from '../verbs/update.ts';

export function readScale(scope: RequestScope, namespace: string, name: string): Scale {
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const access = accessOf(scope);
  const missing = access.missing?.(stored);
  if (missing !== undefined) throw noReplicas(`the spec replicas field ${goQuote(missing)} does not exist`);
  return scaleOf(stored, access);
}

function noReplicas(message: string): ApiError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** What a body is decoded as. */
export const SCALE = {
  type: { group: 'autoscaling', version: 'v1', kind: 'Scale', resource: 'scales', namespaced: true },
  schema: 'Scale',
} as const;

export function writeScale(scope: RequestScope, namespace: string, name: string, body: KubeObject): Scale {
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const from = scaleOf(stored, accessOf(scope)) as unknown as JsonValue;
  return replaceScale(scope, stored, body, trackScale(scope, stored, from, body as unknown as JsonValue));
}

function replaceScale(scope: RequestScope, stored: KubeObject, body: KubeObject, tracker: FieldTracker | undefined): Scale {
  const access = accessOf(scope);
  const replicas = (body as Scale).spec?.replicas ?? 0;
  const errors = validateScale(body as Scale);
  if (errors.length > 0) throw invalidError({ group: 'autoscaling', kind: 'Scale' }, nameOf(stored), errors);
  const changed = access.withReplicas(stored, replicas);
  const next = { ...changed, metadata: { ...changed.metadata, ...preconditions(body.metadata) } };
  const tracked = tracker === undefined ? scope : { ...scope, tracker };
  const shown = { subresource: 'scale', kind: SCALE, ...conversionsOf(access) };
  return scaleOf(replaceStored(tracked, stored, next, { ...specStrategy(scope), shown }), access);
}

/** Admission looks at the Scale, not at what it scales. */
function conversionsOf(access: ScaleAccess): Pick<ShownAs, 'of' | 'with'> {
  return {
    of: (object) => scaleOf(object, access),
    with: (object, scale) => access.withReplicas(object, (scale as Scale).spec?.replicas ?? 0),
  };
}

export function patchScale(
  scope: RequestScope,
  namespace: string,
  name: string,
  patchType: PatchType,
  patch: JsonValue,
  { fieldValidation = 'Warn', repeated }: WriteOptions = {},
): Scale {
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const access = accessOf(scope);
  const scale = scaleOf(stored, access) as unknown as JsonValue;
  const patched =
    patchType === 'json'
      ? applyJsonPatch(scale, patch)
      : patchType === 'merge'
        ? applyMergePatch(scale, patch)
        : applyStrategicPatch(scale, patch, 'Scale');
  const { object, warnings } = decodePatched(patched, patch, patchType, SCALE, fieldValidation, repeated, scale);
  scope.warnings?.push(...warnings);
  const missing = access.missing?.(stored);
  if (missing !== undefined && (object as Scale).spec?.replicas === undefined)
    throw badRequestError(`the spec replicas field ${goQuote(missing)} cannot be empty`);
  return writeScale(scope, namespace, name, object);
}

/** `pkg/apis/autoscaling/validation`, ValidateScale. */
export function validateScale({ spec }: Pick<Scale, 'spec'>): readonly FieldError[] {
  return findingsOf((findings) => checkNotNegative(spec?.replicas, 'spec.replicas', findings));
}

/** Server-side apply of a Scale. */
export function applyScale(
  scope: RequestScope,
  namespace: string,
  name: string,
  configuration: JsonObject,
  manager: string,
  force: boolean,
): Scale {
  assertTyped(builtInSchema('Scale'), configuration, SCALE.type);
  const stored = getObject(scope.server, scope.kind, namespace, name);
  const from = scaleOf(stored, accessOf(scope)) as unknown as JsonValue;
  const { scale, tracker } = applyToScale(scope, stored, from, configuration, manager, force);
  return replaceScale(scope, stored, scale as unknown as KubeObject, tracker);
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
