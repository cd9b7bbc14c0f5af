import type { Fidelity } from '../../fidelity.ts';

/** The controller sets no conditions; `maxUnavailable` belongs to a feature that is off unless the cluster's gates say otherwise. */
export const statefulSetFidelity: Fidelity = {
  StatefulSet: { simulated: 'apiVersion kind metadata spec status' },
  StatefulSetSpec: {
    simulated:
      'minReadySeconds ordinals persistentVolumeClaimRetentionPolicy podManagementPolicy replicas revisionHistoryLimit selector serviceName template updateStrategy volumeClaimTemplates',
  },
  StatefulSetStatus: {
    simulated:
      'availableReplicas collisionCount currentReplicas currentRevision observedGeneration readyReplicas replicas updateRevision updatedReplicas',
    kept: 'conditions',
  },
  StatefulSetOrdinals: { simulated: 'start' },
  StatefulSetPersistentVolumeClaimRetentionPolicy: { simulated: 'whenDeleted whenScaled' },
  StatefulSetUpdateStrategy: { simulated: 'rollingUpdate type' },
  RollingUpdateStatefulSetStrategy: { simulated: 'partition', refused: 'maxUnavailable' },
  StatefulSetCondition: { kept: 'lastTransitionTime message reason status type' },
};
