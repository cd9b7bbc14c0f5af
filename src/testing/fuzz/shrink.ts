/** Cuts a failing plan down to what is needed for the failure: fewer actions, fewer machines, shorter waits. */
import type { Plan, Step } from './plan.ts';

/** Most plays that one plan is worth. */
export const MOST_PLAYS = 250;

export function shrink(plan: Plan, stillFails: (candidate: Plan) => boolean): Plan {
  let plays = 0;
  const fails: Fails = (candidate) => {
    plays += 1;
    return plays <= MOST_PLAYS && stillFails(candidate);
  };
  let smallest = plan;
  while (true) {
    const smaller = shorterWaits(fewerMachines(fewerSteps(smallest, fails), fails), fails);
    if (weightOf(smaller) >= weightOf(smallest)) return smaller;
    smallest = smaller;
  }
}

type Fails = (candidate: Plan) => boolean;

function weightOf({ steps, spec }: Plan): number {
  return steps.length * 1e9 + spec.machines.length * 1e8 + steps.reduce((sum, { afterMs }) => sum + afterMs, 0);
}

/** Half of the steps, a quarter of them, and so on down to single ones. */
function fewerSteps(plan: Plan, fails: Fails): Plan {
  let { steps } = plan;
  for (let size = steps.length >> 1; size >= 1; size >>= 1) {
    for (let at = steps.length - size; at >= 0; at -= size) {
      const left = [without(steps, at, size, 0), without(steps, at, size, 1)].find((candidate) => fails({ ...plan, steps: candidate }));
      steps = left ?? steps;
    }
  }
  return { ...plan, steps };
}

/** `keep` 1: the time that they took passes all the same. */
function without(steps: readonly Step[], at: number, count: number, keep: 0 | 1): readonly Step[] {
  const lost = steps.slice(at, at + count).reduce((sum, { afterMs }) => sum + afterMs, 0) * keep;
  return steps.toSpliced(at, count).map((step, index) => (index === at ? { ...step, afterMs: step.afterMs + lost } : step));
}

function fewerMachines(plan: Plan, fails: Fails): Plan {
  let { machines } = plan.spec;
  for (let at = machines.length - 1; at >= 0 && machines.length > 1; at -= 1) {
    const left = machines.toSpliced(at, 1);
    if (fails({ ...plan, spec: { ...plan.spec, machines: left } })) machines = left;
  }
  return { ...plan, spec: { ...plan.spec, machines } };
}

function shorterWaits(plan: Plan, fails: Fails): Plan {
  let { steps } = plan;
  for (const [at, { afterMs }] of plan.steps.entries()) {
    for (const shorter of [0, afterMs >> 3, afterMs >> 1]) {
      const candidate = steps.map((step, index) => (index === at ? { ...step, afterMs: shorter } : step));
      if (shorter >= afterMs || !fails({ ...plan, steps: candidate })) continue;
      steps = candidate;
      break;
    }
  }
  return { ...plan, steps };
}
