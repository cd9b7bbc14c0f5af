import type { Fidelity } from '../../fidelity.ts';

export const mutatingAdmissionPolicyFidelity: Fidelity = {
  MutatingAdmissionPolicy: { simulated: 'apiVersion kind metadata spec' },
  MutatingAdmissionPolicySpec: {
    simulated: 'failurePolicy matchConditions matchConstraints mutations paramKind reinvocationPolicy variables',
  },
  Mutation: { simulated: 'applyConfiguration jsonPatch patchType' },
  ApplyConfiguration: { simulated: 'expression' },
  JSONPatch: { simulated: 'expression' },
};
