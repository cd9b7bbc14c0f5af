import { matchesSelector } from '../../../../api/labels.ts';
import type { Node, Pod, TopologySpreadConstraint } from '../../../../api/types.gen.ts';
import { nodeAt, visitingOrder } from '../../cache/cluster-cache.ts';
import { topologyValue } from '../../cache/node-info.ts';
import { always } from '../../framework/events.ts';
import { type Cycle, SKIP, defineSchedulerPlugin, labelsOf, unresolvable, unschedulable } from '../../framework/plugin.ts';
import { type Constraint, constraintsOf, hasEveryKey, isIncluded, selectorOfConstraint } from './constraints.ts';
import { type Spread, normaliseSpread, scoreSpread, spreadOf } from './scoring.ts';

const NAME = 'PodTopologySpread';
const MISSING_LABEL = unresolvable(NAME, "node(s) didn't match pod topology spread constraints (missing required label)");
const SKEWED = unschedulable(NAME, "node(s) didn't match pod topology spread constraints");

/** One DoNotSchedule constraint with the pods in each domain. */
interface Domains {
  readonly constraint: Constraint;
  readonly counts: ReadonlyMap<string, number>;
  /** Pods in the emptiest domain. */
  readonly fewest: number;
}

/** Spreads pods evenly over zones, hosts or whatever a node label says. */
export const podTopologySpread = defineSchedulerPlugin<readonly Domains[], Spread>({
  name: NAME,
  preFilter(cycle) {
    if (cycle.spec.topologySpreadConstraints === undefined) return SKIP;
    const constraints = constraintsOf(cycle, 'DoNotSchedule');
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
    const spread = spreadOf(cycle, nodes);
    return spread === undefined ? SKIP : { state: spread };
  },
  score: scoreSpread,
  normalise: normaliseSpread,
  requeueOn: {
    AssignedPodAdd: (event, pod) => concerns(event.pod, pod),
    AssignedPodDelete: (event, pod) => concerns(event.pod, pod),
    AssignedPodUpdateLabel: ({ pod: other, previous }, pod) => concerns(other, pod) !== concerns(previous, pod),
    UpdatePodLabel: always,
    NodeAdd: ({ node }, pod) => hasKeys(node, hardConstraints(pod)),
    NodeDelete: ({ node }, pod) => hasKeys(node, hardConstraints(pod)),
    UpdateNodeLabel: ({ node, previous }, pod) => domainText(node, pod) !== domainText(previous, pod),
    UpdateNodeTaint: always,
  },
});

function domainsOf(cycle: Cycle, constraint: Constraint, all: readonly Constraint[]): Domains {
  const counts = new Map<string, number>();
  for (const slot of visitingOrder(cycle.cache)) {
    const node = nodeAt(cycle.cache, slot);
    if (node === undefined || !hasEveryKey(node, all) || !isIncluded(constraint, cycle.spec, node)) continue;
    const value = topologyValue(node, constraint.topologyKey) ?? '';
    counts.set(value, (counts.get(value) ?? 0) + (constraint.pods.get(slot) ?? 0));
  }
  return { constraint, counts, fewest: counts.size < constraint.minDomains ? 0 : Math.min(...counts.values()) };
}

function hardConstraints(pod: Pod): readonly TopologySpreadConstraint[] {
  return (pod.spec?.topologySpreadConstraints ?? []).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule');
}

/** One of the pod's constraints counts the other pod. */
function concerns(other: Pod, pod: Pod): boolean {
  if (other.metadata.namespace !== pod.metadata.namespace) return false;
  const labels = pod.metadata.labels ?? {};
  return hardConstraints(pod).some((constraint) => matchesSelector(selectorOfConstraint(constraint, labels), other.metadata.labels));
}

function hasKeys(node: Node, constraints: readonly TopologySpreadConstraint[]): boolean {
  return constraints.every(({ topologyKey }) => labelsOf(node)[topologyKey] !== undefined);
}

/** The node's domains in the pod's constraints; '' when it is in none for want of a key. */
function domainText(node: Node, pod: Pod): string {
  const constraints = hardConstraints(pod);
  return hasKeys(node, constraints) ? JSON.stringify(constraints.map(({ topologyKey }) => labelsOf(node)[topologyKey])) : '';
}
