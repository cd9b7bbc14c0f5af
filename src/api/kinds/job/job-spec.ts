import type { JobSpec, PodFailurePolicyRule } from '../../types.gen.ts';
import { alter, fill, mapShared } from '../sharing.ts';
import { defaultTemplate } from '../workload.ts';

/** Defaults of the parts of a job's spec, which a CronJob's template has too: what is the job's own is given when a job is made. */
export function defaultJobTemplateParts(spec: JobSpec): JobSpec {
  const next = alter(fill(spec, { template: {} }), 'template', defaultTemplate);
  return alter(next, 'podFailurePolicy', (policy) => alter(policy, 'rules', (rules) => mapShared(rules, defaultRule)));
}

function defaultRule(rule: PodFailurePolicyRule): PodFailurePolicyRule {
  return alter(rule, 'onPodConditions', (patterns) => mapShared(patterns, (pattern) => fill(pattern, { status: 'True' })));
}
