import { badRequestError } from './errors.ts';
import { type FieldError, fieldErrorText, invalid } from './field-error.ts';
import { labelKey, labelValue } from './names.ts';

/** One requirement of a label selector, and what makes it valid. */
export type SelectorOperator = 'exists' | '!' | '=' | '==' | '!=' | 'in' | 'notin' | 'gt' | 'lt';

export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  /** Sorted. */
  readonly values: readonly string[];
}

/** A number of 64 bits, as Gt and Lt compare them; undefined for any other text. */
export function integerOf(text: string): bigint | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** A requirement with its values sorted, or 400 with everything that is wrong with it (labels.NewRequirement). */
export function checked(requirement: Requirement, keyPath = 'key'): Requirement {
  const flaw = flawOf(requirementErrors(requirement, keyPath));
  if (flaw !== undefined) throw badRequestError(flaw);
  return requirement.values.length < 2 ? requirement : { ...requirement, values: requirement.values.toSorted() };
}

/** What is wrong with a requirement that stands at `path`, in one text. */
export function requirementFlaw(requirement: Requirement, path: string): string | undefined {
  return flawOf(requirementErrors(requirement, 'key').map((error) => ({ ...error, field: `${path}.${error.field}` })));
}

function flawOf(errors: readonly FieldError[]): string | undefined {
  if (errors.length === 0) return undefined;
  const texts = [...new Set(errors.map(fieldErrorText))];
  return texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
}

function requirementErrors({ key, operator, values }: Requirement, keyPath: string): FieldError[] {
  const keyTexts = labelKey(key);
  return [
    ...(keyTexts.length === 0 ? [] : [invalid(keyPath, key, keyTexts.join('; '))]),
    ...operandErrors(operator, values),
    ...values.flatMap((value, index) => valueErrors(value, `values[${index}][${key}]`)),
  ];
}

function valueErrors(value: string, path: string): FieldError[] {
  const texts = labelValue(value);
  return texts.length === 0 ? [] : [invalid(path, value, texts.join('; '))];
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
      return [
        ...(values.length === 1 ? [] : [invalid('values', values, "for 'Gt', 'Lt' operators, exactly one value is required")]),
        ...values.flatMap((value, index) =>
          integerOf(value) === undefined
            ? [invalid(`values[${index}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer")]
            : [],
        ),
      ];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : [invalid('values', values, 'exact-match compatibility requires one single value')];
    default:
      return operator satisfies never;
  }
}
