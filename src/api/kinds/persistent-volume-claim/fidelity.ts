import type { Fidelity } from '../../fidelity.ts';

export const persistentVolumeClaimFidelity: Fidelity = {
  PersistentVolumeClaim: { simulated: 'apiVersion kind metadata spec status' },
  PersistentVolumeClaimSpec: {
    simulated: 'resources storageClassName volumeAttributesClassName',
    kept: 'accessModes dataSource dataSourceRef selector volumeMode volumeName',
  },
  PersistentVolumeClaimStatus: {
    simulated: 'allocatedResources currentVolumeAttributesClassName phase',
    kept: 'accessModes allocatedResourceStatuses capacity conditions modifyVolumeStatus',
  },
  PersistentVolumeClaimCondition: { kept: 'lastProbeTime lastTransitionTime message reason status type' },
  ModifyVolumeStatus: { kept: 'status targetVolumeAttributesClassName' },
  VolumeResourceRequirements: { simulated: 'requests', kept: 'limits' },
  TypedLocalObjectReference: { kept: 'apiGroup kind name' },
  TypedObjectReference: { kept: 'apiGroup kind name namespace' },
};
