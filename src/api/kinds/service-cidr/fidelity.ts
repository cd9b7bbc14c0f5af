import type { Fidelity } from '../../fidelity.ts';

export const serviceCidrFidelity: Fidelity = {
  ServiceCIDR: { simulated: 'apiVersion kind metadata spec status' },
  ServiceCIDRSpec: { simulated: 'cidrs' },
  ServiceCIDRStatus: { simulated: 'conditions' },
};
