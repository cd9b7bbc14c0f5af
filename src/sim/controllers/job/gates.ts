/** What feature gates mean to the Job controller. */
import { type FeatureGates, isGateOn } from '../../../api/feature-gates.ts';
import type { Job, JobSpec, JobStatus, PodFailurePolicyRule } from '../../../api/types.gen.ts';

/** The job without what belongs to features that are off. */
export function underGates(job: Job, gates: FeatureGates | undefined): Job {
  if (gates === undefined || job.spec === undefined) return job;
  const { backoffLimitPerIndex, maxFailedIndexes, podReplacementPolicy, successPolicy, ...others } = job.spec;
  const perIndex = isGateOn(gates, 'JobBackoffLimitPerIndex');
  const spec: JobSpec = {
    ...others,
    ...(perIndex && backoffLimitPerIndex !== undefined ? { backoffLimitPerIndex } : {}),
    ...(perIndex && maxFailedIndexes !== undefined ? { maxFailedIndexes } : {}),
    ...(podReplacementPolicy !== undefined && isGateOn(gates, 'JobPodReplacementPolicy') ? { podReplacementPolicy } : {}),
    ...(successPolicy !== undefined && isGateOn(gates, 'JobSuccessPolicy') ? { successPolicy } : {}),
    ...(perIndex || others.podFailurePolicy === undefined ? {} : { podFailurePolicy: { rules: others.podFailurePolicy.rules.map(idle) } }),
  };
  return { ...job, spec, ...(perIndex || job.status === undefined ? {} : { status: withoutFailedIndexes(job.status) }) };
}

/** Whether what a job will come to is said first, and the rest only when all its pods are gone. */
export function delaysTheEnd(gates: FeatureGates | undefined): boolean {
  return isGateOn(gates, 'JobManagedBy') || isGateOn(gates, 'JobPodReplacementPolicy');
}

/** A rule that belongs to the feature matches nothing. It keeps its place, for messages count the rules. */
function idle(rule: PodFailurePolicyRule): PodFailurePolicyRule {
  return rule.action === 'FailIndex' ? { action: 'FailIndex', onPodConditions: [] } : rule;
}

function withoutFailedIndexes({ failedIndexes: _failed, ...status }: JobStatus): JobStatus {
  return status;
}
