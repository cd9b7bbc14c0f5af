/** Bodies that are sent to subresources, which are kinds of their own. */
import { type Decoded, decodeObject } from '../../../api/decode.ts';
import type { WriteOptions } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { isRecord } from '../../../api/patch/record.ts';

export const BINDING = {
  type: { group: '', version: 'v1', kind: 'Binding', resource: 'bindings', namespaced: true },
  schema: 'Binding',
} as const;
export const EVICTION = {
  type: { group: 'policy', version: 'v1', kind: 'Eviction', resource: 'evictions', namespaced: true },
  schema: 'Eviction',
} as const;

export function decodeBinding(body: JsonValue, { fieldValidation = 'Warn', repeated }: WriteOptions = {}): Decoded {
  return decodeObject(body, BINDING, fieldValidation, repeated);
}

/** The older version is still welcome. */
export function decodeEviction(body: JsonValue, { fieldValidation = 'Warn', repeated }: WriteOptions = {}): Decoded {
  const current = isRecord(body) && body['apiVersion'] === 'policy/v1beta1' ? { ...body, apiVersion: 'policy/v1' } : body;
  return decodeObject(current, EVICTION, fieldValidation, repeated);
}
