import type { Fidelity } from '../../fidelity.ts';

export const roleFidelity: Fidelity = {
  Role: { simulated: 'apiVersion kind metadata rules' },
  PolicyRule: { simulated: 'apiGroups nonResourceURLs resourceNames resources verbs' },
};
