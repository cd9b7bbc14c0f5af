import type { Fidelity } from '../../fidelity.ts';

export const persistentVolumeClaimFidelity: Fidelity = {
  PersistentVolumeClaim: { simulated: 'apiVersion kind metadata spec status' },
  PersistentVolumeClaimSpec: {
    simulated: 'accessModes resources selector storageClassName volumeAttributesClassName volumeMode volumeName',
    kept: 'dataSource dataSourceRef',
  },
  PersistentVolumeClaimStatus: {
    simulated: 'accessModes allocatedResources capacity currentVolumeAttributesClassName phase',
    kept: 'allocatedResourceStatuses conditions modifyVolumeStatus',
  },
  PersistentVolumeClaimCondition: { kept: 'lastProbeTime lastTransitionTime message reason status type' },
  ModifyVolumeStatus: { kept: 'status targetVolumeAttributesClassName' },
  VolumeResourceRequirements: { simulated: 'requests', kept: 'limits' },
  TypedLocalObjectReference: { kept: 'apiGroup kind name' },
  TypedObjectReference: { kept: 'apiGroup kind name namespace' },
};
