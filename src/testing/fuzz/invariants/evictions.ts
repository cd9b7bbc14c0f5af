/** What an eviction that was let through has taken from a budget, counted anew. */
import { matchesSelector, selectorOf } from '../../../api/labels.ts';
import { keyOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { isPodReady, podCondition } from '../../../api/pod/conditions.ts';
import { POD, POD_DISRUPTION_BUDGET } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Pod, PodDisruptionBudget } from '../../../api/types.gen.ts';
import type { Command } from '../../../sim/kernel/command.ts';
import { type Ledger, listOf, readOf } from '../ledger.ts';

/** Given the code of the answer: what is wrong, if anything. */
export type EvictionCheck = (code: number) => string | undefined;

export function beforeEviction(ledger: Ledger, command: Command): EvictionCheck | undefined {
  if (command.type !== 'api' || command.request.verb !== 'create' || command.request.subresource !== 'eviction') return undefined;
  const { namespace = '', name = '' } = command.request;
  const pod = readOf(ledger, POD, `${namespace}/${name}`);
  // A pod that isn't ready, or on its way out, is no loss.
  if (pod === undefined || !isHealthy(pod) || pod.status?.phase !== 'Running') return undefined;
  const wrong = listOf(ledger, POD_DISRUPTION_BUDGET)
    .filter((budget) => namespaceOf(budget) === namespace && guards(budget, pod))
    .map((budget) => breachOf(ledger, budget, pod))
    .find((message) => message !== undefined);
  return (code) => (code < 300 ? wrong : undefined);
}

function guards({ spec }: PodDisruptionBudget, { metadata }: Pod): boolean {
  return matchesSelector(selectorOf(spec?.selector), metadata.labels);
}

function isHealthy(pod: Pod): boolean {
  return isPodReady(pod) && pod.metadata.deletionTimestamp === undefined;
}

/**
 * The controller's count is as old as its last sync, here and in reality: what has happened to a pod in this time need not be known.
 */
const LAG_MS = 2000;

function breachOf(ledger: Ledger, budget: PodDisruptionBudget, pod: Pod): string | undefined {
  const { now } = ledger.cluster.state;
  const pods = listOf(ledger, POD).filter((each) => namespaceOf(each) === namespaceOf(budget) && guards(budget, each));
  const healthy = pods.filter((each) => isHealthy(each) || isNews(each, now)).length;
  const { desiredHealthy = 0, observedGeneration } = budget.status ?? {};
  if (observedGeneration !== budget.metadata.generation) return `${keyOf(pod)} went although ${keyOf(budget)} was not counted yet`;
  const { minAvailable } = budget.spec ?? {};
  const desired = typeof minAvailable === 'number' ? minAvailable : desiredHealthy;
  if (healthy - 1 >= desired) return undefined;
  return `${keyOf(pod)} (${uidOf(pod)}) went, and ${keyOf(budget)} has ${healthy - 1} healthy pods of ${desired}`;
}

function isNews({ metadata, ...pod }: Pod, now: number): boolean {
  const changed = podCondition({ metadata, ...pod }, 'Ready')?.lastTransitionTime;
  const times = [metadata.deletionTimestamp === undefined ? undefined : metadata.deletionTimestamp, changed];
  const grace = (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  return times.some((time, index) => time !== undefined && now - (parseTime(time) - (index === 0 ? grace : 0)) < LAG_MS);
}
