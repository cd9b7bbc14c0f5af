import type { Fidelity } from '../../fidelity.ts';

export const csiDriverFidelity: Fidelity = {
  CSIDriver: { simulated: 'apiVersion kind metadata spec' },
  CSIDriverSpec: {
    simulated: 'attachRequired storageCapacity volumeLifecycleModes',
    kept: 'fsGroupPolicy nodeAllocatableUpdatePeriodSeconds podInfoOnMount requiresRepublish seLinuxMount serviceAccountTokenInSecrets tokenRequests',
    refused: 'preventPodSchedulingIfMissing',
  },
  StorageTokenRequest: { kept: 'audience expirationSeconds' },
};
