import type { Fidelity } from '../../fidelity.ts';

export const podDisruptionBudgetFidelity: Fidelity = {
  PodDisruptionBudget: { simulated: 'apiVersion kind metadata spec status' },
  PodDisruptionBudgetSpec: { simulated: 'maxUnavailable minAvailable selector unhealthyPodEvictionPolicy' },
  PodDisruptionBudgetStatus: {
    simulated: 'conditions currentHealthy desiredHealthy disruptedPods disruptionsAllowed expectedPods observedGeneration',
  },
};
