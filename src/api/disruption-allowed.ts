import type { Condition, PodDisruptionBudgetStatus } from './types.gen.ts';

const DISRUPTION_ALLOWED = 'DisruptionAllowed';

/** The conditions of a budget's status, in keeping with what it allows (k8s.io/component-helpers/apps/poddisruptionbudget). */
export function withAllowance(status: PodDisruptionBudgetStatus, now: string): readonly Condition[] {
  const allows = (status.disruptionsAllowed ?? 0) > 0;
  return withCondition(status, allows ? 'True' : 'False', allows ? 'SufficientPods' : 'InsufficientPods', '', now);
}

/** The same when it could not be found out what the budget allows. */
export function withSyncFailure(status: PodDisruptionBudgetStatus, message: string, now: string): readonly Condition[] {
  return withCondition(status, 'False', 'SyncFailed', message, now);
}

export function allowanceOf({ conditions = [] }: PodDisruptionBudgetStatus): Condition | undefined {
  return conditions.find(({ type }) => type === DISRUPTION_ALLOWED);
}

function withCondition(
  status: PodDisruptionBudgetStatus,
  verdict: 'True' | 'False',
  reason: string,
  message: string,
  now: string,
): readonly Condition[] {
  const { conditions = [], observedGeneration } = status;
  const before = allowanceOf(status);
  const condition: Condition = {
    type: DISRUPTION_ALLOWED,
    status: verdict,
    reason,
    message,
    lastTransitionTime: before?.status === verdict ? before.lastTransitionTime : now,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  };
  return before === undefined ? [...conditions, condition] : conditions.map((own) => (own === before ? condition : own));
}
