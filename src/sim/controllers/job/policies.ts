/** What a failed pod means to its job, and which successes are enough (pod_failure_policy.go, success_policy.go). */
import { nameOf, namespaceOf } from '../../../api/object.ts';
import type {
  ContainerStatus,
  Pod,
  PodCondition,
  PodFailurePolicy,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
  SuccessPolicy,
} from '../../../api/types.gen.ts';
import { type Intervals, overlap, readIndexes, total } from './indexes.ts';

export interface FailureVerdict {
  /** Whether the failure counts towards the limits. */
  readonly counts: boolean;
  /** Of the rule that matched. */
  readonly action?: PodFailurePolicyRule['action'];
  /** Why the whole job fails, if it does. */
  readonly jobFails?: string;
}

/** The first rule that matches decides. */
export function judgeFailure(policy: PodFailurePolicy | undefined, pod: Pod): FailureVerdict {
  for (const [index, { action, onExitCodes, onPodConditions }] of (policy?.rules ?? []).entries()) {
    const what = onExitCodes === undefined ? conditionOf(pod, onPodConditions ?? []) : exitOf(pod, onExitCodes);
    if (what === undefined || !ACTIONS.has(action)) continue;
    if (action === 'FailJob') return { counts: true, action, jobFails: `${what} matching FailJob rule at index ${index}` };
    return { counts: action !== 'Ignore', action };
  }
  return { counts: true };
}

const ACTIONS: ReadonlySet<string> = new Set<PodFailurePolicyRule['action']>(['Count', 'FailIndex', 'FailJob', 'Ignore']);

function exitOf(pod: Pod, requirement: PodFailurePolicyOnExitCodesRequirement): string | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {};
  const status = [...containerStatuses, ...initContainerStatuses].find((one) => hasFailedAs(one, requirement));
  if (status === undefined) return undefined;
  return `Container ${status.name} for pod ${namespaceOf(pod)}/${nameOf(pod)} failed with exit code ${status.state?.terminated?.exitCode}`;
}

function hasFailedAs(
  { name, state }: ContainerStatus,
  { containerName, operator, values }: PodFailurePolicyOnExitCodesRequirement,
): boolean {
  const code = state?.terminated?.exitCode ?? 0;
  if (code === 0 || (containerName !== undefined && containerName !== name)) return false;
  return values.includes(code) === (operator === 'In');
}

function conditionOf(pod: Pod, patterns: readonly PodFailurePolicyOnPodConditionsPattern[]): string | undefined {
  const matches = ({ type, status }: PodCondition): boolean =>
    patterns.some((pattern) => pattern.type === type && pattern.status === status);
  const condition = pod.status?.conditions?.find(matches);
  return condition === undefined ? undefined : `Pod ${namespaceOf(pod)}/${nameOf(pod)} has condition ${condition.type}`;
}

/** Which rule the successes of an Indexed job satisfy, in Kubernetes' words. */
export function matchedSuccess(policy: SuccessPolicy | undefined, completions: number, succeeded: Intervals): string | undefined {
  if (policy === undefined || succeeded.length === 0) return undefined;
  const index = policy.rules.findIndex(({ succeededIndexes, succeededCount = Number.POSITIVE_INFINITY }) => {
    if (succeededIndexes === undefined) return total(succeeded) >= succeededCount;
    const required = readIndexes(succeededIndexes, completions);
    if (required.length === 0) return false;
    const done = overlap(required, succeeded);
    return done === total(required) || done >= succeededCount;
  });
  return index < 0 ? undefined : `Matched rules at index ${index}`;
}
