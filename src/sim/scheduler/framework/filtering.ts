/** PreFilter and Filter: which nodes a pod could go to. */
import { roomFor } from '../../../base/room.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { addPod, nodeAt, nodeNamed, removePod } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type Cycle, type PreFilterResult, type Rejection, SKIP, type SchedulerPlugin, unresolvable } from './plugin.ts';
import type { Profile } from './profile.ts';

/** The filters that concern a pod, with what their PreFilter worked out. */
export interface ActiveFilters {
  readonly run: readonly Filter[];
  readonly states: readonly unknown[];
  /** What each of them has said beforehand; empty when one has not. */
  readonly passes: readonly Int8Array[];
  readonly nodes: { readonly names: ReadonlySet<string>; readonly rejection: Rejection } | undefined;
  readonly rejection: Rejection | undefined;
}

type Filter = NonNullable<SchedulerPlugin['filter']>;

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
      if (names.size === 0) return { run: [], states: [], passes: [], nodes: undefined, rejection: irreconcilable(pinning) };
    }
  }
  const nodes = names === undefined ? undefined : { names, rejection: leftOutBy(pinning) };
  const { run, states, passes } = filtersToRun(profile, results);
  return { run, states, passes, nodes, rejection };
}

/** The filters whose plugin has something to do with the pod. */
function filtersToRun(
  { filters }: Profile,
  results: readonly (PreFilterResult<unknown> | undefined)[],
): Pick<ActiveFilters, 'run' | 'states' | 'passes'> {
  const run: Filter[] = [];
  const states: unknown[] = [];
  const passes: Int8Array[] = [];
  for (const { plugin, preparedAt } of filters) {
    const result = results[preparedAt];
    if (result === SKIP || plugin.filter === undefined) continue;
    run.push(plugin.filter);
    if (result === undefined || !('state' in result)) {
      states.push(undefined);
      continue;
    }
    states.push(result.state);
    if (result.passes !== undefined) passes.push(result.passes);
  }
  return { run, states, passes: passes.length === run.length ? passes : [] };
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

/** The filters as they were prepared, and once more beside the pods that wait for a place on the node. */
export function whyNotThere(
  profile: Profile,
  cycle: Cycle,
  node: NodeInfo,
  filters: ActiveFilters,
  nominees: Nominees,
): Rejection | undefined {
  const rejection = runFilters(cycle, node, filters);
  return rejection !== undefined || nominees.size === 0 ? rejection : besideNominees(profile, cycle, node, nominees);
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
export type Nominees = ReadonlyMap<string, readonly Pod[]>;

const NO_NOMINEES: Nominees = new Map();

export function nomineesByNode({ cache, informers, pod }: Cycle): Nominees {
  if (cache.nominees.size === 0) return NO_NOMINEES;
  const byNode = new Map<string, Pod[]>();
  for (const [uid, { key, node, priority }] of cache.nominees) {
    if (uid === pod.metadata.uid || priority < (pod.spec?.priority ?? 0) || cache.pods.has(uid)) continue;
    const nominee = informers.pod(key);
    if (nominee !== undefined) byNode.set(node, [...(byNode.get(node) ?? []), nominee]);
  }
  return byNode;
}

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

export interface Found {
  /** As in an `Attempt`. */
  readonly visited: readonly NodeInfo[];
  readonly rejections: readonly (Rejection | undefined)[];
  readonly feasible: readonly NodeInfo[];
  /** Theirs, in an array that the next search uses again. */
  readonly slots: Int32Array;
  readonly leftOut: { readonly count: number; readonly rejection: Rejection } | undefined;
  /** The place in the visiting order from which on they were visited one after the other; -1 when they were not. */
  readonly from: number;
}

export function findFeasible(profile: Profile, cycle: Cycle, filters: ActiveFilters, { order, start, nominees }: Way): Found {
  const { cache } = cycle;
  // The others are not even looked at.
  const slots = filters.nodes === undefined ? order : [...filters.nodes.names].flatMap((name) => presentSlot(cycle, name));
  const enough = enoughFeasible(slots.length, profile.percentageOfNodesToScore);
  // Where all of them are looked at, it doesn't matter with which one it begins.
  const first = enough === slots.length ? 0 : start;
  const search = startSearch(enough);
  // Of those who wait for a place, nothing was said beforehand.
  const passes = nominees.size === 0 ? filters.passes : [];
  let steps = 0;
  for (let place = first; steps < slots.length && search.found < enough; steps += 1, place += 1) {
    if (place >= slots.length) place -= slots.length;
    const slot = slots[place] ?? -1;
    const node = nodeAt(cache, slot);
    if (node === undefined) continue;
    // Thousands of nodes do not stay at hand for a processor: most are not even looked into.
    note(search, node, slot, passesAll(passes, slot) ? undefined : whyNotThere(profile, cycle, node, filters, nominees));
  }
  search.feasible.length = search.found;
  const leftOut = filters.nodes && { count: order.length - search.visited.length, rejection: filters.nodes.rejection };
  const { feasible, rejections } = search;
  return {
    visited: search.visited,
    feasible,
    slots: search.slots.subarray(0, search.found),
    rejections,
    leftOut,
    from: filters.nodes === undefined && search.visited.length === steps ? first : -1,
  };
}

function passesAll(passes: readonly Int8Array[], slot: number): boolean {
  for (let index = 0; index < passes.length; index += 1) if (passes[index]?.[slot] !== 1) return false;
  return passes.length > 0;
}

function presentSlot({ cache }: Cycle, name: string): readonly number[] {
  const node = nodeNamed(cache, name);
  return node?.present ? [node.slot] : [];
}

interface Search {
  visited: NodeInfo[];
  readonly feasible: NodeInfo[];
  readonly slots: Int32Array;
  /** How many nodes stand in it so far: there is room for all that are looked for. */
  found: number;
  readonly rejections: (Rejection | undefined)[];
}

/** Most pods fit everywhere: until the first rejection, what was visited and what is feasible are one and the same list. */
function startSearch(enough: number): Search {
  const nodes = roomFor<NodeInfo>(enough);
  if (scratch.length < enough) scratch = new Int32Array(enough * 2);
  return { visited: nodes, feasible: nodes, slots: scratch, found: 0, rejections: [] };
}

let scratch = new Int32Array(0);

function note(search: Search, node: NodeInfo, slot: number, rejection: Rejection | undefined): void {
  if (rejection === undefined) {
    search.feasible[search.found] = node;
    search.slots[search.found] = slot;
    search.found += 1;
    if (search.visited === search.feasible) return;
  } else if (search.visited === search.feasible) {
    search.visited = search.feasible.slice(0, search.found);
    for (const _ of search.visited) search.rejections.push(undefined);
  }
  search.visited.push(node);
  search.rejections.push(rejection);
}
