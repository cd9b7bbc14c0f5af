import { matchesSelector, selectorOf } from '../../api/labels.ts';
import type { PodDisruptionBudget } from '../../api/types.gen.ts';
import { PodLook } from '../frame.ts';
import type { Frame } from '../frame.ts';
import { byLabels } from '../labels.ts';
import type { FrameSource } from '../source.ts';

/** What an eviction of a pod would meet with just now. */
export const Guard = {
  /** No budget is about it. */
  none: 0,
  /** A budget is, and lets it go. */
  free: 1,
  /** A budget is, and does not: 429. */
  held: 2,
  /** More than one budget is: 500. */
  twice: 3,
} as const;

/** Judges rows as the eviction subresource would; pods that are over, or on their way out, may always go. */
export function guardsOf(budgets: readonly PodDisruptionBudget[], frame: Frame, source: FrameSource): (row: number) => number {
  const selectors = budgets.map((budget) => ({
    budget,
    namespace: budget.metadata.namespace,
    selector: selectorOf(budget.spec?.selector),
  }));
  const about = byLabels(frame, source, (name, labels) =>
    selectors.filter(({ namespace, selector }) => namespace === name && matchesSelector(selector, labels)).map(({ budget }) => budget),
  );
  return (row) => guardOf(about(row), frame.podLook[row] ?? 0);
}

function guardOf([budget, another]: readonly PodDisruptionBudget[], look: number): number {
  if (budget === undefined) return Guard.none;
  if (ALWAYS_GO.has(look)) return Guard.free;
  if (another !== undefined) return Guard.twice;
  if (look !== PodLook.ready && isNoLoss(budget)) return Guard.free;
  return allows(budget) ? Guard.free : Guard.held;
}

const ALWAYS_GO: ReadonlySet<number> = new Set([PodLook.pending, PodLook.succeeded, PodLook.failed, PodLook.terminating]);

/** An unhealthy pod counts for nothing where the others are enough, or where the budget says so. */
function isNoLoss({ spec, status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy);
}

/** A budget that its controller has not looked at yet allows nothing. */
function allows({ metadata, status = {} }: PodDisruptionBudget): boolean {
  return (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) && (status.disruptionsAllowed ?? 0) > 0;
}
