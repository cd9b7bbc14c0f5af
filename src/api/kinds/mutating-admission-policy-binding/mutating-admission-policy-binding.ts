import type { FieldError } from '../../field-error.ts';
import { MUTATING_ADMISSION_POLICY_BINDING } from '../../resources.ts';
import type { MutatingAdmissionPolicyBinding } from '../../types.gen.ts';
import { paramRefText } from '../admission/policy.ts';
import {
  checkMatchResources,
  checkMutatingOperations,
  checkParamRef,
  checkPolicyName,
  defaultMatchResources,
  staticSuffixWarnings,
} from '../admission/rules.ts';
import { findingsOf } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';

/** `pkg/apis/admissionregistration`, `pkg/registry/admissionregistration/mutatingadmissionpolicybinding`. */
export const mutatingAdmissionPolicyBindingKind = plainKind<MutatingAdmissionPolicyBinding>(MUTATING_ADMISSION_POLICY_BINDING, {
  categories: ['api-extensions'],
  hasGeneration: true,
  requireVersionOnUpdate: true,
  default: (binding) =>
    alter(fill<MutatingAdmissionPolicyBinding>(binding, { spec: {} }), 'spec', (spec) =>
      alter(spec, 'matchResources', defaultMatchResources),
    ),
  validate: validateBinding,
  validateUpdate: validateBinding,
  warnings: staticSuffixWarnings,
  columns: [
    NAME,
    column<MutatingAdmissionPolicyBinding>('PolicyName', 'string', ({ spec }) => spec?.policyName ?? ''),
    column<MutatingAdmissionPolicyBinding>('ParamRef', 'string', ({ spec }) => paramRefText(spec?.paramRef)),
    AGE,
  ],
});

function validateBinding({ spec = {} }: MutatingAdmissionPolicyBinding): readonly FieldError[] {
  return findingsOf((findings) => {
    checkPolicyName(spec.policyName, 'spec.policyName', findings);
    if (spec.paramRef !== undefined) checkParamRef(spec.paramRef, 'spec.paramRef', findings);
    if (spec.matchResources !== undefined) checkMatchResources(spec.matchResources, 'spec.matchResources', findings);
    checkMutatingOperations(spec.matchResources, 'spec.matchResources', findings);
  });
}
