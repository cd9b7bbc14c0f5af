/** What an eviction that was let through has taken from a budget, counted anew. */
import { keyOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { POD, POD_DISRUPTION_BUDGET } from '../../../api/resources.ts';
import type { Pod, PodDisruptionBudget } from '../../../api/types.gen.ts';
import type { Command } from '../../../sim/kernel/command.ts';
import { guards, isHealthy, unnoticed } from '../disruptions.ts';
import { type Ledger, listOf, readOf } from '../ledger.ts';

/** Given the code of the answer, when its writes have been looked at: what is wrong, if anything. */
export type EvictionCheck = (code: number) => string | undefined;

export function beforeEviction(ledger: Ledger, command: Command): EvictionCheck | undefined {
  if (command.type !== 'api' || command.request.verb !== 'create' || command.request.subresource !== 'eviction') return undefined;
  const { namespace = '', name = '' } = command.request;
  const pod = readOf(ledger, POD, `${namespace}/${name}`);
  // A pod that isn't ready, or on its way out, is no loss.
  if (pod === undefined || !isHealthy(pod) || pod.status?.phase !== 'Running') return undefined;
  const budgets = listOf(ledger, POD_DISRUPTION_BUDGET).filter((budget) => namespaceOf(budget) === namespace && guards(budget, pod));
  const wrong = budgets.map((budget) => breachOf(ledger, budget, pod)).find((message) => message !== undefined);
  return (code) => {
    if (code >= 300) return undefined;
    return wrong ?? budgets.map((budget) => notTaken(ledger, budget, pod)).find((message) => message !== undefined);
  };
}

/** The controller's count is as old as its last sync, here and in reality, in milliseconds. */
const LAG_MS = 200;

function breachOf(ledger: Ledger, budget: PodDisruptionBudget, pod: Pod): string | undefined {
  const { disruptionsAllowed = 0, desiredHealthy = 0, observedGeneration } = budget.status ?? {};
  const went = `${keyOf(pod)} (${uidOf(pod)}) went`;
  if (observedGeneration !== budget.metadata.generation) return `${went} although ${keyOf(budget)} was not counted yet`;
  if (disruptionsAllowed < 1) return `${went} although ${keyOf(budget)} allowed ${disruptionsAllowed}`;
  if (!isCounting(ledger)) return undefined;
  const { now } = ledger.cluster.state;
  const own = listOf(ledger, POD).filter((each) => namespaceOf(each) === namespaceOf(budget) && guards(budget, each));
  const healthy = own.filter(isHealthy).length + unnoticed(ledger.disruptions, budget, now, LAG_MS);
  const { minAvailable } = budget.spec ?? {};
  const desired = typeof minAvailable === 'number' ? minAvailable : desiredHealthy;
  return healthy > desired ? undefined : `${went}, and ${keyOf(budget)} has ${healthy - 1} healthy pods of ${desired}`;
}

/** While the disruption controller is away, statuses stand for the moment at which it went; what they allow is all that may go. */
function isCounting({ cluster, restartedAt }: Ledger): boolean {
  const parts = cluster.controlPlane().flatMap(({ parts }) => parts);
  const controller = parts.find(({ name }) => name === 'disruption-controller');
  return controller?.state === 'running' && cluster.state.now - restartedAt >= LAG_MS;
}

/** The next eviction is judged by what this one has left. */
function notTaken(ledger: Ledger, budget: PodDisruptionBudget, pod: Pod): string | undefined {
  const left = readOf(ledger, POD_DISRUPTION_BUDGET, keyOf(budget))?.status;
  const isNoted = left?.disruptedPods?.[nameOf(pod)] !== undefined;
  const [before, after] = [budget.status?.disruptionsAllowed ?? 0, left?.disruptionsAllowed ?? 0];
  return isNoted && after === before - 1 ? undefined : `${keyOf(pod)} went, and its budget allows ${after} after ${before}`;
}
