import type { Fidelity } from '../../fidelity.ts';

export const validatingAdmissionPolicyBindingFidelity: Fidelity = {
  ValidatingAdmissionPolicyBinding: { simulated: 'apiVersion kind metadata spec' },
  ValidatingAdmissionPolicyBindingSpec: { simulated: 'matchResources paramRef policyName validationActions' },
  ParamRef: { simulated: 'name namespace parameterNotFoundAction selector' },
};
