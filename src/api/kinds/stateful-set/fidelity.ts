import type { Fidelity } from '../../fidelity.ts';

/** Nothing controls StatefulSets yet. */
export const statefulSetFidelity: Fidelity = {
  StatefulSet: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  StatefulSetSpec: {
    kept: 'minReadySeconds ordinals persistentVolumeClaimRetentionPolicy podManagementPolicy replicas revisionHistoryLimit selector serviceName template updateStrategy volumeClaimTemplates',
  },
  StatefulSetStatus: {
    kept: 'availableReplicas collisionCount conditions currentReplicas currentRevision observedGeneration readyReplicas replicas updateRevision updatedReplicas',
  },
  StatefulSetOrdinals: { kept: 'start' },
  StatefulSetPersistentVolumeClaimRetentionPolicy: { kept: 'whenDeleted whenScaled' },
  StatefulSetUpdateStrategy: { kept: 'rollingUpdate type' },
  RollingUpdateStatefulSetStrategy: { kept: 'partition', refused: 'maxUnavailable' },
  StatefulSetCondition: { kept: 'lastTransitionTime message reason status type' },
};
