/** One scheduling cycle: which nodes are feasible, which of them scores best (pkg/scheduler/schedule_one.go). */
import { addPod, nodeAt, nodeNamed, removePod, visitingOrder } from '../cache/cluster-cache.ts';
import type { Pod } from '../../../api/types.gen.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type Cycle, type PreFilterResult, type Rejection, SKIP, type SchedulerPlugin, unresolvable } from './plugin.ts';
import type { Profile } from './profile.ts';
import { type ScoreColumn, scoreNodes, selectBest, sumUp } from './scoring.ts';

/** The whole account of one attempt. */
export interface Attempt {
  /** Nodes in the cluster. */
  readonly nodeCount: number;
  /** PreFilter ended the cycle: no node needed to be looked at. */
  readonly preFilter: Rejection | undefined;
  /** Nodes that PreFilter left out, and on whose behalf. */
  readonly leftOut: { readonly count: number; readonly rejection: Rejection } | undefined;
  /** Nodes that were looked at, in that order. */
  readonly visited: readonly NodeInfo[];
  /** The version of the visiting order when that was all of it, else -1. */
  readonly visitedVersion: number;
  /** By place in `visited`; empty when every node was feasible. */
  readonly rejections: readonly (Rejection | undefined)[];
  readonly feasible: readonly NodeInfo[];
  /** By plugin; none when there was nothing to choose between. */
  readonly columns: readonly ScoreColumn[];
  /** Weighted sums, by place in `feasible`. */
  readonly totals: readonly number[];
  readonly chosen: NodeInfo | undefined;
  /** A plugin failed: neither the pod nor the nodes are to blame. */
  readonly error: string | undefined;
}

/** The filters that concern a pod, with what their PreFilter worked out. */
export interface ActiveFilters {
  readonly run: readonly Filter[];
  readonly states: readonly unknown[];
  readonly nodes: { readonly names: ReadonlySet<string>; readonly rejection: Rejection } | undefined;
  readonly rejection: Rejection | undefined;
}

type Filter = NonNullable<SchedulerPlugin['filter']>;

/** Tries to place the pod; `start` is where in the visiting order to begin, `random` breaks ties. */
export function attemptPod(profile: Profile, cycle: Cycle, start: number, random: () => number): Attempt {
  const filters = preFilter(profile, cycle);
  const order = visitingOrder(cycle.cache);
  if (filters.rejection !== undefined) return rejectEverywhere(cycle, filters.rejection);
  const nominees = nomineesByNode(cycle);
  const nominated = nominatedPlace(profile, cycle, filters, nominees);
  if (nominated !== undefined) return onlyChoice(nominated, order.length);
  const found = findFeasible(profile, cycle, filters, { order, start, nominees });
  const { feasible } = found;
  const columns = feasible.length > 1 ? scoreNodes(profile.scores, cycle, feasible) : [];
  if (typeof columns === 'string') return { ...NOTHING, ...found, nodeCount: order.length, visitedVersion: -1, error: columns };
  const totals = columns.length === 0 ? [] : sumUp(columns, feasible.length);
  // Without any score all are as good.
  const best =
    columns.length === 0
      ? selectBest(
          feasible.map(() => 0),
          random,
        )
      : selectBest(totals, random);
  const chosen = feasible.length > 1 ? feasible[best] : feasible[0];
  const visitedVersion = found.wasWhole ? cycle.cache.orderVersion : -1;
  return { ...NOTHING, ...found, nodeCount: order.length, visitedVersion, columns, totals, chosen };
}

const NOTHING = {
  preFilter: undefined,
  leftOut: undefined,
  rejections: [],
  feasible: [],
  columns: [],
  totals: [],
  chosen: undefined,
  error: undefined,
} as const;

function rejectEverywhere({ cache }: Cycle, rejection: Rejection): Attempt {
  const visited = visitingOrder(cache).flatMap((slot) => nodeAt(cache, slot) ?? []);
  const rejections = visited.map(() => rejection);
  return { ...NOTHING, nodeCount: visited.length, preFilter: rejection, visited, visitedVersion: cache.orderVersion, rejections };
}

/** How many feasible nodes are enough (numFeasibleNodesToFind): all below 100, then an ever smaller share, never under 100. */
export function enoughFeasible(nodes: number, percentage = 0): number {
  if (nodes < 100) return nodes;
  const share = percentage === 0 ? Math.max(5, 50 - Math.floor(nodes / 125)) : percentage;
  return Math.max(100, Math.floor((nodes * share) / 100));
}

export function preFilter(profile: Profile, cycle: Cycle): ActiveFilters {
  const results: (PreFilterResult<unknown> | undefined)[] = [];
  const pinning: string[] = [];
  let names: ReadonlySet<string> | undefined;
  let rejection: Rejection | undefined;
  for (const plugin of profile.preFilters) {
    const result = plugin.preFilter?.(cycle);
    results.push(result);
    if (result === SKIP || result === undefined) continue;
    if ('rejection' in result) {
      ({ rejection } = result);
      if (rejection.code === 'UnschedulableAndUnresolvable') break;
    } else if (result.nodes !== undefined) {
      const before: ReadonlySet<string> | undefined = names;
      names = before === undefined ? result.nodes : new Set([...before].filter((name) => result.nodes?.has(name)));
      pinning.push(plugin.name);
      if (names.size === 0) return { run: [], states: [], nodes: undefined, rejection: irreconcilable(pinning) };
    }
  }
  const nodes = names === undefined ? undefined : { names, rejection: leftOutBy(pinning) };
  return { ...filtersToRun(profile, results), nodes, rejection };
}

/** The filters whose plugin has something to do with the pod. */
function filtersToRun(
  { filters }: Profile,
  results: readonly (PreFilterResult<unknown> | undefined)[],
): Pick<ActiveFilters, 'run' | 'states'> {
  const run: Filter[] = [];
  const states: unknown[] = [];
  for (const { plugin, preparedAt } of filters) {
    const result = results[preparedAt];
    if (result === SKIP || plugin.filter === undefined) continue;
    run.push(plugin.filter);
    states.push(result !== undefined && 'state' in result ? result.state : undefined);
  }
  return { run, states };
}

function leftOutBy(plugins: readonly string[]): Rejection {
  return unresolvable(plugins[0] ?? '', `node(s) didn't satisfy plugin(s) [${plugins.toSorted().join(' ')}]`);
}

function irreconcilable(plugins: readonly string[]): Rejection {
  const [only = ''] = plugins;
  const text = plugins.length > 1 ? `plugin(s) [${plugins.join(' ')}] simultaneously` : `plugin ${only}`;
  return unresolvable(only, `node(s) didn't satisfy ${text}`);
}

/** The first filter that says no ends it. */
function runFilters(cycle: Cycle, node: NodeInfo, { run, states }: ActiveFilters): Rejection | undefined {
  for (let index = 0; index < run.length; index += 1) {
    const rejection = run[index]?.(cycle, node, states[index]);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}

/** PreFilter and Filter for one node, on the cache as it is now, with and without the pods that wait for a place there. */
export function whyNot(profile: Profile, cycle: Cycle, node: NodeInfo): Rejection | undefined {
  return whyNotNow(profile, cycle, node) ?? besideNominees(profile, cycle, node, nomineesByNode(cycle));
}

function whyNotNow(profile: Profile, cycle: Cycle, node: NodeInfo): Rejection | undefined {
  const filters = preFilter(profile, cycle);
  return filters.rejection ?? runFilters(cycle, node, filters);
}

/** Pods that wait for a place on a node, and count there for those that are no more important. */
type Nominees = ReadonlyMap<string, readonly Pod[]>;

const NO_NOMINEES: Nominees = new Map();

function nomineesByNode({ cache, informers, pod }: Cycle): Nominees {
  if (cache.nominees.size === 0) return NO_NOMINEES;
  const byNode = new Map<string, Pod[]>();
  for (const [uid, { key, node, priority }] of cache.nominees) {
    if (uid === pod.metadata.uid || priority < (pod.spec?.priority ?? 0) || cache.pods.has(uid)) continue;
    const nominee = informers.pod(key);
    if (nominee !== undefined) byNode.set(node, [...(byNode.get(node) ?? []), nominee]);
  }
  return byNode;
}

/** The node on which other pods made way for this one, if it fits there now. */
function nominatedPlace(profile: Profile, cycle: Cycle, filters: ActiveFilters, nominees: Nominees): NodeInfo | undefined {
  const nominee = cycle.cache.nominees.get(cycle.pod.metadata.uid ?? '');
  const node = nominee && nodeNamed(cycle.cache, nominee.node);
  if (node === undefined || !node.present) return undefined;
  return (runFilters(cycle, node, filters) ?? besideNominees(profile, cycle, node, nominees)) === undefined ? node : undefined;
}

function onlyChoice(node: NodeInfo, nodeCount: number): Attempt {
  const found = { visited: [node], visitedVersion: -1, feasible: [node], chosen: node };
  return { ...NOTHING, nodeCount, leftOut: { count: nodeCount - 1, rejection: NOT_NOMINATED }, ...found };
}

const NOT_NOMINATED = unresolvable('', 'node(s) were not looked at');

/** The same once more with them on the node: both must hold. */
function besideNominees(profile: Profile, cycle: Cycle, node: NodeInfo, nominees: Nominees): Rejection | undefined {
  const added = nominees.get(node.name);
  if (added === undefined) return undefined;
  for (const nominee of added) addPod(cycle.cache, nominee, node.name);
  const rejection = whyNotNow(profile, cycle, node);
  for (const nominee of added) removePod(cycle.cache, nominee.metadata.uid ?? '');
  return rejection;
}

interface Way {
  readonly order: readonly number[];
  readonly start: number;
  readonly nominees: Nominees;
}

/** `wasWhole`: all nodes were looked at, in their order. */
type Found = Pick<Attempt, 'visited' | 'rejections' | 'feasible' | 'leftOut'> & { readonly wasWhole: boolean };

function findFeasible(profile: Profile, cycle: Cycle, filters: ActiveFilters, { order, start, nominees }: Way): Found {
  const { cache } = cycle;
  // The others are not even looked at.
  const slots = filters.nodes === undefined ? order : [...filters.nodes.names].flatMap((name) => presentSlot(cycle, name));
  const enough = enoughFeasible(slots.length, profile.percentageOfNodesToScore);
  // Where all of them are looked at, it doesn't matter with which one it begins.
  const first = enough === slots.length ? 0 : start;
  const search = startSearch();
  for (let step = 0; step < slots.length && search.feasible.length < enough; step += 1) {
    const slot = slots[(first + step) % slots.length];
    const node = slot === undefined ? undefined : nodeAt(cache, slot);
    if (node === undefined) continue;
    const rejection =
      runFilters(cycle, node, filters) ?? (nominees.size === 0 ? undefined : besideNominees(profile, cycle, node, nominees));
    note(search, node, rejection);
  }
  const leftOut = filters.nodes && { count: order.length - search.visited.length, rejection: filters.nodes.rejection };
  return { ...search, leftOut, wasWhole: first === 0 && search.visited.length === order.length && filters.nodes === undefined };
}

function presentSlot({ cache }: Cycle, name: string): readonly number[] {
  const node = nodeNamed(cache, name);
  return node?.present ? [node.slot] : [];
}

interface Search {
  visited: NodeInfo[];
  readonly feasible: NodeInfo[];
  readonly rejections: (Rejection | undefined)[];
}

/** Most pods fit everywhere: until the first rejection, what was visited and what is feasible are one and the same list. */
function startSearch(): Search {
  const nodes: NodeInfo[] = [];
  return { visited: nodes, feasible: nodes, rejections: [] };
}

function note(search: Search, node: NodeInfo, rejection: Rejection | undefined): void {
  if (rejection === undefined) {
    search.feasible.push(node);
    if (search.visited === search.feasible) return;
  } else if (search.visited === search.feasible) {
    search.visited = [...search.feasible];
    for (const _ of search.feasible) search.rejections.push(undefined);
  }
  search.visited.push(node);
  search.rejections.push(rejection);
}
