import { type FieldError, duplicate, invalid, required } from '../../field-error.ts';
import { VALIDATING_ADMISSION_POLICY_BINDING } from '../../resources.ts';
import type { ValidatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBindingSpec } from '../../types.gen.ts';
import { paramRefText } from '../admission/policy.ts';
import { checkMatchResources, checkParamRef, checkPolicyName, defaultMatchResources, staticSuffixWarnings } from '../admission/rules.ts';
import { type Findings, checkOneOf, findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter } from '../sharing.ts';

/** `pkg/apis/admissionregistration`, `pkg/registry/admissionregistration/validatingadmissionpolicybinding`. */
export const validatingAdmissionPolicyBindingKind = plainKind<ValidatingAdmissionPolicyBinding>(VALIDATING_ADMISSION_POLICY_BINDING, {
  categories: ['api-extensions'],
  hasGeneration: true,
  requireVersionOnUpdate: true,
  default: (binding) => alter(binding, 'spec', (spec) => alter(spec, 'matchResources', defaultMatchResources)),
  validate: validateBinding,
  validateUpdate: validateBinding,
  warnings: staticSuffixWarnings,
  columns: [
    NAME,
    column<ValidatingAdmissionPolicyBinding>('PolicyName', 'string', ({ spec }) => spec.policyName),
    column<ValidatingAdmissionPolicyBinding>('ParamRef', 'string', ({ spec }) => paramRefText(spec.paramRef)),
    AGE,
  ],
});

function validateBinding(binding: ValidatingAdmissionPolicyBinding): readonly FieldError[] {
  const spec: Partial<ValidatingAdmissionPolicyBindingSpec> = binding.spec ?? {};
  return findingsOf((findings) => {
    checkPolicyName(spec.policyName, 'spec.policyName', findings);
    if (spec.paramRef !== undefined) checkParamRef(spec.paramRef, 'spec.paramRef', findings);
    if (spec.matchResources !== undefined) checkMatchResources(spec.matchResources, 'spec.matchResources', findings);
    checkActions(spec.validationActions ?? [], 'spec.validationActions', findings);
  });
}

const ACTIONS = ['Audit', 'Deny', 'Warn'];
const TWICE_TOLD =
  'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)';

function checkActions(actions: readonly string[], path: string, findings: Findings): void {
  for (const [index, action] of actions.entries()) {
    checkOneOf(action, ACTIONS, `${path}[${index}]`, findings);
    if (actions.indexOf(action) < index) findings.push(duplicate(`${path}[${index}]`, action));
  }
  if (actions.includes('Deny') && actions.includes('Warn')) findings.push(invalid(path, actions, TWICE_TOLD));
  if (actions.length === 0) findings.push(required(path, 'at least one validation action is required'));
}
