import type { StructuralSchema } from './schema.ts';

/** A finding about a number; one that is not `placed` speaks of its place in its text alone. */
export interface NumberProblem {
  readonly text: string;
  readonly placed: boolean;
  /** What is shown in place of the number. */
  readonly value?: number;
}

const FORMATS: Readonly<Record<string, readonly string[]>> = { integer: ['int32', 'int64'], number: ['float', 'double'] };
const MAX_INT32 = 2_147_483_647;
const MAX_INT64 = 2 ** 63;
const MAX_FLOAT = 3.402_823_466_385_288_6e38;

/** What a schema says of a number: its range, then multipleOf, minimum and maximum. `type` is '' where there are several. */
export function numberProblems(value: number, schema: StructuralSchema, type: string, path: string): readonly NumberProblem[] {
  const { multipleOf, maximum, minimum, exclusiveMaximum = false, exclusiveMinimum = false } = schema;
  const format = FORMATS[type]?.includes(schema.format ?? '') === true ? (schema.format ?? '') : '';
  const found: NumberProblem[] = [];
  const fits = (number: number, what: string): boolean => {
    if (isInRange(number, type, format)) return true;
    const kind = format === '' ? '(default format)' : `with format ${format}`;
    found.push({ text: `${what} value must be of type ${type} ${kind} in ${path}`, placed: false });
    return false;
  };
  // Go compares integers with integers: a bound loses its fraction, unless the type of the field has objected to it.
  const bound = (limit: number, isFit: boolean) => (isFit && Number.isInteger(value) ? Math.trunc(limit) : limit);
  const say = (text: string) => found.push({ text: `${path} in body should be ${text}`, placed: true });
  fits(value, 'Checked');
  if (multipleOf !== undefined) {
    const factor = bound(multipleOf, fits(multipleOf, 'MultipleOf'));
    if (factor <= 0)
      found.push({ text: `factor MultipleOf declared for ${path} must be positive: ${factor}`, placed: true, value: factor });
    else if (!isMultiple(value, factor)) say(`a multiple of ${factor}`);
  }
  if (minimum !== undefined) {
    const limit = bound(minimum, fits(minimum, 'Minimum boundary'));
    if (exclusiveMinimum ? value <= limit : value < limit) say(`greater than ${exclusiveMinimum ? '' : 'or equal to '}${limit}`);
  }
  if (maximum !== undefined) {
    const limit = bound(maximum, fits(maximum, 'Maximum boundary'));
    if (exclusiveMaximum ? value >= limit : value > limit) say(`less than ${exclusiveMaximum ? '' : 'or equal to '}${limit}`);
  }
  return found;
}

function isInRange(value: number, type: string, format: string): boolean {
  if (type !== 'integer') return format !== 'float' || Math.abs(value) <= MAX_FLOAT;
  if (!Number.isInteger(value)) return false;
  return format === 'int32' ? value >= -MAX_INT32 - 1 && value <= MAX_INT32 : value >= -MAX_INT64 && value <= MAX_INT64;
}

const EPSILON = 1e-9;

function isMultiple(value: number, factor: number): boolean {
  const quotient = factor < 1 ? (1 / factor) * value : value / factor;
  const whole = Math.trunc(quotient);
  return quotient === whole || Math.abs(quotient - whole) / (Math.abs(quotient) + Math.abs(whole)) < EPSILON;
}
