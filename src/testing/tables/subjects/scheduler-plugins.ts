/** Asking one plugin of the scheduler about a cluster built from plain objects. */
import type { SchedulerPlugin } from '../../../sim/scheduler/framework/plugin.ts';
import {
  type TableStatus,
  type TestCluster,
  cycleOf,
  filterWith,
  nodesOf,
  scoreWith,
  statusOf,
} from '../../../sim/scheduler/test-cluster.ts';
import type { Outcome } from '../subject.ts';

export const SUCCESS: TableStatus = { code: 'Success' };

export interface FilterResult {
  readonly status?: TableStatus;
  readonly filterStatus?: TableStatus;
  readonly preFilterStatus?: TableStatus;
}

/** What a plugin says of the first node; 'Skip' when it has nothing to do with the pod. */
export function filterOne(plugin: SchedulerPlugin, pod: unknown, cluster: TestCluster): TableStatus {
  const cycle = cycleOf(pod, cluster);
  const result = filterWith(plugin, cycle, nodesOf(cycle, (cluster.nodes ?? []).slice(0, 1)));
  return result === 'Skip' ? { code: 'Skip' } : statusOf(result[0]);
}

export function unlessSkipped(status: TableStatus): TableStatus {
  return status.code === 'Skip' ? SUCCESS : status;
}

export interface OnOne {
  readonly pod: unknown;
  readonly existingPods?: readonly { readonly spec?: object }[];
  readonly nodeAllocatable?: object;
}

/** The pods that run on the one node `n`. */
export function clusterOf({ existingPods = [], nodeAllocatable }: OnOne): TestCluster {
  const status = nodeAllocatable === undefined ? {} : { status: { allocatable: nodeAllocatable } };
  return {
    nodes: [{ metadata: { name: 'n' }, ...status }],
    pods: existingPods.map((pod) => ({ ...pod, spec: { ...pod.spec, nodeName: 'n' } })),
  };
}

export type Scores = readonly { readonly name: string; readonly score: number }[];

export interface ScoreOut {
  readonly status?: TableStatus;
  readonly scores?: Scores;
  readonly priorities?: Scores;
}

export function scores(plugin: SchedulerPlugin, pod: unknown, cluster: TestCluster, feasible = cluster.nodes ?? []): string | Scores {
  const cycle = cycleOf(pod, cluster);
  const nodes = nodesOf(cycle, feasible);
  const result = scoreWith(plugin, cycle, nodes);
  if (result === 'Skip' || 'error' in result) return result === 'Skip' ? 'Skip' : result.error;
  return nodes.map((node, index) => ({ name: node.name, score: result[index] ?? 0 }));
}

/** A text is "Skip", or the message of an error, of which the table may show the heart alone. */
export function sameScores({ scores: recorded, priorities, status }: ScoreOut, got: string | Scores): Outcome {
  const expected = recorded ?? priorities;
  if (status?.code === 'Error') {
    const [heart = ''] = status.reasons ?? [];
    return { expected: heart, got: typeof got === 'string' && got.includes(heart) ? heart : got };
  }
  const isZero = expected?.every(({ score }) => score === 0) === true;
  if (expected === undefined) return { expected: 'no scores', got: typeof got === 'string' ? 'no scores' : got };
  return { expected, got: got === 'Skip' && isZero ? expected : got };
}
