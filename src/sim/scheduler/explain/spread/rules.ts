/** The constraints that a pod's profile reads for it, one by one and whence they come. */
import type { SpreadRule } from '../../../../api/scheduling.ts';
import { type Constraint, HOSTNAME, ZONE, constraintsOf } from '../../plugins/pod-topology-spread/constraints.ts';
import { NAME, defaultsOf } from '../../plugins/pod-topology-spread/pod-topology-spread.ts';
import type { Trial } from '../trial.ts';
import type { Key } from './domains.ts';

export interface RuledKey extends Key {
  readonly rule: SpreadRule | undefined;
}

/** Keys of constraints, then zone and host where no constraint speaks of them. */
export function keysOf({ profile, cycle }: Trial): readonly RuledKey[] {
  const plugin = profile.plugins.find(({ name }) => name === NAME);
  const defaults = (plugin && defaultsOf(plugin)) ?? 'system';
  const own = (cycle.spec.topologySpreadConstraints ?? []).length > 0;
  const from = own ? 'pod' : defaults === 'system' ? 'system' : 'configuration';
  const hard = constraintsOf(cycle, defaults, 'DoNotSchedule');
  const soft = constraintsOf(cycle, defaults, 'ScheduleAnyway');
  const ruled = [
    ...hard.map((constraint) => ruledKey(constraint, hard, { from, whenUnsatisfiable: 'DoNotSchedule' })),
    // The system's own look past nodes without a key.
    ...soft.map((constraint) => ruledKey(constraint, from === 'system' ? [] : soft, { from, whenUnsatisfiable: 'ScheduleAnyway' })),
  ];
  const known = new Set(ruled.map(({ topologyKey }) => topologyKey));
  const bare = [ZONE, HOSTNAME].filter((topologyKey) => !known.has(topologyKey));
  return [...ruled, ...bare.map((topologyKey) => ({ topologyKey, constraint: undefined, needed: [], rule: undefined }))].toSorted(
    (a, b) => Number(a.topologyKey === HOSTNAME) - Number(b.topologyKey === HOSTNAME),
  );
}

function ruledKey(constraint: Constraint, needed: readonly Constraint[], told: Pick<SpreadRule, 'from' | 'whenUnsatisfiable'>): RuledKey {
  const { topologyKey, maxSkew, minDomains, honorAffinity, honorTaints } = constraint;
  const rule: SpreadRule = {
    ...told,
    maxSkew,
    minDomains,
    nodeAffinityPolicy: honorAffinity ? 'Honor' : 'Ignore',
    nodeTaintsPolicy: honorTaints ? 'Honor' : 'Ignore',
  };
  return { topologyKey, constraint, needed, rule };
}
