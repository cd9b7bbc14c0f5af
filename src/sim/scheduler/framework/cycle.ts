/** One scheduling cycle: which nodes are feasible, which of them scores best (pkg/scheduler/schedule_one.go). */
import { type ClusterCache, nodeAt, nodeNamed, visitingOrder } from '../cache/cluster-cache.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type ActiveFilters, type Nominees, findFeasible, nomineesByNode, preFilter, whyNotThere } from './filtering.ts';
import { type Cycle, type Rejection, unresolvable } from './plugin.ts';
import type { Profile } from './profile.ts';
import { type ScoreColumn, scoreNodes, selectBest, sumUp } from './scoring.ts';

/** Nodes one after the other in the visiting order, and round its end. */
export interface Run {
  /** Of the order. */
  readonly version: number;
  /** Place in it of the first. */
  readonly from: number;
  /** The names of the whole order. */
  names(): readonly string[];
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
  /** Set when they are a run of the visiting order. */
  readonly run: Run | undefined;
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

/** Tries to place the pod; `start` is where in the visiting order to begin, `random` breaks ties. */
export function attemptPod(profile: Profile, cycle: Cycle, start: number, random: () => number): Attempt {
  const filters = preFilter(profile, cycle);
  const order = visitingOrder(cycle.cache);
  if (filters.rejection !== undefined) return rejectEverywhere(cycle, filters.rejection);
  const nominees = nomineesByNode(cycle);
  const nominated = nominatedPlace(profile, cycle, filters, nominees);
  if (nominated !== undefined) return onlyChoice(nominated, order.length);
  const found = findFeasible(profile, cycle, filters, { order, start, nominees });
  const { visited, rejections, feasible, leftOut, slots } = found;
  const nodeCount = order.length;
  const columns = feasible.length > 1 ? scoreNodes(profile.scores, cycle, feasible, slots) : [];
  if (typeof columns === 'string') return { ...NOTHING, nodeCount, leftOut, visited, run: undefined, rejections, feasible, error: columns };
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
  return {
    preFilter: undefined,
    nodeCount,
    leftOut,
    visited,
    run: found.from < 0 ? undefined : runOf(cycle.cache, order, found.from),
    rejections,
    feasible,
    columns,
    totals,
    chosen,
    error: undefined,
  };
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
  const order = visitingOrder(cache);
  const visited = order.flatMap((slot) => nodeAt(cache, slot) ?? []);
  const rejections = visited.map(() => rejection);
  const run = visited.length === order.length ? runOf(cache, order, 0) : undefined;
  return { ...NOTHING, nodeCount: visited.length, preFilter: rejection, visited, run, rejections };
}

function runOf(cache: ClusterCache, order: readonly number[], from: number): Run {
  return { version: cache.orderVersion, from, names: () => order.map((slot) => nodeAt(cache, slot)?.name ?? '') };
}

/** The node on which other pods made way for this one, if it fits there now. */
function nominatedPlace(profile: Profile, cycle: Cycle, filters: ActiveFilters, nominees: Nominees): NodeInfo | undefined {
  const nominee = cycle.cache.nominees.get(cycle.pod.metadata.uid ?? '');
  const node = nominee && nodeNamed(cycle.cache, nominee.node);
  if (node === undefined || !node.present) return undefined;
  return whyNotThere(profile, cycle, node, filters, nominees) === undefined ? node : undefined;
}

function onlyChoice(node: NodeInfo, nodeCount: number): Attempt {
  const found = { visited: [node], run: undefined, feasible: [node], chosen: node };
  return { ...NOTHING, nodeCount, leftOut: { count: nodeCount - 1, rejection: NOT_NOMINATED }, ...found };
}

const NOT_NOMINATED = unresolvable('', 'node(s) were not looked at');
