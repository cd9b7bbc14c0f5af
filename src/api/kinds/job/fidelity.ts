import type { Fidelity } from '../../fidelity.ts';

/** Simulated in full. Of conditions the time of the last probe is written and nobody reads it, as in a real cluster. */
export const jobFidelity: Fidelity = {
  Job: { simulated: 'apiVersion kind metadata spec status' },
  JobSpec: {
    simulated:
      'activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions managedBy manualSelector maxFailedIndexes parallelism podFailurePolicy podReplacementPolicy selector successPolicy suspend template ttlSecondsAfterFinished',
  },
  JobStatus: {
    simulated:
      'active completedIndexes completionTime conditions failed failedIndexes ready startTime succeeded terminating uncountedTerminatedPods',
  },
  JobCondition: { simulated: 'lastProbeTime lastTransitionTime message reason status type' },
  JobTemplateSpec: { simulated: 'metadata spec' },
  PodFailurePolicy: { simulated: 'rules' },
  PodFailurePolicyRule: { simulated: 'action onExitCodes onPodConditions' },
  PodFailurePolicyOnExitCodesRequirement: { simulated: 'containerName operator values' },
  PodFailurePolicyOnPodConditionsPattern: { simulated: 'status type' },
  SuccessPolicy: { simulated: 'rules' },
  SuccessPolicyRule: { simulated: 'succeededCount succeededIndexes' },
  UncountedTerminatedPods: { simulated: 'failed succeeded' },
};
