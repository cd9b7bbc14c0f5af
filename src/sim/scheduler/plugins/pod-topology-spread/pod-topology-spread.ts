import { nodeAt, visitingOrder } from '../../cache/cluster-cache.ts';
import { topologyValue } from '../../cache/node-info.ts';
import { topologyOf } from '../../cache/topology.ts';
import { type Cycle, SKIP, type SchedulerPlugin, defineSchedulerPlugin, unresolvable, unschedulable } from '../../framework/plugin.ts';
import {
  type Constraint,
  type DefaultConstraints,
  constraintsOf,
  countsEveryNode,
  hasEveryKey,
  isIncluded,
  podsByDomain,
  podsOn,
} from './constraints.ts';
import { spreadHints } from './hints.ts';
import { type Spread, normaliseSpread, scoreSpread, scoreSpreads, spreadOf } from './scoring.ts';

export const NAME = 'PodTopologySpread';
const MISSING_LABEL = unresolvable(NAME, "node(s) didn't match pod topology spread constraints (missing required label)");
export const SKEWED = unschedulable(NAME, "node(s) didn't match pod topology spread constraints");

/** One DoNotSchedule constraint with the pods in each domain. */
interface Domains {
  readonly constraint: Constraint;
  readonly counts: ReadonlyMap<string, number>;
  /** Pods in the emptiest domain. */
  readonly fewest: number;
}

const DEFAULTS_OF = new WeakMap<SchedulerPlugin, DefaultConstraints>();

/** Spreads pods evenly over zones, hosts or whatever a node label says. */
export const podTopologySpread = podTopologySpreadWith('system');

export function podTopologySpreadWith(defaults: DefaultConstraints): SchedulerPlugin {
  const plugin = defineSchedulerPlugin<readonly Domains[], Spread>({
    name: NAME,
    preFilter(cycle) {
      if (cycle.spec.topologySpreadConstraints === undefined && defaults === 'system') return SKIP;
      const constraints = constraintsOf(cycle, defaults, 'DoNotSchedule');
      return constraints.length === 0 ? SKIP : { state: constraints.map((constraint) => domainsOf(cycle, constraint, constraints)) };
    },
    filter(_cycle, node, domains) {
      for (const { constraint, counts, fewest } of domains) {
        const value = topologyValue(node, constraint.topologyKey);
        if (value === undefined) return MISSING_LABEL;
        const skew = (counts.get(value) ?? 0) + (constraint.selfMatch ? 1 : 0) - fewest;
        if (skew > constraint.maxSkew) return SKEWED;
      }
      return undefined;
    },
    preScore(cycle, nodes) {
      const spread = spreadOf(cycle, defaults, nodes);
      return spread === undefined ? SKIP : { state: spread };
    },
    score: scoreSpread,
    scoreAll: scoreSpreads,
    normalise: normaliseSpread,
    requeueOn: spreadHints(defaults),
  });
  DEFAULTS_OF.set(plugin, defaults);
  return plugin;
}

/** With which default constraints the plugin was made. */
export function defaultsOf(plugin: SchedulerPlugin): DefaultConstraints | undefined {
  return DEFAULTS_OF.get(plugin);
}

function domainsOf(cycle: Cycle, constraint: Constraint, all: readonly Constraint[]): Domains {
  if (!countsEveryNode(cycle, [constraint], all)) return domainsOfEligible(cycle, constraint, all);
  const counts = podsByDomain(cycle, constraint);
  const { size } = topologyOf(cycle.cache, constraint.topologyKey).values;
  return { constraint, counts, fewest: counts.size < size || size < constraint.minDomains ? 0 : least(counts.values()) };
}

function least(counts: Iterable<number>): number {
  let fewest = Number.POSITIVE_INFINITY;
  for (const count of counts) if (count < fewest) fewest = count;
  return fewest;
}

function domainsOfEligible(cycle: Cycle, constraint: Constraint, all: readonly Constraint[]): Domains {
  const counts = new Map<string, number>();
  for (const slot of visitingOrder(cycle.cache)) {
    const node = nodeAt(cycle.cache, slot);
    if (node === undefined || !hasEveryKey(node, all) || !isIncluded(constraint, cycle.spec, node)) continue;
    const value = topologyValue(node, constraint.topologyKey) ?? '';
    counts.set(value, (counts.get(value) ?? 0) + podsOn(constraint, slot));
  }
  return { constraint, counts, fewest: counts.size < constraint.minDomains ? 0 : least(counts.values()) };
}
