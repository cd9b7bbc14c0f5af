import type { Fidelity } from '../../fidelity.ts';

export const csiNodeFidelity: Fidelity = {
  CSINode: { simulated: 'apiVersion kind metadata spec' },
  CSINodeSpec: { simulated: 'drivers' },
  CSINodeDriver: { simulated: 'allocatable name', kept: 'nodeID topologyKeys' },
  VolumeNodeResources: { simulated: 'count' },
};
