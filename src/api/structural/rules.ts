import type { FieldError } from '../field-error.ts';
import type { JsonValue } from '../scalars.ts';
import type { StructuralSchema } from './schema.ts';

export const celErrors = (
  _value: JsonValue,
  _old: JsonValue | undefined,
  _schema: StructuralSchema,
  _path: string,
): readonly FieldError[] => [];
export const compileRules = (_schema: StructuralSchema, _path: string): readonly FieldError[] => [];
