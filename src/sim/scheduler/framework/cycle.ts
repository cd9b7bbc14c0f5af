/** One scheduling cycle: which nodes are feasible, which of them scores best (pkg/scheduler/schedule_one.go). */
import { nodeAt, nodeNamed, visitingOrder } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type Cycle, type Rejection, SKIP, type SchedulerPlugin, type Sortable, unresolvable } from './plugin.ts';

/** The plugins of a scheduler in their order, with the weights of their scores. */
export interface Profile {
  readonly plugins: readonly SchedulerPlugin[];
  readonly filters: readonly SchedulerPlugin[];
  readonly scores: readonly { readonly plugin: SchedulerPlugin; readonly weight: number }[];
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
  /** By place in `visited`; empty when every node was feasible. */
  readonly rejections: readonly (Rejection | undefined)[];
  readonly feasible: readonly NodeInfo[];
  /** By plugin; none when there was nothing to choose between. */
  readonly columns: readonly ScoreColumn[];
  /** Weighted sums, by place in `feasible`. */
  readonly totals: readonly number[];
  readonly chosen: NodeInfo | undefined;
}

export interface ScoreColumn {
  readonly plugin: string;
  readonly weight: number;
  /** By place in `feasible`. */
  readonly raw: readonly number[];
  readonly normalised: readonly number[];
}

/** The filters that concern a pod, with what their PreFilter worked out. */
export interface ActiveFilters {
  readonly plugins: readonly SchedulerPlugin[];
  readonly states: readonly unknown[];
  readonly nodes: { readonly names: ReadonlySet<string>; readonly rejection: Rejection } | undefined;
  readonly rejection: Rejection | undefined;
}

export function createProfile(plugins: readonly { readonly plugin: SchedulerPlugin; readonly weight: number }[]): Profile {
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
  if (filters.rejection !== undefined) return rejectEverywhere(cycle, filters.rejection);
  const found = findFeasible(cycle, filters, order, start);
  const { feasible } = found;
  const columns = feasible.length > 1 ? scoreNodes(profile, cycle, feasible) : [];
  const totals = columns.length === 0 ? [] : sumUp(columns, feasible.length);
  const chosen = feasible.length > 1 ? feasible[selectBest(totals, feasible.length, random)] : feasible[0];
  return { nodeCount: order.length, preFilter: undefined, ...found, columns, totals, chosen };
}

function rejectEverywhere({ cache }: Cycle, preFilter: Rejection): Attempt {
  const visited = visitingOrder(cache).flatMap((slot) => nodeAt(cache, slot) ?? []);
  const rejections = visited.map(() => preFilter);
  return {
    nodeCount: visited.length,
    preFilter,
    leftOut: undefined,
    visited,
    rejections,
    feasible: [],
    columns: [],
    totals: [],
    chosen: undefined,
  };
}

/** How many feasible nodes are enough (numFeasibleNodesToFind): all below 100, then an ever smaller share, never under 100. */
export function enoughFeasible(nodes: number): number {
  if (nodes < 100) return nodes;
  const percentage = Math.max(5, 50 - Math.floor(nodes / 125));
  return Math.max(100, Math.floor((nodes * percentage) / 100));
}

export function preFilter(profile: Profile, cycle: Cycle): ActiveFilters {
  const plugins: SchedulerPlugin[] = [];
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
    plugins.push(plugin);
    states.push(result?.state);
  }
  const nodes = names === undefined ? undefined : { names, rejection: leftOutBy(pinning) };
  return { plugins, states, nodes, rejection };
}

function leftOutBy(plugins: readonly string[]): Rejection {
  return unresolvable(plugins[0] ?? '', `node(s) didn't satisfy plugin(s) [${plugins.join(' ')}]`);
}

/** The first filter that says no ends it. */
export function runFilters(cycle: Cycle, node: NodeInfo, { plugins, states }: ActiveFilters): Rejection | undefined {
  for (let index = 0; index < plugins.length; index += 1) {
    const rejection = plugins[index]?.filter?.(cycle, node, states[index]);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}

type Found = Pick<Attempt, 'visited' | 'rejections' | 'feasible' | 'leftOut'>;

function findFeasible(cycle: Cycle, filters: ActiveFilters, order: readonly number[], start: number): Found {
  if (filters.nodes !== undefined) return findAmong(cycle, filters, filters.nodes, order.length);
  const enough = enoughFeasible(order.length);
  const visited: NodeInfo[] = [];
  const feasible: NodeInfo[] = [];
  const rejections: (Rejection | undefined)[] = [];
  for (let step = 0; step < order.length && feasible.length < enough; step += 1) {
    const slot = order[(start + step) % order.length];
    const node = slot === undefined ? undefined : nodeAt(cycle.cache, slot);
    if (node !== undefined) lookAt(cycle, filters, node, visited, feasible, rejections);
  }
  return { visited, rejections, feasible, leftOut: undefined };
}

/** PreFilter named the nodes that come into question: the others are not even looked at. */
function findAmong(
  cycle: Cycle,
  filters: ActiveFilters,
  { names, rejection }: NonNullable<ActiveFilters['nodes']>,
  nodeCount: number,
): Found {
  const visited: NodeInfo[] = [];
  const feasible: NodeInfo[] = [];
  const rejections: (Rejection | undefined)[] = [];
  for (const name of names) {
    const node = nodeNamed(cycle.cache, name);
    if (node?.present) lookAt(cycle, filters, node, visited, feasible, rejections);
  }
  return { visited, rejections, feasible, leftOut: { count: nodeCount - visited.length, rejection } };
}

function lookAt(
  cycle: Cycle,
  filters: ActiveFilters,
  node: NodeInfo,
  visited: NodeInfo[],
  feasible: NodeInfo[],
  rejections: (Rejection | undefined)[],
): void {
  const rejection = runFilters(cycle, node, filters);
  visited.push(node);
  if (rejection === undefined) {
    feasible.push(node);
    if (rejections.length > 0) rejections.push(undefined);
    return;
  }
  // The list starts with the first rejection: most pods fit everywhere and need none.
  while (rejections.length < visited.length - 1) rejections.push(undefined);
  rejections.push(rejection);
}

export function scoreNodes(profile: Profile, cycle: Cycle, nodes: readonly NodeInfo[]): readonly ScoreColumn[] {
  const columns: ScoreColumn[] = [];
  for (const { plugin, weight } of profile.scores) {
    const prepared = plugin.preScore?.(cycle, nodes);
    if (prepared === SKIP) continue;
    const raw = scoreColumn(plugin, cycle, nodes, prepared?.state);
    columns.push({ plugin: plugin.name, weight, raw, normalised: plugin.normalise?.(raw) ?? raw });
  }
  return columns;
}

function scoreColumn(plugin: SchedulerPlugin, cycle: Cycle, nodes: readonly NodeInfo[], state: unknown): number[] {
  const raw: number[] = [];
  for (const node of nodes) raw.push(plugin.score?.(cycle, node, state) ?? 0);
  return raw;
}

function sumUp(columns: readonly ScoreColumn[], count: number): number[] {
  const totals: number[] = [];
  for (let index = 0; index < count; index += 1) totals.push(0);
  for (const { normalised, weight } of columns) {
    for (let index = 0; index < count; index += 1) totals[index] = (totals[index] ?? 0) + weight * (normalised[index] ?? 0);
  }
  return totals;
}

/** Place of the highest total, each of equal ones with the same chance. */
function selectBest(totals: readonly number[], count: number, random: () => number): number {
  let best = totals[0] ?? 0;
  let ties = 0;
  for (let index = 0; index < count; index += 1) {
    const total = totals[index] ?? 0;
    if (total > best) best = total;
  }
  for (let index = 0; index < count; index += 1) if ((totals[index] ?? 0) === best) ties += 1;
  let pick = ties === 1 ? 0 : Math.floor(random() * ties);
  for (let index = 0; index < count; index += 1) {
    if ((totals[index] ?? 0) !== best) continue;
    if (pick === 0) return index;
    pick -= 1;
  }
  return 0;
}
