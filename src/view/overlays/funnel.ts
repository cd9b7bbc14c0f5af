/** The scheduler's decision as a play in acts: filter after filter leaves fewer nodes, scores rise on those left, one wins. */
import type { NodeAccount, PlacementAccount } from '../../api/scheduling.ts';

export interface Funnel {
  /** Another key is another play. */
  readonly key: string;
  /** Filters that rejected somebody, one act each. */
  readonly acts: number;
  readonly nodes: ReadonlyMap<string, FunnelNode>;
  readonly lastsMs: number;
}

export interface FunnelNode {
  /** The act in which it is rejected; -1 for a feasible node. */
  readonly act: number;
  /** Why, in the filter's words. */
  readonly words: string;
  /** Its score as a share of the best, 0 where nothing was scored. */
  readonly share: number;
  /** Its score in words; '' where nothing was scored. */
  readonly score: string;
  readonly chosen: boolean;
}

/** How far the play is: each from 0 to 1, acts counted on. */
export interface FunnelMoment {
  readonly acts: number;
  readonly scores: number;
  readonly winner: number;
}

const ACT_MS = 420;
const MOST_FILTERING_MS = 2400;
const SCORES_MS = 600;
const WINNER_MS = 300;

/** The order of the default profile. */
const FILTERS = [
  'NodeUnschedulable',
  'NodeName',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'NodeVolumeLimits',
  'VolumeBinding',
  'VolumeZone',
  'PodTopologySpread',
  'InterPodAffinity',
  'DynamicResources',
];

export function funnelOf({ node, nodes }: PlacementAccount): Funnel {
  const plugins = new Set(nodes.flatMap(({ rejections }) => rejections[0]?.plugin ?? []));
  const order = [...plugins].toSorted((a, b) => placeOf(a) - placeOf(b));
  const best = nodes.reduce((most, { total }) => Math.max(most, total), 0);
  const told = nodes.map((one) => [one.name, funnelNode(one, order, best, node)] as const);
  return {
    key: JSON.stringify(told),
    acts: order.length,
    nodes: new Map(told),
    lastsMs: filteringMs(order.length) + SCORES_MS + WINNER_MS,
  };
}

function funnelNode({ name, rejections, total }: NodeAccount, order: readonly string[], best: number, chosen: string): FunnelNode {
  const [first] = rejections;
  const scored = first === undefined && best > 0;
  return {
    act: first === undefined ? -1 : order.indexOf(first.plugin),
    words: (first?.reasons[0] ?? '').replace(/^node\(s\) /, ''),
    share: scored ? total / best : 0,
    score: scored ? String(total) : '',
    chosen: name === chosen,
  };
}

function placeOf(plugin: string): number {
  const place = FILTERS.indexOf(plugin);
  return place < 0 ? FILTERS.length : place;
}

export function momentOf({ acts }: Funnel, elapsedMs: number): FunnelMoment {
  const filtering = filteringMs(acts);
  return {
    acts: filtering === 0 ? acts : (acts * Math.min(elapsedMs, filtering)) / filtering,
    scores: easeOut((elapsedMs - filtering) / SCORES_MS),
    winner: easeOut((elapsedMs - filtering - SCORES_MS) / WINNER_MS),
  };
}

/** How far a node is rejected at a moment: 0 before its act, 1 after it. */
export function rejectedAt({ act }: FunnelNode, { acts }: FunnelMoment): number {
  return act < 0 ? 0 : easeOut(acts - act);
}

function filteringMs(acts: number): number {
  return Math.min(acts * ACT_MS, MOST_FILTERING_MS);
}

function easeOut(share: number): number {
  const left = 1 - Math.min(1, Math.max(0, share));
  return 1 - left * left * left;
}
