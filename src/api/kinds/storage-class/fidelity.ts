import type { Fidelity } from '../../fidelity.ts';

export const storageClassFidelity: Fidelity = {
  StorageClass: {
    simulated: 'allowVolumeExpansion apiVersion kind metadata',
    kept: 'allowedTopologies mountOptions parameters provisioner reclaimPolicy volumeBindingMode',
  },
  TopologySelectorTerm: { kept: 'matchLabelExpressions' },
  TopologySelectorLabelRequirement: { kept: 'key values' },
};
