import { decodeObject } from '../../../api/decode.ts';
import { ApiError, invalidError, notAllowedError } from '../../../api/errors.ts';
import type { FieldError } from '../../../api/field-error.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { ApiRequest, ApiResponse } from '../../../api/request.ts';
import type { Status } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';
import { inNamespace } from '../verbs/create.ts';

export type Answer = (scope: RequestScope, namespace: string, request: ApiRequest) => ApiResponse;

/** A kind that knows nothing but POST. */
export function onCreate(create: (scope: RequestScope, body: never, namespace: string) => KubeObject | Status): Answer {
  return (scope, namespace, request) => {
    if (request.verb !== 'create') throw notAllowedError();
    const { fieldValidation = 'Warn', repeated } = request.options ?? {};
    const { object, warnings } = decodeObject(request.body, scope.kind, fieldValidation, repeated);
    return { code: 201, body: create(scope, inNamespace(scope, namespace, object) as never, namespace), warnings };
  };
}

/** Throws 422. Upstream loses the kind of a review on the way. */
export function assertNoFindings(scope: RequestScope, findings: readonly FieldError[]): void {
  if (findings.length === 0) return;
  const { status } = invalidError({ group: scope.kind.type.group, kind: '' }, '', findings);
  const { kind: _kind, ...details } = status.details ?? {};
  throw new ApiError({ ...status, details });
}
