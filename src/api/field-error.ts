import type { JsonValue } from './scalars.ts';

/** field.ErrorType of k8s.io/apimachinery, spelled as the reason of a Status cause. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** One validation finding. `field` is a path such as `spec.containers[0].name`; `value` is shown where the type calls for it. */
export interface FieldError {
  readonly type: FieldErrorType;
  readonly field: string;
  readonly value?: JsonValue | undefined;
  /** Some findings are about more than a value can show. */
  readonly omitsValue?: true;
  readonly detail: string;
}

const PRINTED: Record<FieldErrorType, string> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
};

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
  'InternalError',
]);

/** `<path>: <Type>[: <value>][: <detail>]`. */
export function fieldErrorText(error: FieldError): string {
  return `${error.field}: ${fieldErrorBody(error)}`;
}

/** The same without its path: the message of a Status cause. */
export function fieldErrorBody(error: FieldError): string {
  const value = error.omitsValue || WITHOUT_VALUE.has(error.type) ? '' : `: ${valueText(error.value)}`;
  return `${PRINTED[error.type]}${value}${error.detail === '' ? '' : `: ${error.detail}`}`;
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return 'null';
  const text = JSON.stringify(value);
  // Go's JSON escapes what HTML would read.
  return typeof value === 'string' ? text : text.replaceAll(/[<>&]/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`);
}

export const required = (field: string, detail = ''): FieldError => ({ type: 'FieldValueRequired', field, detail });
export const invalid = (field: string, value: JsonValue | undefined, detail: string): FieldError => ({
  type: 'FieldValueInvalid',
  field,
  value,
  detail,
});
export const invalidOverall = (field: string, detail: string): FieldError => ({ ...invalid(field, null, detail), omitsValue: true });
export const forbidden = (field: string, detail: string): FieldError => ({ type: 'FieldValueForbidden', field, detail });
export const duplicate = (field: string, value: JsonValue): FieldError => ({ type: 'FieldValueDuplicate', field, value, detail: '' });
export const notFound = (field: string, value: JsonValue): FieldError => ({ type: 'FieldValueNotFound', field, value, detail: '' });
export const tooLong = (field: string, limit: number): FieldError => ({
  type: 'FieldValueTooLong',
  field,
  detail: `may not be more than ${limit} bytes`,
});
export const tooMany = (field: string, count: number, limit: number): FieldError => ({
  type: 'FieldValueTooMany',
  field,
  value: count,
  detail: `must have at most ${limit} items`,
});
export const notSupported = (field: string, value: JsonValue, supported: readonly string[]): FieldError => ({
  type: 'FieldValueNotSupported',
  field,
  value,
  detail: `supported values: ${supported.map((s) => JSON.stringify(s)).join(', ')}`,
});
