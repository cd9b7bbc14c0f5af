import type { Fidelity } from '../../fidelity.ts';

export const serviceAccountFidelity: Fidelity = {
  ServiceAccount: { simulated: 'apiVersion automountServiceAccountToken imagePullSecrets kind metadata secrets' },
};
