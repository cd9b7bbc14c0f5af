import type { Fidelity } from '../../fidelity.ts';

export const deploymentFidelity: Fidelity = {
  Deployment: { simulated: 'apiVersion kind metadata spec status' },
  DeploymentSpec: { simulated: 'minReadySeconds paused progressDeadlineSeconds replicas revisionHistoryLimit selector strategy template' },
  DeploymentStatus: {
    simulated:
      'availableReplicas collisionCount conditions observedGeneration readyReplicas replicas terminatingReplicas unavailableReplicas updatedReplicas',
  },
  DeploymentStrategy: { simulated: 'rollingUpdate type' },
  RollingUpdateDeployment: { simulated: 'maxSurge maxUnavailable' },
  DeploymentCondition: { simulated: 'lastTransitionTime lastUpdateTime message reason status type' },
};
