import type { Cycle, Diagnosis, SchedulerPlugin } from './plugin.ts';

/** The text of a FailedScheduling event and of the pod's condition (framework.FitError). */
export function fitErrorText(cycle: Cycle, diagnosis: Diagnosis, plugins: readonly SchedulerPlugin[]): string {
  const after = postFilterText(cycle, diagnosis, plugins);
  const why = diagnosis.preFilter === undefined ? histogram(countReasons(diagnosis)) : diagnosis.preFilter.reasons.join(', ');
  return `0/${diagnosis.nodeCount} nodes are available: ${why}.${after === '' ? '' : ` ${after}`}`;
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

function postFilterText(cycle: Cycle, diagnosis: Diagnosis, plugins: readonly SchedulerPlugin[]): string {
  const texts: string[] = [];
  for (const plugin of plugins) {
    if (plugin.postFilter === undefined) continue;
    const { text, final } = plugin.postFilter(cycle, diagnosis);
    if (final) return text;
    texts.push(text);
  }
  return texts.join(', ');
}
