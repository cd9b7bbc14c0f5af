import { describe, expect, it } from 'vitest';
import { serializePlain } from '../../base/serialize.ts';
import { parseScenarioFile, printScenarioFile } from '../scenarios/scenario-file.ts';
import { planOf } from './generate/generate.ts';
import type { Plan } from './plan.ts';
import { play } from './play.ts';
import { runSeeds } from './pool.ts';
import { linesOf, planOfLines } from './scenario.ts';
import type { Outcome } from './seeds.ts';
import { MOST_PLAYS, shrink } from './shrink.ts';

const SEEDS = [3, 17, 24];

describe('a plan', () => {
  it.each(SEEDS)('of seed %i follows from it', (seed) => {
    expect(planOf(seed)).toEqual(planOf(seed));
    expect(planOf(seed)).not.toEqual(planOf(seed + 1));
  });

  it.each(SEEDS)('of seed %i is the same run when it comes back from a scenario file', (seed) => {
    const plan = planOf(seed);
    const first = play(plan);
    const text = printScenarioFile(linesOf(plan, first));
    const again = planOfLines(parseScenarioFile(text));
    expect(again.spec).toEqual(plan.spec);
    // A boolean: the texts are too long to be shown.
    expect(serializePlain(play(again).cluster.state.store.tables) === serializePlain(first.cluster.state.store.tables)).toBe(true);
  });
});

describe('a failing plan', () => {
  const isNodeFault = ({ action }: Plan['steps'][number]) => action.type === 'fault' && action.fault.type.startsWith('node-');
  const plan = Array.from({ length: 100 }, (_, seed) => planOf(seed)).find(
    ({ steps, spec }) => steps.some(isNodeFault) && spec.machines.length > 2,
  );

  it('is cut down to what it fails with', () => {
    const small = plan && shrink(plan, ({ steps }) => steps.some(isNodeFault));
    expect(small?.steps).toHaveLength(1);
    expect(small?.steps[0]).toMatchObject({ afterMs: 0, action: { type: 'fault' } });
    expect(small?.spec.machines).toHaveLength(1);
  });

  it('is played only so often', () => {
    let plays = 0;
    const big = Array.from({ length: 300 }, (_, seed) => planOf(seed)).toSorted((a, b) => b.steps.length - a.steps.length)[0];
    if (big !== undefined) shrink(big, () => (plays += 1) % 7 === 0);
    expect(plays).toBeLessThanOrEqual(MOST_PLAYS);
  });
});

it('tells of seeds in their order', async () => {
  const told: Outcome[] = [];
  await runSeeds({ from: 5, count: 3 }, 1, (outcome) => void told.push(outcome));
  expect(told).toEqual([5, 6, 7].map((seed) => ({ seed, violations: [] })));
});
