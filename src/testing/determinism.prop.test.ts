/**
 * The first law as properties: a run is a value of (spec, seed, commands). Replaying it, cutting it into slices, and saving and
 * restoring it in the middle all give the same bytes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serializePlain } from '../base/serialize.ts';
import { type Cluster, createCluster, replayCluster, restoreCluster } from '../sim/cluster.ts';
import { type Step, START, SPEC, act, steps } from './random-run.ts';

const RUNS = { numRuns: 12 };
const seed = fc.integer({ min: 0, max: 1_000_000 });

function run(chosen: number, script: readonly Step[]): Cluster {
  const cluster = createCluster(SPEC, chosen, { freeze: true });
  for (const step of script) act(cluster, step);
  cluster.advance(START + 120_000);
  return cluster;
}

describe('a run', () => {
  it('is the same again when its commands are replayed', () => {
    fc.assert(
      fc.property(seed, steps, (chosen, script) => {
        const first = run(chosen, script);
        const again = replayCluster(SPEC, chosen, first.state.commands.held, first.state.now);
        expect(serializePlain(again.state)).toBe(serializePlain(first.state));
      }),
      RUNS,
    );
  });

  it('does not depend on how advance is sliced', () => {
    fc.assert(
      fc.property(seed, steps, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (chosen, script, slices) => {
        const whole = run(chosen, script);
        const cut = createCluster(SPEC, chosen);
        for (const step of script) act(cut, step, slices);
        for (let index = 0; !cut.advance(START + 120_000, { events: slices[index % slices.length] ?? 1 }); index += 1);
        expect(serializePlain(cut.state)).toBe(serializePlain(whole.state));
      }),
      RUNS,
    );
  });

  it('goes on from a snapshot as if nothing had happened', () => {
    fc.assert(
      fc.property(seed, steps, fc.nat(12), (chosen, script, where) => {
        const whole = run(chosen, script);
        let cluster = createCluster(SPEC, chosen);
        script.forEach((step, index) => {
          if (index === where) cluster = restoreCluster(cluster.snapshot());
          act(cluster, step);
        });
        cluster = restoreCluster(cluster.snapshot());
        cluster.advance(START + 120_000);
        expect(serializePlain(cluster.state)).toBe(serializePlain(whole.state));
      }),
      RUNS,
    );
  });

  it('differs with the seed', () => {
    expect(serializePlain(run(1, []).state)).not.toBe(serializePlain(run(2, []).state));
  });
});
