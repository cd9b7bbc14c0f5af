import { type FieldError, fieldErrorBody, fieldErrorText } from './field-error.ts';
import { type ResourceType, groupResource } from './object.ts';
import type { Status, StatusCause, StatusDetails } from './types.gen.ts';

/** A request that the API server refused, with Kubernetes' own Status. Everything else that is thrown is a defect of ours. */
export class ApiError extends Error {
  readonly status: Status;
  constructor(status: Status) {
    super(status.message ?? '');
    this.name = 'ApiError';
    this.status = status;
  }
  get reason(): string {
    return this.status.reason ?? '';
  }
  get code(): number {
    return this.status.code ?? 500;
  }
}

type Named = Pick<ResourceType, 'group' | 'resource'>;

export function failure(code: number, reason: string, message: string, details?: StatusDetails): ApiError {
  return new ApiError({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  });
}

function detailsOf(type: Named, name: string, extra?: StatusDetails): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(type.group === '' ? {} : { group: type.group }), kind: type.resource, ...extra };
}

export function notFoundError(type: Named, name: string): ApiError {
  return failure(404, 'NotFound', `${groupResource(type)} "${name}" not found`, detailsOf(type, name));
}

export function alreadyExistsError(type: Named, name: string, terminating = false): ApiError {
  const text = `${groupResource(type)} "${name}" already exists`;
  return failure(409, 'AlreadyExists', terminating ? `object is being deleted: ${text}` : text, detailsOf(type, name));
}

export const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function conflictError(type: Named, name: string, why: string = MODIFIED): ApiError {
  return failure(409, 'Conflict', `Operation cannot be fulfilled on ${groupResource(type)} "${name}": ${why}`, detailsOf(type, name));
}

export function forbiddenError(type: Named, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const subject = name === '' ? `${groupResource(type)} is forbidden` : `${groupResource(type)} "${name}" is forbidden`;
  return failure(403, 'Forbidden', `${subject}: ${why}`, detailsOf(type, name, causes ? { causes } : undefined));
}

/** 422 with one cause per finding; several findings print as `[a, b]`, duplicates once. */
export function invalidError(type: Pick<ResourceType, 'group' | 'kind'>, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(fieldErrorText))];
  const kind = type.group === '' ? type.kind : `${type.kind}.${type.group}`;
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  return failure(422, 'Invalid', `${kind} "${name}" is invalid: ${list}`, {
    ...(name === '' ? {} : { name }),
    ...(type.group === '' ? {} : { group: type.group }),
    kind: type.kind,
    causes: errors.map((error) => ({ reason: error.type, message: fieldErrorBody(error), field: error.field })),
  });
}

export function badRequestError(message: string): ApiError {
  return failure(400, 'BadRequest', message);
}

export function methodNotAllowedError(type: Named, verb: string): ApiError {
  return failure(405, 'MethodNotAllowed', `${verb} is not supported on resources of kind "${groupResource(type)}"`, detailsOf(type, ''));
}

/** The answer to a method that a path does not know. */
export function notAllowedError(): ApiError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** Custom resources know no strategic merge patch. */
export function noStrategicPatchError(): ApiError {
  const known = 'application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml';
  return failure(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${known}`);
}

export function expiredError(message: string, continueToken?: string): ApiError {
  const error = failure(410, 'Expired', message);
  return continueToken === undefined ? error : new ApiError({ ...error.status, metadata: { continue: continueToken } });
}

/** The answer to a path that names no resource. */
export function unknownResourceError(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function isReason(error: unknown, reason: string): error is ApiError {
  return error instanceof ApiError && error.reason === reason;
}

/** What a read gives, undefined where there is no such object. */
export function ifFound<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}
