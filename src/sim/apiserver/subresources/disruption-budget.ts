/** What a PodDisruptionBudget says to an eviction, and how it takes note of one that it lets pass. */
import { allowanceOf, withAllowance } from '../../../api/disruption-allowed.ts';
import { type ApiError, failure, forbiddenError } from '../../../api/errors.ts';
import { matchesSelector, selectorOf } from '../../../api/labels.ts';
import { nameOf, namespaceOf } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type { Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../api/types.gen.ts';
import { countObjects, scanObjects } from '../../store/store.ts';
import { writeOwnStatus } from '../own-write.ts';
import type { RequestScope } from '../server.ts';

const BUDGETS = 'poddisruptionbudgets.policy';

/** Takes one disruption from the budget of a pod. Throws when there is none left; a pod without a budget may always go. */
export function spendDisruption(scope: RequestScope, pod: Pod, isReady: boolean): void {
  const [budget, another] = budgetsOf(scope, pod);
  if (budget === undefined) return;
  if (another !== undefined) {
    throw failure(500, '', 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.');
  }
  if (!isReady && isNoLoss(budget)) return;
  assertAllowed(budget);
  if (!scope.dryRun) noteDisruption(scope, budget, nameOf(pod));
}

function budgetsOf({ server }: RequestScope, pod: Pod): readonly PodDisruptionBudget[] {
  if (countObjects(server.store, BUDGETS) === 0) return [];
  return Array.from(scanObjects(server.store, BUDGETS, `${namespaceOf(pod)}/`), ([, budget]) => budget as PodDisruptionBudget).filter(
    ({ spec }) => matchesSelector(selectorOf(spec?.selector), pod.metadata.labels),
  );
}

/** An unhealthy pod counts for nothing where the others are enough, or where the budget says so. */
function isNoLoss({ spec, status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy);
}

/** Evictions that nobody has confirmed yet. */
const MAX_DISRUPTED_PODS = 2000;

function assertAllowed(budget: PodDisruptionBudget): void {
  const { status = {}, metadata } = budget;
  const name = nameOf(budget);
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    throw refused(`The disruption budget ${name} is still being processed by the server.`, 10);
  }
  const allowed = status.disruptionsAllowed ?? 0;
  const forbid = (why: string) => forbiddenError({ group: 'policy', resource: 'poddisruptionbudget' }, name, why);
  if (allowed < 0) throw forbid('pdb disruptions allowed is negative');
  if (Object.keys(status.disruptedPods ?? {}).length > MAX_DISRUPTED_PODS) {
    throw forbid('DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  }
  if (allowed === 0) throw refused(`The disruption budget ${name} ${whyNot(status)}`, 0);
}

function whyNot(status: PodDisruptionBudgetStatus): string {
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  const told = allowanceOf(status);
  const condition = told?.status === 'False' && told.message !== '' ? told : undefined;
  if (condition?.reason === 'SyncFailed') return `does not allow evicting pods currently because it failed sync: ${condition.message}`;
  if (currentHealthy <= desiredHealthy) return `needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  if (condition !== undefined) return `does not allow evicting pods currently (${condition.reason}): ${condition.message}`;
  return 'does not allow evicting pods currently';
}

function refused(why: string, retryAfterSeconds: number): ApiError {
  const retry = retryAfterSeconds === 0 ? {} : { retryAfterSeconds };
  const details = { causes: [{ reason: 'DisruptionBudget', message: why }], ...retry };
  return failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", details);
}

/** The budget's controller counts a pod as gone from now on, until it sees it go. */
function noteDisruption({ server }: RequestScope, budget: PodDisruptionBudget, pod: string): void {
  const now = formatTime(server.now());
  const { status = {} } = budget;
  const spent = {
    ...status,
    disruptionsAllowed: (status.disruptionsAllowed ?? 0) - 1,
    disruptedPods: { ...status.disruptedPods, [pod]: now },
  };
  const conditions = spent.disruptionsAllowed > 0 ? {} : { conditions: withAllowance(spent, now) };
  const next: PodDisruptionBudget = { ...budget, status: { ...spent, ...conditions } };
  writeOwnStatus(server, BUDGETS, budget, next);
}
