import type { Fidelity } from '../../fidelity.ts';

export const leaseFidelity: Fidelity = {
  Lease: { simulated: 'apiVersion kind metadata spec' },
  LeaseSpec: { simulated: 'acquireTime holderIdentity leaseDurationSeconds leaseTransitions renewTime', kept: 'preferredHolder strategy' },
};
