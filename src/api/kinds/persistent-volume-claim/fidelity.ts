import type { Fidelity } from '../../fidelity.ts';

export const persistentVolumeClaimFidelity: Fidelity = {
  PersistentVolumeClaim: { simulated: 'apiVersion kind metadata spec status' },
  PersistentVolumeClaimSpec: {
    simulated: 'accessModes resources selector storageClassName volumeAttributesClassName volumeMode volumeName',
    kept: 'dataSource dataSourceRef',
  },
  PersistentVolumeClaimStatus: {
    simulated: 'accessModes allocatedResourceStatuses allocatedResources capacity conditions currentVolumeAttributesClassName phase',
    kept: 'modifyVolumeStatus',
  },
  PersistentVolumeClaimCondition: { simulated: 'lastTransitionTime message status type', kept: 'lastProbeTime reason' },
  ModifyVolumeStatus: { kept: 'status targetVolumeAttributesClassName' },
  VolumeResourceRequirements: { simulated: 'requests', kept: 'limits' },
  TypedLocalObjectReference: { kept: 'apiGroup kind name' },
  TypedObjectReference: { kept: 'apiGroup kind name namespace' },
};
