import { JsonPathError } from '../../jsonpath/error.ts';
import { renderJsonPath } from '../../jsonpath/jsonpath.ts';
import { RETURNS, type PolicyVariables } from '../../cel/policy.ts';
import { type FieldError, duplicate, invalid, required } from '../../field-error.ts';
import { labelKey, utf8Length } from '../../names.ts';
import { nameOf } from '../../object.ts';
import { VALIDATING_ADMISSION_POLICY } from '../../resources.ts';
import type {
  AuditAnnotation,
  ExpressionWarning,
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  Validation,
} from '../../types.gen.ts';
import { validateConditions } from '../../validation/conditions.ts';
import { checkPolicy, checkVariables, paramKindText } from '../admission/policy.ts';
import { checkExpression, defaultMatchResources, staticSuffixWarnings } from '../admission/rules.ts';
import { type Findings, checkOneOf, checkPresent, checkRule, findingsOf, shown } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fillAbsent } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';

/** `pkg/apis/admissionregistration`, `pkg/registry/admissionregistration/validatingadmissionpolicy`. */
export const validatingAdmissionPolicyKind = plainKind<ValidatingAdmissionPolicy>(VALIDATING_ADMISSION_POLICY, {
  categories: ['api-extensions'],
  hasGeneration: true,
  requireVersionOnUpdate: true,
  subresources: ['status'],
  default: (policy) =>
    alter(fillAbsent<ValidatingAdmissionPolicy>(policy, { spec: {} }), 'spec', (spec) =>
      alter(fillAbsent(spec, { failurePolicy: 'Fail' }), 'matchConstraints', defaultMatchResources),
    ),
  prepareForCreate: (policy) => ({ ...policy, status: {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: withSpecOf,
  validate: (policy) => validatePolicy(policy, undefined),
  validateUpdate: validatePolicy,
  validateStatusUpdate: ({ status = {} }) =>
    findingsOf((findings) => {
      checkWarnings(status.typeChecking?.expressionWarnings ?? [], findings);
      findings.push(...validateConditions(status.conditions, 'status.conditions'));
    }),
  warnings: staticSuffixWarnings,
  columns: [
    NAME,
    column<ValidatingAdmissionPolicy>('Validations', 'integer', ({ spec }) => spec?.validations?.length ?? 0),
    column<ValidatingAdmissionPolicy>('ParamKind', 'string', ({ spec }) => paramKindText(spec?.paramKind)),
    AGE,
  ],
});

const NOTHING_TO_DO = 'validations or auditAnnotations must contain at least one item';
const MAX_ANNOTATIONS = 20;

function validatePolicy(policy: ValidatingAdmissionPolicy, stored: ValidatingAdmissionPolicy | undefined): readonly FieldError[] {
  const { spec = {} } = policy;
  return findingsOf((findings) => {
    checkPolicy(spec, stored?.spec, 'spec', findings);
    const variables = usableVariables(spec, findings);
    const { validations = [], auditAnnotations = [] } = spec;
    if (validations.length === 0 && auditAnnotations.length === 0) {
      findings.push(required('spec.validations', NOTHING_TO_DO), required('spec.auditAnnotations', NOTHING_TO_DO));
    }
    for (const [index, validation] of validations.entries()) {
      checkValidation(validation, variables, `spec.validations[${index}]`, findings);
    }
    checkAnnotations(nameOf(policy), auditAnnotations, variables, findings);
  });
}

/** `variables` exists only for a policy that has some. */
function usableVariables(spec: ValidatingAdmissionPolicySpec, findings: Findings): PolicyVariables {
  const base: PolicyVariables = { params: spec.paramKind !== undefined, authorizer: true };
  return (spec.variables ?? []).length === 0 ? base : checkVariables(spec, base, 'spec', findings);
}

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

function checkValidation(validation: Partial<Validation>, variables: PolicyVariables, path: string, findings: Findings): void {
  const { expression = '', message = '', messageExpression = '', reason } = validation;
  if (expression.trim() === '') findings.push(required(`${path}.expression`, 'expression is not specified'));
  else checkExpression(expression, RETURNS.bool, variables, `${path}.expression`, findings);
  if (messageExpression !== '' && messageExpression.trim() === '') {
    findings.push(invalid(`${path}.messageExpression`, messageExpression, 'must be non-empty if specified'));
  } else if (messageExpression !== '') {
    checkExpression(messageExpression, RETURNS.string, { ...variables, authorizer: false }, `${path}.messageExpression`, findings);
  }
  if (message !== '' && message.trim() === '') findings.push(invalid(`${path}.message`, message, 'must be non-empty if specified'));
  else if (/[\n\r]/.test(message.trim())) findings.push(invalid(`${path}.message`, message, 'must not contain line breaks'));
  if (reason !== undefined) checkOneOf(reason, REASONS, `${path}.reason`, findings);
}

function checkAnnotations(policy: string, annotations: readonly AuditAnnotation[], variables: PolicyVariables, findings: Findings): void {
  if (annotations.length > MAX_ANNOTATIONS) {
    const text = `must not have more than ${MAX_ANNOTATIONS} auditAnnotations`;
    findings.push(invalid('spec.auditAnnotations', shown(annotations), text));
  }
  const keys = new Set<string>();
  for (const [index, annotation] of annotations.entries()) {
    const path = `spec.auditAnnotations[${index}]`;
    checkAnnotation(policy, annotation, variables, path, findings);
    if (keys.has(annotation.key)) findings.push(duplicate(`${path}.key`, annotation.key));
    keys.add(annotation.key);
  }
}

const MAX_EXPRESSION = 5 * 1024;

function checkAnnotation(
  policy: string,
  annotation: Partial<AuditAnnotation>,
  variables: PolicyVariables,
  path: string,
  findings: Findings,
): void {
  const { key = '', valueExpression = '' } = annotation;
  if (policy === '') findings.push(invalid(`${path}.key`, key, 'requires metadata.name be non-empty'));
  else checkRule(labelKey, `${policy}/${key}`, `${path}.key`, findings);
  const trimmed = valueExpression.trim();
  const at = `${path}.valueExpression`;
  if (trimmed === '') findings.push(required(at, 'valueExpression is not specified'));
  else if (utf8Length(trimmed) > MAX_EXPRESSION) findings.push(required(at, `must not exceed ${MAX_EXPRESSION} bytes in length`));
  else checkExpression(trimmed, RETURNS.auditAnnotation, variables, at, findings, valueExpression);
}

function checkWarnings(warnings: readonly ExpressionWarning[], findings: Findings): void {
  for (const [index, { warning, fieldRef }] of warnings.entries()) {
    const path = `status.typeChecking.expressionWarnings[${index}]`;
    checkPresent(warning, `${path}.warning`, findings);
    checkFieldRef(fieldRef.trim(), `${path}.fieldRef`, findings);
  }
}

function checkFieldRef(fieldRef: string, path: string, findings: Findings): void {
  if (fieldRef === '') return void findings.push(required(path, ''));
  try {
    renderJsonPath(`{${fieldRef}}`, null);
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error;
    // What is said before the comma is kubectl's.
    findings.push(invalid(path, fieldRef, `invalid JSONPath: ${error.message.replace(/^error parsing jsonpath .*, /, '')}`));
  }
}
