import type { Fidelity } from '../../fidelity.ts';

export const storageClassFidelity: Fidelity = {
  StorageClass: {
    simulated: 'allowVolumeExpansion allowedTopologies apiVersion kind metadata provisioner reclaimPolicy volumeBindingMode',
    kept: 'mountOptions parameters',
  },
  TopologySelectorTerm: { simulated: 'matchLabelExpressions' },
  TopologySelectorLabelRequirement: { simulated: 'key values' },
};
