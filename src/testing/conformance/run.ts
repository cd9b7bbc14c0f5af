import { type Difference, compareStep } from './compare.ts';
import type { Scenario } from './scenario.ts';
import { dumpPlacement, dumpState } from './state.ts';
import { type ObservedStep, type World, bootWorld, play } from './world.ts';

export interface StepResult {
  /** The command, the fault or the wait. */
  readonly title: string;
  readonly differences: readonly Difference[];
  readonly observed: ObservedStep | undefined;
}

export interface ScenarioResult {
  readonly id: string;
  readonly steps: readonly StepResult[];
  readonly matched: number;
  /** Why the run ended early: a defect of ours, no difference. */
  readonly crash: string | undefined;
}

/** Plays a scenario and compares every step with its recording. `binary`: a real kubectl to play it with, through the bridge. */
export async function runScenario(scenario: Scenario, binary?: string, seed = 1): Promise<ScenarioResult> {
  const steps: StepResult[] = [];
  let crash: string | undefined;
  let world: World | undefined;
  try {
    world = await bootWorld(scenario, seed, binary);
    let before = dumpState(world.cluster);
    for (const [i, step] of scenario.steps.entries()) {
      const observed = await play(world, step);
      const state = dumpState(world.cluster);
      const outcome = { observed, state, before, placement: dumpPlacement(world.cluster) };
      const differences = compareStep(scenario, world.names, i, outcome);
      steps.push({ title: titleOf(scenario, i), differences, observed });
      before = state;
    }
  } catch (error) {
    crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    await world?.close();
  }
  return {
    id: scenario.id,
    steps: padded(scenario, steps),
    matched: steps.filter(({ differences }) => differences.length === 0).length,
    crash,
  };
}

/** Steps that a crash kept from being played don't match. */
function padded(scenario: Scenario, steps: readonly StepResult[]): readonly StepResult[] {
  const missing = scenario.steps.slice(steps.length).map((_, i): StepResult => ({
    title: titleOf(scenario, steps.length + i),
    differences: [{ what: 'exit', lines: ['+ not played'] }],
    observed: undefined,
  }));
  return [...steps, ...missing];
}

function titleOf({ steps }: Scenario, index: number): string {
  const { kubectl, fault, wait } = steps[index] ?? {};
  if (kubectl !== undefined) return `kubectl ${kubectl}`;
  return fault === undefined ? `wait ${wait ?? 0}s` : `fault ${JSON.stringify(fault)}`;
}
