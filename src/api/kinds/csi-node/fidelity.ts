import type { Fidelity } from '../../fidelity.ts';

export const csiNodeFidelity: Fidelity = {
  CSINode: { simulated: 'apiVersion kind metadata spec' },
  CSINodeSpec: { simulated: 'drivers' },
  CSINodeDriver: { simulated: 'name', kept: 'allocatable nodeID topologyKeys' },
  VolumeNodeResources: { kept: 'count' },
};
