import type { Fidelity } from '../../fidelity.ts';

export const csiDriverFidelity: Fidelity = {
  CSIDriver: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  CSIDriverSpec: {
    kept: 'attachRequired fsGroupPolicy nodeAllocatableUpdatePeriodSeconds podInfoOnMount requiresRepublish seLinuxMount serviceAccountTokenInSecrets storageCapacity tokenRequests volumeLifecycleModes',
    refused: 'preventPodSchedulingIfMissing',
  },
  StorageTokenRequest: { kept: 'audience expirationSeconds' },
};
