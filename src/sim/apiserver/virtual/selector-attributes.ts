/** Selectors within a question about access (pkg/apis/authorization/validation). Unknown operators are for a newer server to know. */
import { type FieldError, forbidden, invalid, required } from '../../../api/field-error.ts';
import { labelKey, labelValue } from '../../../api/names.ts';
import type { FieldSelectorAttributes, LabelSelectorAttributes, ResourceAttributes } from '../../../api/types.gen.ts';

export function selectorFindings(asked: ResourceAttributes | undefined, path: string): readonly FieldError[] {
  if (asked === undefined) return [];
  return [
    ...fieldSelectorFindings(asked.fieldSelector, `${path}.fieldSelector`),
    ...labelSelectorFindings(asked.labelSelector, `${path}.labelSelector`),
  ];
}

function fieldSelectorFindings(selector: FieldSelectorAttributes | undefined, path: string): readonly FieldError[] {
  if (selector === undefined) return [];
  const findings = (selector.requirements ?? []).flatMap(({ key, operator, values = [] }, index) => {
    const at = `${path}.requirements[${index}]`;
    return [...(key ? [] : [required(`${at}.key`, 'must be specified')]), ...operandFindings(operator, values, at)];
  });
  return [...formFindings(selector, path), ...findings];
}

function labelSelectorFindings(selector: LabelSelectorAttributes | undefined, path: string): readonly FieldError[] {
  if (selector === undefined) return [];
  const findings = (selector.requirements ?? []).flatMap(({ key, operator, values = [] }, index) => {
    const at = `${path}.requirements[${index}]`;
    return [
      ...operandFindings(operator, values, at),
      ...labelKey(key ?? '').map((text) => invalid(`${at}.key`, key ?? '', text)),
      ...values.flatMap((value, position) => labelValue(value).map((text) => invalid(`${at}.values[${position}]`, value, text))),
    ];
  });
  return [...formFindings(selector, path), ...findings];
}

function formFindings({ rawSelector = '', requirements = [] }: FieldSelectorAttributes, path: string): readonly FieldError[] {
  if (rawSelector !== '' && requirements.length > 0)
    return [invalid(`${path}.rawSelector`, rawSelector, 'may not specified at the same time as requirements')];
  if (rawSelector !== '' || requirements.length > 0) return [];
  return [required(`${path}.requirements`, `when ${path} is specified, requirements or rawSelector is required`)];
}

function operandFindings(operator: string, values: readonly string[], path: string): readonly FieldError[] {
  const [takesValues, takesNone] = [operator === 'In' || operator === 'NotIn', operator === 'Exists' || operator === 'DoesNotExist'];
  if (takesValues && values.length === 0) return [required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  if (takesNone && values.length > 0)
    return [forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
  return [];
}
