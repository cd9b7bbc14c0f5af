/** Pods, domain by domain, as a constraint counts them. */
import { matchesNodeAffinity } from '../../../../api/pod/node-affinity.ts';
import { firstUntolerated } from '../../../../api/pod/tolerations.ts';
import type { SpreadDomain } from '../../../../api/scheduling.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import type { Cycle } from '../../framework/plugin.ts';
import { type Constraint, hasEveryKey, podsOn } from '../../plugins/pod-topology-spread/constraints.ts';

export interface Domain {
  readonly value: string;
  readonly nodes: NodeInfo[];
  counted: number;
  own: number;
  leaving: number;
  /** Some of its nodes count. */
  counts: boolean;
  excluded: SpreadDomain['excluded'];
}

export interface Key {
  readonly topologyKey: string;
  readonly constraint: Constraint | undefined;
  /** All constraints whose keys a node must have to count. */
  readonly needed: readonly Constraint[];
}

/** In the order in which nodes are visited. `own`: pods of the owner by node. */
export function domainsBy(
  { topologyKey, constraint, needed }: Key,
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  own: Counts,
): readonly Domain[] {
  const domains = new Map<string, Domain>();
  for (const node of nodes) {
    const value = topologyValue(node, topologyKey);
    if (value === undefined) continue;
    const domain = domains.get(value) ?? { value, nodes: [], counted: 0, own: 0, leaving: 0, counts: false, excluded: '' };
    domains.set(value, domain);
    domain.nodes.push(node);
    domain.own += own.get(node.name) ?? 0;
    if (constraint === undefined) {
      domain.counted += own.get(node.name) ?? 0;
      domain.counts = true;
      continue;
    }
    const excluded = exclusion(constraint, needed, cycle, node);
    if (excluded === '') {
      domain.counts = true;
      domain.counted += podsOn(constraint, node.slot);
      for (const group of constraint.groups) domain.leaving += group.leaving.get(node.slot) ?? 0;
    } else domain.excluded = excluded;
  }
  for (const domain of domains.values()) if (domain.counts) domain.excluded = '';
  return [...domains.values()];
}

/** Pods in the emptiest domain that counts; 0 where none does. */
export function leastOf(domains: readonly Domain[]): number {
  const counts = domains.filter((domain) => domain.counts).map(({ counted }) => counted);
  return counts.length === 0 ? 0 : Math.min(...counts);
}

export type Counts = ReadonlyMap<string, number>;

function exclusion(constraint: Constraint, needed: readonly Constraint[], { spec }: Cycle, node: NodeInfo): SpreadDomain['excluded'] {
  if (!hasEveryKey(node, needed)) return 'keys';
  if (constraint.honorAffinity && !matchesNodeAffinity(spec, node)) return 'affinity';
  return constraint.honorTaints && firstUntolerated(node.hardTaints, spec.tolerations) !== undefined ? 'taints' : '';
}
