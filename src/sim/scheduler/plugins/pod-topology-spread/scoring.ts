import { nodeAt } from '../../cache/cluster-cache.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { domainCounts } from '../../cache/domains.ts';
import { topologyOf } from '../../cache/topology.ts';
import type { Cycle } from '../../framework/plugin.ts';
import {
  type Constraint,
  type DefaultConstraints,
  HOSTNAME,
  constraintsOf,
  countsEveryNode,
  hasEveryKey,
  isIncluded,
  podsOn,
} from './constraints.ts';

/** The ScheduleAnyway constraints of a pod, ready to score nodes. */
export interface Spread {
  readonly constraints: readonly Constraint[];
  /** By constraint: how much a pod in a domain weighs, more where there are more domains. */
  readonly weights: readonly number[];
  /** By constraint: pods in each domain of the feasible nodes; undefined for hosts, which are counted as they are scored. */
  readonly counts: readonly (ReadonlyMap<string, number> | undefined)[];
  /** Constraints of the pod or of the configuration: a node without all their keys gets nothing. System defaults look past that. */
  readonly needsEveryKey: boolean;
}

/** Marks, among raw scores, a node that lacks a topology key. */
const IGNORED = -1;

export function spreadOf(cycle: Cycle, defaults: DefaultConstraints, nodes: readonly NodeInfo[]): Spread | undefined {
  const constraints = constraintsOf(cycle, defaults, 'ScheduleAnyway');
  if (constraints.length === 0) return undefined;
  const needsEveryKey = defaults !== 'system' || (cycle.spec.topologySpreadConstraints?.length ?? 0) > 0;
  const eligible = needsEveryKey ? nodes.filter((node) => hasEveryKey(node, constraints)) : nodes;
  const counts = constraints.map((constraint) =>
    constraint.topologyKey === HOSTNAME ? undefined : emptyDomains(cycle, constraint, eligible),
  );
  const weights = counts.map((domains) => Math.log((domains?.size ?? eligible.length) + 2));
  for (const [index, constraint] of constraints.entries()) {
    const domains = counts[index];
    if (domains === undefined || domains.size === 0) continue;
    const required = needsEveryKey ? constraints : [];
    if (countsEveryNode(cycle, [constraint], required)) addDomains(cycle, constraint, domains);
    else countDomains(cycle, constraint, domains, required);
  }
  return { constraints, weights, counts, needsEveryKey };
}

export function scoreSpread(_cycle: Cycle, node: NodeInfo, { constraints, weights, counts, needsEveryKey }: Spread): number {
  if (needsEveryKey && !hasEveryKey(node, constraints)) return IGNORED;
  let score = 0;
  for (let index = 0; index < constraints.length; index += 1) {
    const constraint = constraints[index];
    if (constraint === undefined) continue;
    const value = topologyValue(node, constraint.topologyKey);
    if (value === undefined) continue;
    const domains = counts[index];
    const count = domains === undefined ? podsOn(constraint, node.slot) : (domains.get(value) ?? 0);
    score += count * (weights[index] ?? 0) + (constraint.maxSkew - 1);
  }
  return Math.round(score);
}

/** Fewest pods, most points. */
export function normaliseSpread(raw: readonly number[]): readonly number[] {
  let least = Number.MAX_SAFE_INTEGER;
  let most = 0;
  for (const score of raw) {
    if (score === IGNORED) continue;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  return raw.map((score) => {
    if (score === IGNORED) return 0;
    return most === 0 ? 100 : Math.trunc((100 * (most + least - score)) / most);
  });
}

function emptyDomains({ cache }: Cycle, { topologyKey }: Constraint, nodes: readonly NodeInfo[]): Map<string, number> {
  const domains = new Map<string, number>();
  const { size } = topologyOf(cache, topologyKey).values;
  for (const node of nodes) {
    const value = topologyValue(node, topologyKey);
    if (value !== undefined) domains.set(value, 0);
    if (domains.size === size) break;
  }
  return domains;
}

/** The usual case. */
function addDomains({ cache }: Cycle, { groups, topologyKey }: Constraint, domains: Map<string, number>): void {
  for (const group of groups) {
    for (const [value, pods] of domainCounts(group, topologyKey, cache.slots).staying) {
      const count = domains.get(value);
      if (count !== undefined) domains.set(value, count + pods);
    }
  }
}

/** Adds up pods on all nodes of the cluster, feasible or not, of the domains at hand; only nodes that have some are visited. */
function countDomains(cycle: Cycle, constraint: Constraint, domains: Map<string, number>, required: readonly Constraint[]): void {
  for (const [slot, pods] of constraint.pods()) {
    const node = nodeAt(cycle.cache, slot);
    const value = node && topologyValue(node, constraint.topologyKey);
    const count = value === undefined ? undefined : domains.get(value);
    if (node === undefined || value === undefined || count === undefined) continue;
    if (hasEveryKey(node, required) && isIncluded(constraint, cycle.spec, node)) domains.set(value, count + pods);
  }
}
