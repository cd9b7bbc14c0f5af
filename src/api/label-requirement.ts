import { badRequestError } from './errors.ts';
import { type FieldError, fieldErrorText, invalid } from './field-error.ts';
import { labelKey, labelValue } from './names.ts';

/** One requirement of a label selector, and what makes it valid. */
export type SelectorOperator = 'exists' | '!' | '=' | '==' | '!=' | 'in' | 'notin' | 'gt' | 'lt';

export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  /** Without duplicates, sorted. */
  readonly values: readonly string[];
}

export const INTEGER = /^[+-]?[0-9]+$/;

/** A requirement as it came, or 400 with everything that is wrong with it (labels.NewRequirement). */
export function checked(requirement: Requirement): Requirement {
  const errors = requirementErrors(requirement).map(fieldErrorText);
  if (errors.length === 0) return requirement;
  throw badRequestError(errors.length === 1 ? (errors[0] ?? '') : `[${errors.join(', ')}]`);
}

/** Upstream validates the key without a path, which prints as `<nil>`. */
function requirementErrors({ key, operator, values }: Requirement): FieldError[] {
  const keyTexts = labelKey(key);
  return [
    ...(keyTexts.length === 0 ? [] : [invalid('<nil>', key, keyTexts.join('; '))]),
    ...operandErrors(operator, values),
    ...values.flatMap((value, index) => labelValue(value).map((text) => invalid(`values[${index}][${key}]`, value, text))),
  ];
}

function operandErrors(operator: SelectorOperator, values: readonly string[]): FieldError[] {
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? [invalid('values', undefined, "for 'in', 'notin' operators, values set can't be empty")] : [];
    case 'exists':
    case '!':
      return values.length === 0 ? [] : [invalid('values', values, 'values set must be empty for exists and does not exist')];
    case 'gt':
    case 'lt':
      return values.flatMap((value, index) =>
        INTEGER.test(value) ? [] : [invalid(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")],
      );
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : [invalid('values', values, 'exact-match compatibility requires one single value')];
    default:
      return operator satisfies never;
  }
}
