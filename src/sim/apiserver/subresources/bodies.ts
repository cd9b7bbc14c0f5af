/** Bodies that are sent to subresources, which are kinds of their own. */
import { type Decoded, decodeObject } from '../../../api/decode.ts';
import type { WriteOptions } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { isRecord } from '../../../api/patch/record.ts';
import { BINDING, EVICTION } from './own-kinds.ts';

export function decodeBinding(body: JsonValue, { fieldValidation = 'Warn', repeated }: WriteOptions = {}): Decoded {
  return decodeObject(body, BINDING, fieldValidation, repeated);
}

/** The older version is still welcome. */
export function decodeEviction(body: JsonValue, { fieldValidation = 'Warn', repeated }: WriteOptions = {}): Decoded {
  const current = isRecord(body) && body['apiVersion'] === 'policy/v1beta1' ? { ...body, apiVersion: 'policy/v1' } : body;
  return decodeObject(current, EVICTION, fieldValidation, repeated);
}
