/** One scheduling cycle: which nodes are feasible, which of them scores best (pkg/scheduler/schedule_one.go). */
import { addPod, nodeAt, nodeNamed, removePod, visitingOrder } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type Cycle, type Rejection, SKIP, type SchedulerPlugin, type Sortable, unresolvable } from './plugin.ts';
import { type ScoreColumn, type WeightedPlugin, scoreNodes, selectBest, sumUp } from './scoring.ts';

/** The plugins of a scheduler in their order, with the weights of their scores. */
export interface Profile {
  readonly plugins: readonly SchedulerPlugin[];
  readonly filters: readonly SchedulerPlugin[];
  readonly scores: readonly WeightedPlugin[];
  /** QueueSort. */
  compare(this: void, a: Sortable, b: Sortable): number;
}

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
}

/** The filters that concern a pod, with what their PreFilter worked out. */
export interface ActiveFilters {
  readonly run: readonly Filter[];
  readonly states: readonly unknown[];
  readonly nodes: { readonly names: ReadonlySet<string>; readonly rejection: Rejection } | undefined;
  readonly rejection: Rejection | undefined;
}

type Filter = NonNullable<SchedulerPlugin['filter']>;

export function createProfile(plugins: readonly WeightedPlugin[]): Profile {
  const sort = plugins.find(({ plugin }) => plugin.compare !== undefined)?.plugin;
  return {
    plugins: plugins.map(({ plugin }) => plugin),
    filters: plugins.map(({ plugin }) => plugin).filter((plugin) => plugin.filter !== undefined || plugin.preFilter !== undefined),
    scores: plugins.filter(({ plugin }) => plugin.score !== undefined),
    compare: (a, b) => sort?.compare?.(a, b) ?? 0,
  };
}

/** Tries to place the pod; `start` is where in the visiting order to begin, `random` breaks ties. */
export function attemptPod(profile: Profile, cycle: Cycle, start: number, random: () => number): Attempt {
  const filters = preFilter(profile, cycle);
  const order = visitingOrder(cycle.cache);
  const nominated = filters.rejection === undefined ? nominatedPlace(profile, cycle, filters) : undefined;
  if (nominated !== undefined) return onlyChoice(nominated, order.length);
  if (filters.rejection !== undefined) return rejectEverywhere(cycle, filters.rejection);
  const found = findFeasible(profile, cycle, filters, order, start);
  const { feasible } = found;
  const columns = feasible.length > 1 ? scoreNodes(profile.scores, cycle, feasible) : [];
  const totals = columns.length === 0 ? [] : sumUp(columns, feasible.length);
  const chosen = feasible.length > 1 ? feasible[selectBest(totals, random)] : feasible[0];
  const { visited, rejections, leftOut } = found;
  const visitedVersion = start === 0 && visited.length === order.length && leftOut === undefined ? cycle.cache.orderVersion : -1;
  return { nodeCount: order.length, preFilter: undefined, leftOut, visited, visitedVersion, rejections, feasible, columns, totals, chosen };
}

function rejectEverywhere({ cache }: Cycle, preFilter: Rejection): Attempt {
  const visited = visitingOrder(cache).flatMap((slot) => nodeAt(cache, slot) ?? []);
  const rejections = visited.map(() => preFilter);
  const nothing = { feasible: [], columns: [], totals: [], chosen: undefined };
  return { nodeCount: visited.length, preFilter, leftOut: undefined, visited, visitedVersion: cache.orderVersion, rejections, ...nothing };
}

/** How many feasible nodes are enough (numFeasibleNodesToFind): all below 100, then an ever smaller share, never under 100. */
export function enoughFeasible(nodes: number): number {
  if (nodes < 100) return nodes;
  const percentage = Math.max(5, 50 - Math.floor(nodes / 125));
  return Math.max(100, Math.floor((nodes * percentage) / 100));
}

export function preFilter(profile: Profile, cycle: Cycle): ActiveFilters {
  const run: Filter[] = [];
  const states: unknown[] = [];
  const pinning: string[] = [];
  let names: ReadonlySet<string> | undefined;
  let rejection: Rejection | undefined;
  for (const plugin of profile.filters) {
    const result = plugin.preFilter?.(cycle);
    if (result === SKIP) continue;
    if (result !== undefined && 'rejection' in result) {
      rejection ??= result.rejection;
      if (result.rejection.code === 'UnschedulableAndUnresolvable') break;
      continue;
    }
    if (result?.nodes !== undefined) {
      const before: ReadonlySet<string> | undefined = names;
      names = before === undefined ? result.nodes : new Set([...before].filter((name) => result.nodes?.has(name)));
      pinning.push(plugin.name);
    }
    if (plugin.filter === undefined) continue;
    run.push(plugin.filter);
    states.push(result?.state);
  }
  const nodes = names === undefined ? undefined : { names, rejection: leftOutBy(pinning) };
  return { run, states, nodes, rejection };
}

function leftOutBy(plugins: readonly string[]): Rejection {
  return unresolvable(plugins[0] ?? '', `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}]`);
}

/** The first filter that says no ends it. */
function runFilters(cycle: Cycle, node: NodeInfo, { run, states }: ActiveFilters): Rejection | undefined {
  for (let index = 0; index < run.length; index += 1) {
    const rejection = run[index]?.(cycle, node, states[index]);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}

/** PreFilter and Filter for one node, on the cache as it is now. */
export function whyNot(profile: Profile, cycle: Cycle, node: NodeInfo): Rejection | undefined {
  const filters = preFilter(profile, cycle);
  return filters.rejection ?? runFilters(cycle, node, filters);
}

/** The node on which other pods made way for this one, if it fits there now. */
function nominatedPlace(profile: Profile, cycle: Cycle, filters: ActiveFilters): NodeInfo | undefined {
  const nominee = cycle.cache.nominees.get(cycle.pod.metadata.uid ?? '');
  const node = nominee && nodeNamed(cycle.cache, nominee.node);
  if (node === undefined || !node.present || filters.nodes?.names.has(node.name) === false) return undefined;
  return (runFilters(cycle, node, filters) ?? besideNominees(profile, cycle, node)) === undefined ? node : undefined;
}

function onlyChoice(node: NodeInfo, nodeCount: number): Attempt {
  const found = { visited: [node], visitedVersion: -1, rejections: [], feasible: [node], chosen: node };
  return {
    nodeCount,
    preFilter: undefined,
    leftOut: { count: nodeCount - 1, rejection: NOT_NOMINATED },
    columns: [],
    totals: [],
    ...found,
  };
}

const NOT_NOMINATED = unresolvable('', 'node(s) were not looked at');

/** Pods that wait for a place on the node, no less important than this one, must find theirs too. */
function besideNominees(profile: Profile, cycle: Cycle, node: NodeInfo): Rejection | undefined {
  const { cache, informers, pod } = cycle;
  const added: string[] = [];
  for (const [uid, { key, node: name, priority }] of cache.nominees) {
    if (name !== node.name || uid === pod.metadata.uid || priority < (pod.spec?.priority ?? 0)) continue;
    const nominee = informers.pod(key);
    if (nominee === undefined || cache.pods.has(uid)) continue;
    addPod(cache, nominee, node.name);
    added.push(uid);
  }
  if (added.length === 0) return undefined;
  const rejection = whyNot(profile, cycle, node);
  for (const uid of added) removePod(cache, uid);
  return rejection;
}

type Found = Pick<Attempt, 'visited' | 'rejections' | 'feasible' | 'leftOut'>;

function findFeasible(profile: Profile, cycle: Cycle, filters: ActiveFilters, order: readonly number[], start: number): Found {
  if (filters.nodes !== undefined) return findAmong(profile, cycle, filters, filters.nodes, order.length);
  const enough = enoughFeasible(order.length);
  const search = startSearch();
  for (let step = 0; step < order.length && search.feasible.length < enough; step += 1) {
    const slot = order[(start + step) % order.length];
    const node = slot === undefined ? undefined : nodeAt(cycle.cache, slot);
    if (node !== undefined) lookAt(profile, cycle, filters, node, search);
  }
  return { ...search, leftOut: undefined };
}

/** PreFilter named the nodes that come into question: the others are not even looked at. */
function findAmong(
  profile: Profile,
  cycle: Cycle,
  filters: ActiveFilters,
  { names, rejection }: NonNullable<ActiveFilters['nodes']>,
  nodeCount: number,
): Found {
  const search = startSearch();
  for (const name of names) {
    const node = nodeNamed(cycle.cache, name);
    if (node?.present) lookAt(profile, cycle, filters, node, search);
  }
  return { ...search, leftOut: { count: nodeCount - search.visited.length, rejection } };
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

function lookAt(profile: Profile, cycle: Cycle, filters: ActiveFilters, node: NodeInfo, search: Search): void {
  const { nominees } = cycle.cache;
  const rejection = runFilters(cycle, node, filters) ?? (nominees.size === 0 ? undefined : besideNominees(profile, cycle, node));
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
