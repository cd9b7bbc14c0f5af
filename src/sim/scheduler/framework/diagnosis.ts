import type { Cycle, Diagnosis, PostFilterMeans, PostFilterResult, Preemption, SchedulerPlugin } from './plugin.ts';

export interface FitError {
  /** The text of a FailedScheduling event and of the pod's condition (framework.FitError). */
  readonly message: string;
  readonly preemption: Preemption | undefined;
  /** A place is being made for the pod. */
  readonly waits: boolean;
}

/** Asks PostFilter plugins for a way out and puts the whole into words. */
export function fitError(cycle: Cycle, diagnosis: Diagnosis, plugins: readonly SchedulerPlugin[], means: PostFilterMeans): FitError {
  const why = diagnosis.preFilter === undefined ? histogram(countReasons(diagnosis)) : diagnosis.preFilter.reasons.join(', ');
  const after = postFilter(cycle, diagnosis, plugins, means);
  const words = `0/${diagnosis.nodeCount} nodes are available: ${why}.`;
  if ('preemption' in after) return { message: words, preemption: after.preemption, waits: true };
  return { message: after.text === '' ? words : `${words} ${after.text}`, preemption: undefined, waits: after.waits === true };
}

/** `3 Insufficient cpu, 1 node(s) were unschedulable` in the order of the finished strings. */
export function histogram(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

export function addCount(counts: Map<string, number>, reason: string, count = 1): void {
  counts.set(reason, (counts.get(reason) ?? 0) + count);
}

/** Names of the plugins that rejected a node or the pod: whose events may bring it back into the queue. */
export function rejectingPlugins({ preFilter, rejected, leftOut }: Diagnosis): readonly string[] {
  if (preFilter !== undefined) return [preFilter.plugin];
  const plugins = new Set<string>();
  if (leftOut !== undefined) plugins.add(leftOut.rejection.plugin);
  for (const { rejection } of rejected) plugins.add(rejection.plugin);
  return [...plugins];
}

function countReasons({ rejected, leftOut }: Diagnosis): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rejection } of rejected) for (const reason of rejection.reasons) addCount(counts, reason);
  if (leftOut !== undefined && leftOut.count > 0) addCount(counts, leftOut.rejection.reasons[0] ?? '', leftOut.count);
  return counts;
}

/** The first plugin that finds a way out ends it; the words of the others are put together. */
function postFilter(cycle: Cycle, diagnosis: Diagnosis, plugins: readonly SchedulerPlugin[], means: PostFilterMeans): PostFilterResult {
  const texts: string[] = [];
  let waits = false;
  for (const plugin of plugins) {
    const result = plugin.postFilter?.(cycle, diagnosis, means);
    if (result === undefined) continue;
    if ('preemption' in result || result.final) return result;
    texts.push(result.text);
    waits ||= result.waits === true;
  }
  return { text: texts.join(', '), ...(waits ? { waits } : {}) };
}
