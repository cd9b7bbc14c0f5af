import { failure } from '../../../api/errors.ts';

const MAX_UINT64 = '18446744073709551615';

/** What the server says about a resourceVersion that is no number or too large for one; none given is right. */
export function versionFinding(given: string): string | undefined {
  const isNumber = /^\d*$/.test(given);
  if (isNumber && fitsUint64(given.replace(/^0+/, ''))) return undefined;
  const quoted = JSON.stringify(given);
  const why = isNumber ? 'value out of range' : 'invalid syntax';
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: ${why}`;
}

function fitsUint64(digits: string): boolean {
  return digits.length < MAX_UINT64.length || (digits.length === MAX_UINT64.length && digits <= MAX_UINT64);
}

/** A version that has not come yet; the client is told to ask again when the server had waited for it. */
export function tooLarge(asked: string, head: number, retryAfterSeconds = 0): Error {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${head}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    ...(retryAfterSeconds === 0 ? {} : { retryAfterSeconds }),
  });
}
