import type { Pod } from '../../../../api/types.gen.ts';
import { startedAt } from './dry-run.ts';

/** A node, and who would have to leave it: the most important first. */
export interface Candidate {
  readonly node: string;
  readonly victims: readonly Pod[];
  /** How many of them their PodDisruptionBudgets would keep. */
  readonly violations: number;
}

/** Where preempting does the least harm (pickOneNodeForPreemption): one rule after another until one candidate is left. */
export function bestCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates;
  for (const harm of HARMS) {
    if (left.length < 2) break;
    const least = Math.min(...left.map(harm));
    left = left.filter((candidate) => harm(candidate) === least);
  }
  return left[0];
}

const PRIORITY_OFFSET = 2 ** 31;
const priorityOf = (pod: Pod | undefined): number => pod?.spec?.priority ?? 0;

const HARMS: readonly ((candidate: Candidate) => number)[] = [
  ({ violations }) => violations,
  ({ victims }) => priorityOf(victims[0]),
  ({ victims }) => victims.reduce((sum, pod) => sum + priorityOf(pod) + PRIORITY_OFFSET, 0),
  ({ victims }) => victims.length,
  ({ victims }) => -earliestStart(victims),
];

/** When the longest running of the most important victims started; one that has not is the latest. */
function earliestStart(victims: readonly Pod[]): number {
  const highest = priorityOf(victims[0]);
  const starts = victims.filter((pod) => priorityOf(pod) === highest).map((pod) => startedAt(pod, Number.MAX_SAFE_INTEGER));
  return Math.min(...starts);
}
