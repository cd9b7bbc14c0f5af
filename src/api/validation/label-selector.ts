import { type FieldError, forbidden, invalid, required } from '../field-error.ts';
import { labelKey, labelValue } from '../names.ts';
import type { LabelSelector, LabelSelectorRequirement } from '../types.gen.ts';
import { validateLabels } from './metadata.ts';

/** k8s.io/apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelector. `laxly`: values of requirements may be anything. */
export function validateLabelSelector(selector: LabelSelector | undefined, path: string, laxly = false): FieldError[] {
  if (selector === undefined) return [];
  return [
    ...validateLabels(selector.matchLabels, `${path}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((requirement, index) =>
      validateRequirement(requirement, `${path}.matchExpressions[${index}]`, laxly),
    ),
  ];
}

function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, path: string, laxly: boolean): FieldError[] {
  return [
    ...validateOperands(operator, values, path),
    ...labelKey(key ?? '').map((text) => invalid(`${path}.key`, key ?? '', text)),
    ...(laxly ? [] : values).flatMap((value, index) => labelValue(value).map((text) => invalid(`${path}.values[${index}]`, value, text))),
  ];
}

/** What holds for an update: values that are wrong may stay where some were wrong already (AllowInvalidLabelValueInSelector). */
export function validateSelectorUpdate(next: LabelSelector | undefined, stored: LabelSelector | undefined, path: string): FieldError[] {
  return validateLabelSelector(next, path, validateLabelSelector(stored, path).length > 0);
}

function validateOperands(operator: string, values: readonly string[], path: string): FieldError[] {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0 ? [] : [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    default:
      return [invalid(`${path}.operator`, operator, 'not a valid selector operator')];
  }
}
