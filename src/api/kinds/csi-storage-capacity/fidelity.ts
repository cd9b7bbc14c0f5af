import type { Fidelity } from '../../fidelity.ts';

export const csiStorageCapacityFidelity: Fidelity = {
  CSIStorageCapacity: { simulated: 'apiVersion capacity kind maximumVolumeSize metadata nodeTopology storageClassName' },
};
