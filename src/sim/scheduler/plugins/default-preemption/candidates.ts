import type { PreemptionRule } from '../../../../api/scheduling.ts';
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
  return choose(candidates).best;
}

/** The rule that left one candidate; '' when there was but one from the start. */
export function decidingRule(candidates: readonly Candidate[]): PreemptionRule | '' {
  return choose(candidates).rule;
}

function choose(candidates: readonly Candidate[]): { readonly best: Candidate | undefined; readonly rule: PreemptionRule | '' } {
  let left = candidates;
  if (left.length < 2) return { best: left[0], rule: '' };
  for (const [rule, harm] of HARMS) {
    const least = Math.min(...left.map(harm));
    left = left.filter((candidate) => harm(candidate) === least);
    if (left.length < 2) return { best: left[0], rule };
  }
  return { best: left[0], rule: 'first' };
}

const PRIORITY_OFFSET = 2 ** 31;
const priorityOf = (pod: Pod | undefined): number => pod?.spec?.priority ?? 0;

const HARMS: readonly (readonly [PreemptionRule, (candidate: Candidate) => number])[] = [
  ['violations', ({ violations }) => violations],
  ['highest-priority', ({ victims }) => priorityOf(victims[0])],
  ['priority-sum', ({ victims }) => victims.reduce((sum, pod) => sum + priorityOf(pod) + PRIORITY_OFFSET, 0)],
  ['victims', ({ victims }) => victims.length],
  ['latest-start', ({ victims }) => -earliestStart(victims)],
];

/** When the longest running of the most important victims started; one that has not is the latest. */
function earliestStart(victims: readonly Pod[]): number {
  const highest = priorityOf(victims[0]);
  const starts = victims.filter((pod) => priorityOf(pod) === highest).map((pod) => startedAt(pod, Number.MAX_SAFE_INTEGER));
  return Math.min(...starts);
}
