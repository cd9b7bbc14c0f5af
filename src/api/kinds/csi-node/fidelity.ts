import type { Fidelity } from '../../fidelity.ts';

export const csiNodeFidelity: Fidelity = {
  CSINode: { simulated: 'apiVersion kind metadata', kept: 'spec' },
  CSINodeSpec: { kept: 'drivers' },
  CSINodeDriver: { kept: 'allocatable name nodeID topologyKeys' },
  VolumeNodeResources: { kept: 'count' },
};
