import { serializePlain } from '../../base/serialize.ts';
import { replayCluster } from '../../sim/cluster.ts';
import { planOf } from './generate/generate.ts';
import type { Violation } from './ledger.ts';
import type { Plan } from './plan.ts';
import { type Played, play } from './play.ts';

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
}

/** Each of so many seeds is played again from its commands, with frozen objects: the bytes have to be the same. */
const REPLAYED = 50;

export function runSeed(seed: number): Outcome {
  const plan = planOf(seed);
  const played = play(plan);
  return { seed, violations: seed % REPLAYED === 0 ? [...played.violations, ...replayed(plan, played)] : played.violations };
}

function replayed({ seed, spec }: Plan, { cluster }: Played): readonly Violation[] {
  const { now, commands } = cluster.state;
  const failure = (message: string) => [{ invariant: 'a run replays to the same bytes', message, at: now - spec.startTime }];
  try {
    const again = replayCluster(spec, seed, commands.held, now, { freeze: true });
    return serializePlain(again.state) === serializePlain(cluster.state) ? [] : failure(`seed ${seed}`);
  } catch (error) {
    return failure(String(error));
  }
}
