import type { Fidelity } from '../../fidelity.ts';

export const roleBindingFidelity: Fidelity = {
  RoleBinding: { simulated: 'apiVersion kind metadata roleRef subjects' },
  RoleRef: { simulated: 'apiGroup kind name' },
  Subject: { simulated: 'apiGroup kind name namespace' },
};
