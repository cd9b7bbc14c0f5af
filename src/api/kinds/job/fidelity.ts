import type { Fidelity } from '../../fidelity.ts';

/** Nothing controls Jobs yet; selectors are made by the API server. */
export const jobFidelity: Fidelity = {
  Job: { simulated: 'apiVersion kind metadata spec', kept: 'status' },
  JobSpec: {
    simulated: 'manualSelector selector',
    kept: 'activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions managedBy maxFailedIndexes parallelism podFailurePolicy podReplacementPolicy successPolicy suspend template ttlSecondsAfterFinished',
  },
  JobStatus: {
    kept: 'active completedIndexes completionTime conditions failed failedIndexes ready startTime succeeded terminating uncountedTerminatedPods',
  },
  JobCondition: { kept: 'lastProbeTime lastTransitionTime message reason status type' },
  JobTemplateSpec: { kept: 'metadata spec' },
  PodFailurePolicy: { kept: 'rules' },
  PodFailurePolicyRule: { kept: 'action onExitCodes onPodConditions' },
  PodFailurePolicyOnExitCodesRequirement: { kept: 'containerName operator values' },
  PodFailurePolicyOnPodConditionsPattern: { kept: 'status type' },
  SuccessPolicy: { kept: 'rules' },
  SuccessPolicyRule: { kept: 'succeededCount succeededIndexes' },
  UncountedTerminatedPods: { kept: 'failed succeeded' },
};
