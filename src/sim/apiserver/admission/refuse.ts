import { type ApiError, forbiddenError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { StatusCause } from '../../../api/types.gen.ts';
import { type RequestScope, admissionName } from '../server.ts';

/** 403 as admission plugins give it (admission.NewForbidden): what has no name of any sort yet is called Unknown. */
export function refusal(scope: RequestScope, object: KubeObject, why: string, causes?: readonly StatusCause[]): ApiError {
  return forbiddenError(scope.kind.type, admissionName(object) || 'Unknown', why, causes);
}

/** Several findings in one sentence, each once (k8s.io/apimachinery/pkg/util/errors). */
export function aggregated(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}
