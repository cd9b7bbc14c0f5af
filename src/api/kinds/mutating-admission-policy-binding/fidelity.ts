import type { Fidelity } from '../../fidelity.ts';

export const mutatingAdmissionPolicyBindingFidelity: Fidelity = {
  MutatingAdmissionPolicyBinding: { simulated: 'apiVersion kind metadata spec' },
  MutatingAdmissionPolicyBindingSpec: { simulated: 'matchResources paramRef policyName' },
};
