import type { Fidelity } from '../../fidelity.ts';

export const replicationControllerFidelity: Fidelity = {
  ReplicationController: { simulated: 'apiVersion kind metadata spec status' },
  ReplicationControllerSpec: { simulated: 'minReadySeconds replicas selector template' },
  ReplicationControllerStatus: { simulated: 'availableReplicas conditions fullyLabeledReplicas observedGeneration readyReplicas replicas' },
  ReplicationControllerCondition: { simulated: 'lastTransitionTime message reason status type' },
};
