import { hash32 } from '../../../base/prng.ts';
import { stressUse } from './scripts.ts';
import type { Requested, Use } from './use.ts';

const MIB = 1024 * 1024;

/**
 * A program that nobody knows takes a part of what it asks for, as programs do for which somebody has looked; without requests, little.
 * All containers of an image are alike.
 */
export function unknownUse(repository: string, argv: readonly string[], { cpuMilli, memoryBytes }: Requested): Use {
  const stress = stressUse(repository, argv);
  if (stress !== undefined) return stress;
  const share = (aspect: string): number => hash32(`${repository}/${aspect}`) / 2 ** 32;
  return {
    idleMilli: cpuMilli > 0 ? cpuMilli * (0.08 + 0.4 * share('cpu')) : 1 + 9 * share('cpu'),
    memoryMiB: memoryBytes > 0 ? (memoryBytes / MIB) * (0.35 + 0.5 * share('memory')) : 20 + 70 * share('memory'),
    requestMs: 1 + 3 * share('request'),
    start: { milli: Math.max(100, cpuMilli), ms: 3000 },
  };
}
