import { type Labels, type Selector, isEmptySelector, matchesSelector } from '../../../../api/labels.ts';
import { controllerOf } from '../../../../api/object.ts';
import { matchesNodeAffinity } from '../../../../api/pod/node-affinity.ts';
import { firstUntolerated } from '../../../../api/pod/tolerations.ts';
import type { Pod, PodSpec, TopologySpreadConstraint } from '../../../../api/types.gen.ts';
import { extend } from '../../../../base/extend.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { visitingOrder } from '../../cache/cluster-cache.ts';
import { domainCounts } from '../../cache/domains.ts';
import { type Tally, addToTally } from '../../cache/tally.ts';
import { topologyOf } from '../../cache/topology.ts';
import { type PodGroup, groupsIn, stayingOn } from '../../cache/pod-groups.ts';
import { selectorsOfServices, selectsLabels } from '../../cache/service-index.ts';
import type { Cycle } from '../../framework/plugin.ts';
import { compiledSelector, compiledSet, withLabelKeys } from '../../framework/selectors.ts';

export const HOSTNAME = 'kubernetes.io/hostname';
export const ZONE = 'topology.kubernetes.io/zone';

/** A spread constraint of the pod at hand, with the pods that it counts. */
export interface Constraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  readonly minDomains: number;
  readonly groups: readonly PodGroup[];
  /** Their pods by slot of the node, those that are being deleted left out; put together when asked for. */
  readonly pods: () => ReadonlyMap<number, number>;
  /** The pod itself counts once it is placed. */
  readonly selfMatch: boolean;
  readonly honorAffinity: boolean;
  readonly honorTaints: boolean;
}

/** What applies to pods without constraints of their own: PodTopologySpreadArgs.defaultConstraints, or the system's. */
export type DefaultConstraints = 'system' | readonly TopologySpreadConstraint[];

export function constraintsOf(
  cycle: Cycle,
  defaults: DefaultConstraints,
  when: TopologySpreadConstraint['whenUnsatisfiable'],
): readonly Constraint[] {
  const own = cycle.spec.topologySpreadConstraints;
  if (own === undefined || own.length === 0) return amongSiblings(cycle, constraintsFor(defaults, when));
  return own.filter((constraint) => constraint.whenUnsatisfiable === when).map((constraint) => compile(cycle, constraint));
}

/** Of the defaults. */
export function constraintsFor(
  defaults: DefaultConstraints,
  when: TopologySpreadConstraint['whenUnsatisfiable'],
): readonly TopologySpreadConstraint[] {
  if (defaults !== 'system') return defaults.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === when);
  return when === 'ScheduleAnyway' ? SYSTEM_DEFAULTS : [];
}

const SYSTEM_DEFAULTS: readonly TopologySpreadConstraint[] = [
  { topologyKey: HOSTNAME, maxSkew: 3, whenUnsatisfiable: 'ScheduleAnyway' },
  { topologyKey: ZONE, maxSkew: 5, whenUnsatisfiable: 'ScheduleAnyway' },
];

/** The constraint's selector, narrowed by its matchLabelKeys. */
export function selectorOfConstraint(constraint: TopologySpreadConstraint, labels: Labels): Selector {
  return withLabelKeys(compiledSelector(constraint.labelSelector), labels, constraint.matchLabelKeys);
}

function compile(cycle: Cycle, constraint: TopologySpreadConstraint): Constraint {
  const { namespace = '', labels = {} } = cycle.pod.metadata;
  const selector = selectorOfConstraint(constraint, labels);
  // An empty selector counts nothing.
  const groups = isEmptySelector(selector) ? [] : groupsIn(cycle.cache.groups, namespace, selector);
  return extend(rulesOf(constraint), {
    groups,
    pods: once(() => podsBySlot(groups)),
    selfMatch: matchesSelector(selector, labels),
  });
}

function rulesOf(constraint: TopologySpreadConstraint): Omit<Constraint, 'groups' | 'pods' | 'selfMatch'> {
  return {
    topologyKey: constraint.topologyKey,
    maxSkew: constraint.maxSkew,
    minDomains: constraint.minDomains ?? 1,
    honorAffinity: constraint.nodeAffinityPolicy !== 'Ignore',
    honorTaints: constraint.nodeTaintsPolicy === 'Honor',
  };
}

/** The pod spread among those of its Services and controller; nothing where there is neither. */
function amongSiblings(cycle: Cycle, constraints: readonly TopologySpreadConstraint[]): readonly Constraint[] {
  const groups = constraints.length === 0 ? undefined : siblings(cycle);
  if (groups === undefined) return [];
  const pods = once(() => podsBySlot(groups));
  return constraints.map((constraint) => extend(rulesOf(constraint), { groups, pods, selfMatch: true }));
}

/** Pods that all of the pod's Services and its controller select too (plugins/helper DefaultSelector); undefined when there is neither. */
function siblings(cycle: Cycle): readonly PodGroup[] | undefined {
  const { namespace = '', labels = {} } = cycle.pod.metadata;
  const services = selectorsOfServices(cycle.cache.services, namespace, labels);
  const ofController = controllerSelector(cycle, cycle.pod);
  const [first] = services;
  const base = ofController === undefined || isEmptySelector(ofController) ? first && compiledSet(first) : ofController;
  if (base === undefined) return undefined;
  const groups = groupsIn(cycle.cache.groups, namespace, base);
  return services.length === 0 ? groups : groups.filter((group) => services.every((selector) => selectsLabels(selector, group.labels)));
}

function controllerSelector({ informers }: Cycle, pod: Pod): Selector | undefined {
  const owner = controllerOf(pod);
  const namespace = pod.metadata.namespace ?? '';
  if (owner?.kind === 'ReplicaSet') {
    const replicaSet = informers.replicaSet(namespace, owner.name);
    return replicaSet?.spec && compiledSelector(replicaSet.spec.selector);
  }
  if (owner?.kind === 'StatefulSet') {
    const statefulSet = informers.statefulSet(namespace, owner.name);
    return statefulSet?.spec && compiledSelector(statefulSet.spec.selector);
  }
  if (owner?.kind === 'ReplicationController') {
    const selector = informers.replicationController(namespace, owner.name)?.spec?.selector;
    return selector && compiledSet(selector);
  }
  return undefined;
}

/** Whether the pods of a node count for a constraint. */
export function isIncluded(constraint: Constraint, spec: PodSpec, node: NodeInfo): boolean {
  if (constraint.honorAffinity && !matchesNodeAffinity(spec, node)) return false;
  return !constraint.honorTaints || firstUntolerated(node.hardTaints, spec.tolerations) === undefined;
}

function podsBySlot(groups: readonly PodGroup[]): ReadonlyMap<number, number> {
  const [only] = groups;
  if (only !== undefined && groups.length === 1 && only.leaving.size === 0) return only.nodes;
  const pods = new Map<number, number>();
  for (const group of groups) for (const slot of group.nodes.keys()) pods.set(slot, (pods.get(slot) ?? 0) + stayingOn(group, slot));
  return pods;
}

function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** Pods that the constraint counts on one node. */
export function podsOn({ groups, pods }: Constraint, slot: number): number {
  if (groups.length > FEW_GROUPS) return pods().get(slot) ?? 0;
  let count = 0;
  for (const group of groups) count += stayingOn(group, slot);
  return count;
}

/** Up to so many it is quicker to ask each. */
const FEW_GROUPS = 4;

/** The pod could go to any node as far as the constraints see it, and each of them knows every node: so the counts by domain that are kept anyway are the answer. */
export function countsEveryNode({ spec, cache }: Cycle, constraints: readonly Constraint[], needed: readonly Constraint[]): boolean {
  const isFree =
    spec.nodeSelector === undefined && spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution === undefined;
  if (constraints.some(({ honorAffinity, honorTaints }) => honorTaints || (honorAffinity && !isFree))) return false;
  const nodes = visitingOrder(cache).length;
  return needed.every(({ topologyKey }) => topologyOf(cache, topologyKey).nodes === nodes);
}

/** The same by domain of the constraint's key, over all nodes. */
export function podsByDomain({ cache }: Cycle, { groups, topologyKey }: Constraint): ReadonlyMap<string, number> {
  let tally: Tally | undefined;
  for (const group of groups) tally = addToTally(tally, domainCounts(group, topologyKey, cache.slots).staying, 1);
  return tally?.counts ?? NOBODY;
}

const NOBODY: ReadonlyMap<string, number> = new Map();

export function hasEveryKey(node: NodeInfo, constraints: readonly Constraint[]): boolean {
  return constraints.every(({ topologyKey }) => topologyValue(node, topologyKey) !== undefined);
}
