import type { ClusterSpec, MachineSpec } from '../../../sim/kernel/spec.ts';
import type { Dice } from '../dice.ts';
import { START } from '../plan.ts';

export const GPU = 'example.com/gpu';

/** Mostly few machines, and hardly two alike. */
export function randomSpec(dice: Dice): ClusterSpec {
  const count = dice.weighted([
    [3, 1],
    [4, 2],
    [4, 3],
    [2, 4],
    [1, dice.between(5, 8)],
  ]);
  const isCrowded = dice.chance(0.2);
  const machine = (name: string) => ({ ...randomMachine(dice, name), ...(isCrowded ? { cpu: '1', pods: dice.between(3, 8) } : {}) });
  return {
    startTime: START,
    images: dice.chance(0.3) ? 'registry' : 'preloaded',
    ...dice.maybe(0.5, () => ({ volumes: 'provisioned' as const })),
    ...dice.maybe(0.3, () => ({ controlPlane: dice.chance(0.75) ? { replicas: dice.between(1, 3) } : { leaderElection: false } })),
    machines: Array.from({ length: count }, (_, index) => machine(`node-${index + 1}`)),
  };
}

export function randomMachine(dice: Dice, name: string): MachineSpec {
  return {
    name,
    cpu: dice.pick(['1', '2', '4']),
    memory: dice.pick(['2Gi', '4Gi', '8Gi']),
    ...dice.maybe(0.3, () => ({ pods: dice.between(2, 6) })),
    ...dice.maybe(0.6, () => ({ zone: dice.pick(['a', 'b', 'c']) })),
    ...dice.maybe(0.4, () => ({ labels: { disk: dice.pick(['ssd', 'hdd']) } })),
    ...dice.maybe(0.12, () => ({ taints: [{ key: 'dedicated', value: 'x', effect: dice.pick(TAINT_EFFECTS) }] })),
    ...dice.maybe(0.15, () => ({ extended: { [GPU]: '2' } })),
  };
}

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'] as const;
