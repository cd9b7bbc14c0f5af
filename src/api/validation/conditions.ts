import { type FieldError, duplicate, invalid, notSupported, required, tooLong } from '../field-error.ts';
import { labelKey, utf8Length } from '../names.ts';
import type { Condition } from '../types.gen.ts';

/** metav1.Conditions of a status (k8s.io/apimachinery/pkg/apis/meta/v1/validation ValidateConditions). */
export function validateConditions(conditions: readonly Condition[] | undefined, path: string): readonly FieldError[] {
  const types = (conditions ?? []).map(({ type }) => type);
  return (conditions ?? []).flatMap((condition, index) => [
    ...(types.indexOf(condition.type) < index ? [duplicate(`${path}[${index}].type`, condition.type)] : []),
    ...validateCondition(condition, `${path}[${index}]`),
  ]);
}

const STATUSES = ['False', 'True', 'Unknown'];
const MAX_REASON = 1024;
const MAX_MESSAGE = 32 * 1024;

function validateCondition(condition: Partial<Condition>, path: string): readonly FieldError[] {
  const { type = '', status = '', observedGeneration = 0, lastTransitionTime, reason = '', message = '' } = condition;
  return [
    ...labelKey(type).map((text) => invalid(`${path}.type`, type, text)),
    ...(STATUSES.includes(status) ? [] : [notSupported(`${path}.status`, status, STATUSES)]),
    ...(observedGeneration < 0 ? [invalid(`${path}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero')] : []),
    ...(lastTransitionTime ? [] : [required(`${path}.lastTransitionTime`)]),
    ...validateReason(reason, `${path}.reason`),
    ...(utf8Length(message) > MAX_MESSAGE ? [tooLong(`${path}.message`, MAX_MESSAGE)] : []),
  ];
}

const REASON = '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?';
const REASON_TEXT =
  'a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or ' +
  "'_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  " +
  `or 'ReasonA:ReasonB', regex used for validation is '${REASON}')`;
const WHOLE_REASON = new RegExp(`^${REASON}$`);

function validateReason(reason: string, path: string): readonly FieldError[] {
  if (reason === '') return [required(path)];
  return [
    ...(WHOLE_REASON.test(reason) ? [] : [invalid(path, reason, REASON_TEXT)]),
    ...(utf8Length(reason) > MAX_REASON ? [tooLong(path, MAX_REASON)] : []),
  ];
}
