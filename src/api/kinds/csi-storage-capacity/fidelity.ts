import type { Fidelity } from '../../fidelity.ts';

export const csiStorageCapacityFidelity: Fidelity = {
  CSIStorageCapacity: { simulated: 'apiVersion kind metadata', kept: 'capacity maximumVolumeSize nodeTopology storageClassName' },
};
