import type { Fidelity } from '../../fidelity.ts';

export const replicaSetFidelity: Fidelity = {
  ReplicaSet: { simulated: 'apiVersion kind metadata spec status' },
  ReplicaSetSpec: { simulated: 'minReadySeconds replicas selector template' },
  ReplicaSetStatus: {
    simulated: 'availableReplicas conditions fullyLabeledReplicas observedGeneration readyReplicas replicas terminatingReplicas',
  },
  ReplicaSetCondition: { simulated: 'lastTransitionTime message reason status type' },
};
