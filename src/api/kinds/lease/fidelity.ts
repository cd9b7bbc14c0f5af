import type { Fidelity } from '../../fidelity.ts';

export const leaseFidelity: Fidelity = {
  Lease: { simulated: 'apiVersion kind metadata spec' },
  LeaseSpec: { simulated: 'holderIdentity leaseDurationSeconds renewTime', kept: 'acquireTime leaseTransitions preferredHolder strategy' },
};
