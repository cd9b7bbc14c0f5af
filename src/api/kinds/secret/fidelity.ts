import type { Fidelity } from '../../fidelity.ts';

export const secretFidelity: Fidelity = {
  Secret: { simulated: 'apiVersion data immutable kind metadata stringData type' },
};
