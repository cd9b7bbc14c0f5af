import { roomFor } from '../../../base/room.ts';
import { type OfNode, bySlot } from '../cache/by-slot.ts';
import { type ClusterCache, nodeAt } from '../cache/cluster-cache.ts';
import type { PodFacts } from '../cache/pod-facts.ts';
import type { NodeInfo } from '../cache/node-info.ts';
import { type Cycle, SKIP, type SchedulerPlugin } from './plugin.ts';

/** What one plugin thinks of each node. */
export interface ScoreColumn {
  readonly plugin: string;
  readonly weight: number;
  /** By place in `feasible`; a single number when it is the same for all. */
  readonly raw: readonly number[];
  readonly normalised: readonly number[];
}

export interface WeightedPlugin {
  readonly plugin: SchedulerPlugin;
  readonly weight: number;
}

/** PreScore, Score and NormalizeScore of every plugin that has something to say; a text when one of them fails. `slots`: of the nodes. */
export function scoreNodes(
  plugins: readonly WeightedPlugin[],
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  slots: Int32Array,
): readonly ScoreColumn[] | string {
  const columns: ScoreColumn[] = [];
  for (const { plugin, weight } of plugins) {
    const prepared = plugin.preScore?.(cycle, nodes);
    if (prepared === SKIP) continue;
    if (prepared !== undefined && 'error' in prepared) return `running PreScore plugin ${JSON.stringify(plugin.name)}: ${prepared.error}`;
    const uniform = prepared !== undefined && 'everyone' in prepared;
    const raw = uniform ? [prepared.everyone] : scoreColumn(plugin, cycle, nodes, slots, prepared?.state);
    columns.push({ plugin: plugin.name, weight, raw, normalised: plugin.normalise?.(raw) ?? raw });
  }
  return columns;
}

function scoreColumn(
  { score, scoreAll }: SchedulerPlugin,
  cycle: Cycle,
  nodes: readonly NodeInfo[],
  slots: Int32Array,
  state: unknown,
): readonly number[] {
  if (scoreAll !== undefined) return scoreAll(cycle, slots, state);
  return score === undefined ? [] : nodes.map((node) => score(cycle, node, state));
}

/** The column of a score that depends on nothing but the pod's facts and the node's numbers. */
export function scoreAlone(score: OfNode, cache: ClusterCache, facts: PodFacts, slots: Int32Array): number[] {
  const known = bySlot(cache, facts, score);
  const scores = roomFor<number>(slots.length);
  if (known !== undefined) {
    for (let place = 0; place < slots.length; place += 1) scores[place] = known[slots[place] ?? -1] ?? 0;
    return scores;
  }
  for (let place = 0; place < slots.length; place += 1) {
    const node = nodeAt(cache, slots[place] ?? -1);
    scores[place] = node === undefined ? 0 : score(facts, node);
  }
  return scores;
}

/** Weighted sums by place in the list of nodes. */
export function sumUp(columns: readonly ScoreColumn[], count: number): number[] {
  let common = 0;
  for (const { normalised, weight } of columns) if (normalised.length === 1) common += weight * (normalised[0] ?? 0);
  const totals = roomFor<number>(count).fill(common);
  // One column after the other: how many there are does not matter in the inner loop.
  for (const { normalised, weight } of columns) if (normalised.length !== 1) addWeighted(totals, normalised, weight);
  return totals;
}

function addWeighted(totals: number[], normalised: readonly number[], weight: number): void {
  for (let index = 0; index < totals.length; index += 1) totals[index] = (totals[index] ?? 0) + weight * (normalised[index] ?? 0);
}

/** Place of the highest total, each of equal ones with the same chance. */
export function selectBest(totals: readonly number[], random: () => number): number {
  let best = -1;
  let ties = 0;
  for (let place = 0; place < totals.length; place += 1) {
    const total = totals[place] ?? -1;
    if (total > best) {
      best = total;
      ties = 1;
    } else if (total === best) {
      ties += 1;
    }
  }
  let place = totals.indexOf(best);
  for (let skip = ties === 1 ? 0 : Math.floor(random() * ties); skip > 0; skip -= 1) place = totals.indexOf(best, place + 1);
  return place;
}
