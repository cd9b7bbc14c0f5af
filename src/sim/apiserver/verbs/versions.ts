import { failure } from '../../../api/errors.ts';

/** What the server says about a resourceVersion that is no number. */
export function versionFinding(given: string): string {
  const quoted = JSON.stringify(given);
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: invalid syntax`;
}

/** A version that has not come yet; the client is told to ask again when the server had waited for it. */
export function tooLarge(asked: string, head: number, retryAfterSeconds = 0): Error {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${head}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  });
}
