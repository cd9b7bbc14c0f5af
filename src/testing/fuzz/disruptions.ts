/**
 * What the status of a PodDisruptionBudget can't know yet. The API server lets an eviction through by this status; the disruption
 * controller counts anew a moment after a pod of the budget was written. A pod that its labels take away from the budget is no reason
 * for that: it goes on counting until another one is written (pkg/controller/disruption: updatePod, getPdbForPod).
 */
import { matchesSelector, selectorOf } from '../../api/labels.ts';
import { type KubeObject, isTerminating, namespaceOf, uidOf } from '../../api/object.ts';
import { isPodReady, podCondition } from '../../api/pod/conditions.ts';
import type { Pod, PodDisruptionBudget } from '../../api/types.gen.ts';
import type { LogEntry } from '../../sim/store/store.ts';

/** By the uid of a budget. */
export type Disruptions = Map<string, Missing>;

interface Missing {
  /** By its uid, since when a pod that was healthy and the budget's is so no longer, as far as the controller can tell. */
  readonly since: Map<string, number>;
  /** A pod was taken from the budget by its labels, and none of the others has been written since. */
  hasLeft: boolean;
}

export function guards({ spec }: PodDisruptionBudget, { metadata }: KubeObject): boolean {
  return matchesSelector(selectorOf(spec?.selector), metadata.labels);
}

export function isHealthy(pod: Pod): boolean {
  return isPodReady(pod) && !isTerminating(pod);
}

/** `entry` is a write of a pod. */
export function noteDisruptions(
  disruptions: Disruptions,
  budgets: readonly PodDisruptionBudget[],
  { type, object, previous, at }: LogEntry,
): void {
  const [before, after] = [previous as Pod | undefined, type === 'DELETED' ? undefined : (object as Pod)];
  for (const budget of budgets) {
    if (namespaceOf(budget) !== namespaceOf(object)) continue;
    const missing = missingOf(disruptions, budget);
    const [was, is] = [before, after].map((pod) => pod !== undefined && guards(budget, pod));
    if (is || (was && after === undefined)) hear(missing, at);
    if (was && !is && after !== undefined) missing.hasLeft = true;
    if (is && after !== undefined && isHealthy(after)) missing.since.delete(uidOf(after));
    else if (was && before !== undefined && isHealthy(before) && !isEvicted(before))
      missing.since.set(uidOf(before), missing.hasLeft ? Number.POSITIVE_INFINITY : at);
  }
}

/** How many pods the status may still take for healthy ones of the budget, if the controller needs so long for a count. */
export function unnoticed(disruptions: Disruptions, budget: PodDisruptionBudget, now: number, lagMs: number): number {
  return Array.from(missingOf(disruptions, budget).since.values()).filter((since) => now - since < lagMs).length;
}

/** What the status says may stay wrong until somebody looks again. */
export function wasLeftInSilence(disruptions: Disruptions, budget: PodDisruptionBudget): boolean {
  return missingOf(disruptions, budget).hasLeft;
}

function hear(missing: Missing, at: number): void {
  missing.hasLeft = false;
  for (const [pod, since] of missing.since) if (since > at) missing.since.set(pod, at);
}

/** An eviction is taken from the budget at once. */
function isEvicted(pod: Pod): boolean {
  return podCondition(pod, 'DisruptionTarget')?.reason === 'EvictionByEvictionAPI';
}

function missingOf(disruptions: Disruptions, budget: PodDisruptionBudget): Missing {
  const known = disruptions.get(uidOf(budget));
  if (known !== undefined) return known;
  const fresh: Missing = { since: new Map(), hasLeft: false };
  disruptions.set(uidOf(budget), fresh);
  return fresh;
}
