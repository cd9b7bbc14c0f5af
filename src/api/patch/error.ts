import { ApiError, failure } from '../errors.ts';
import type { JsonValue } from '../scalars.ts';
import type { Status } from '../types.gen.ts';

/** A patch that can't be applied. The message is what the API server answers; `detail` is what its library said. */
export class PatchError extends ApiError {
  readonly detail: string;
  constructor(status: Status, detail: string) {
    super(status);
    this.name = 'PatchError';
    this.detail = detail;
  }
}

const REJECTED = 'the server rejected our request due to an error in our request';

/** A JSON patch whose operations do not fit the object: 422, without a word about why. */
export function rejectedOperation(detail: string): PatchError {
  return new PatchError(failure(422, 'Invalid', REJECTED, {}).status, detail);
}

export function undecodablePatch(message: string): PatchError {
  return new PatchError(failure(400, 'BadRequest', message).status, message);
}

/** A strategic merge patch with bad directives: a plain error, which the server passes on as 500. */
export function badStrategicPatch(message: string): PatchError {
  return new PatchError(failure(500, '', message).status, message);
}

/** A JSON value as Go's `%v` prints it: `map[a:1 b:[x y]]`. */
export function goText(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(goText).join(' ')}]`;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${goText(item)}`).join(' ')}]`;
}
