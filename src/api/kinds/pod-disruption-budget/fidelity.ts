import type { Fidelity } from '../../fidelity.ts';

/** Evictions ask the status, which nothing keeps up to date yet. */
export const podDisruptionBudgetFidelity: Fidelity = {
  PodDisruptionBudget: { simulated: 'apiVersion kind metadata spec status' },
  PodDisruptionBudgetSpec: { simulated: 'selector unhealthyPodEvictionPolicy', kept: 'maxUnavailable minAvailable' },
  PodDisruptionBudgetStatus: {
    simulated: 'conditions currentHealthy desiredHealthy disruptedPods disruptionsAllowed observedGeneration',
    kept: 'expectedPods',
  },
};
