import { roomFor } from '../../../../base/room.ts';
import { nodeAt } from '../../cache/cluster-cache.ts';
import { type NodeInfo, topologyValue } from '../../cache/node-info.ts';
import { domainCounts, stayingBySlot } from '../../cache/domains.ts';
import { topologyOf } from '../../cache/topology.ts';
import type { Cycle } from '../../framework/plugin.ts';
import {
  type Constraint,
  type DefaultConstraints,
  HOSTNAME,
  constraintsOf,
  countsEveryNode,
  hasEveryKey,
  isIncluded,
  podsOn,
} from './constraints.ts';

/** The ScheduleAnyway constraints of a pod, ready to score nodes. */
export interface Spread {
  readonly constraints: readonly Constraint[];
  /** By constraint: how much a pod in a domain weighs, more where there are more domains. */
  readonly weights: readonly number[];
  /** By constraint: pods in each domain of the feasible nodes; undefined for hosts, which are counted as they are scored. */
  readonly counts: readonly (ReadonlyMap<string, number> | undefined)[];
  /** Constraints of the pod or of the configuration: a node without all their keys gets nothing. System defaults look past that. */
  readonly needsEveryKey: boolean;
}

/** Marks, among raw scores, a node that lacks a topology key. */
const IGNORED = -1;

export function spreadOf(cycle: Cycle, defaults: DefaultConstraints, nodes: readonly NodeInfo[]): Spread | undefined {
  const constraints = constraintsOf(cycle, defaults, 'ScheduleAnyway');
  if (constraints.length === 0) return undefined;
  const needsEveryKey = defaults !== 'system' || (cycle.spec.topologySpreadConstraints?.length ?? 0) > 0;
  const eligible = needsEveryKey ? nodes.filter((node) => hasEveryKey(node, constraints)) : nodes;
  const counts = constraints.map((constraint) =>
    constraint.topologyKey === HOSTNAME ? undefined : emptyDomains(cycle, constraint, eligible),
  );
  const weights = counts.map((domains) => Math.log((domains?.size ?? eligible.length) + 2));
  for (const [index, constraint] of constraints.entries()) {
    const domains = counts[index];
    if (domains === undefined || domains.size === 0) continue;
    const required = needsEveryKey ? constraints : [];
    if (countsEveryNode(cycle, [constraint], required)) addDomains(cycle, constraint, domains);
    else countDomains(cycle, constraint, domains, required);
  }
  return { constraints, weights, counts, needsEveryKey };
}

export function scoreSpread(_cycle: Cycle, node: NodeInfo, { constraints, weights, counts, needsEveryKey }: Spread): number {
  if (needsEveryKey && !hasEveryKey(node, constraints)) return IGNORED;
  let score = 0;
  for (let index = 0; index < constraints.length; index += 1) {
    const constraint = constraints[index];
    if (constraint === undefined) continue;
    const value = topologyValue(node, constraint.topologyKey);
    if (value === undefined) continue;
    const domains = counts[index];
    const count = domains === undefined ? podsOn(constraint, node.slot) : (domains.get(value) ?? 0);
    score += count * (weights[index] ?? 0) + (constraint.maxSkew - 1);
  }
  return Math.round(score);
}

/** The same for many nodes, constraint by constraint. */
export function scoreSpreads(cycle: Cycle, slots: Int32Array, spread: Spread): readonly number[] {
  if (spread.needsEveryKey) return scoreEach(cycle, slots, spread);
  const sums = sumsOf(slots.length);
  for (const [index, constraint] of spread.constraints.entries()) {
    const { domainOf, values } = topologyOf(cycle.cache, constraint.topologyKey);
    const weight = spread.weights[index] ?? 0;
    const domains = spread.counts[index];
    const [group] = constraint.groups;
    const offset = constraint.maxSkew - 1;
    if (domains !== undefined) addByDomain(sums, slots, domainOf, pointsOf(domains, values, weight, offset));
    else if (group !== undefined && constraint.groups.length === 1)
      addBySlot(sums, slots, domainOf, { counts: stayingBySlot(group, cycle.cache.slots), weight, offset });
    else addOneByOne(sums, slots, domainOf, { constraint, weight, offset });
  }
  const scores = roomFor<number>(slots.length);
  for (let index = 0; index < slots.length; index += 1) scores[index] = Math.round(sums[index] ?? 0);
  return scores;
}

function scoreEach(cycle: Cycle, slots: Int32Array, spread: Spread): readonly number[] {
  const scores = roomFor<number>(slots.length);
  for (let index = 0; index < slots.length; index += 1) {
    const node = nodeAt(cycle.cache, slots[index] ?? -1);
    scores[index] = node === undefined ? 0 : scoreSpread(cycle, node, spread);
  }
  return scores;
}

let scratch = new Float64Array(0);

/** Zeros, in an array that is used again for the next pod. */
function sumsOf(count: number): Float64Array {
  if (scratch.length < count) scratch = new Float64Array(count * 2);
  return scratch.fill(0, 0, count);
}

/** Points by number of a domain. */
function pointsOf(domains: ReadonlyMap<string, number>, values: ReadonlyMap<string, number>, weight: number, offset: number): Float64Array {
  const points = new Float64Array(values.size).fill(offset);
  for (const [value, count] of domains) points[values.get(value) ?? -1] = count * weight + offset;
  return points;
}

function addByDomain(scores: Float64Array, slots: Int32Array, domainOf: Int32Array, points: Float64Array): void {
  for (let index = 0; index < slots.length; index += 1) {
    const domain = domainOf[slots[index] ?? -1] ?? -1;
    if (domain >= 0) scores[index] = (scores[index] ?? 0) + (points[domain] ?? 0);
  }
}

interface BySlot {
  readonly counts: Int32Array;
  readonly weight: number;
  readonly offset: number;
}

function addBySlot(scores: Float64Array, slots: Int32Array, domainOf: Int32Array, { counts, weight, offset }: BySlot): void {
  for (let index = 0; index < slots.length; index += 1) {
    const slot = slots[index] ?? -1;
    if ((domainOf[slot] ?? -1) >= 0) scores[index] = (scores[index] ?? 0) + ((counts[slot] ?? 0) * weight + offset);
  }
}

interface OneByOne {
  readonly constraint: Constraint;
  readonly weight: number;
  readonly offset: number;
}

function addOneByOne(scores: Float64Array, slots: Int32Array, domainOf: Int32Array, { constraint, weight, offset }: OneByOne): void {
  for (const [index, slot] of slots.entries()) {
    if ((domainOf[slot] ?? -1) >= 0) scores[index] = (scores[index] ?? 0) + (podsOn(constraint, slot) * weight + offset);
  }
}

/** Fewest pods, most points. */
export function normaliseSpread(raw: readonly number[]): readonly number[] {
  let least = Number.MAX_SAFE_INTEGER;
  let most = 0;
  for (let place = 0; place < raw.length; place += 1) {
    const score = raw[place] ?? IGNORED;
    if (score === IGNORED) continue;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const scores = roomFor<number>(raw.length);
  for (let place = 0; place < raw.length; place += 1) {
    const score = raw[place] ?? IGNORED;
    if (score === IGNORED) scores[place] = 0;
    else scores[place] = most === 0 ? 100 : Math.trunc((100 * (most + least - score)) / most);
  }
  return scores;
}

function emptyDomains({ cache }: Cycle, { topologyKey }: Constraint, nodes: readonly NodeInfo[]): Map<string, number> {
  const domains = new Map<string, number>();
  const { size } = topologyOf(cache, topologyKey).values;
  for (const node of nodes) {
    const value = topologyValue(node, topologyKey);
    if (value !== undefined) domains.set(value, 0);
    if (domains.size === size) break;
  }
  return domains;
}

/** The usual case. */
function addDomains({ cache }: Cycle, { groups, topologyKey }: Constraint, domains: Map<string, number>): void {
  for (const group of groups) {
    for (const [value, pods] of domainCounts(group, topologyKey, cache.slots).staying) {
      const count = domains.get(value);
      if (count !== undefined) domains.set(value, count + pods);
    }
  }
}

/** Adds up pods on all nodes of the cluster, feasible or not, of the domains at hand; only nodes that have some are visited. */
function countDomains(cycle: Cycle, constraint: Constraint, domains: Map<string, number>, required: readonly Constraint[]): void {
  for (const [slot, pods] of constraint.pods()) {
    const node = nodeAt(cycle.cache, slot);
    const value = node && topologyValue(node, constraint.topologyKey);
    const count = value === undefined ? undefined : domains.get(value);
    if (node === undefined || value === undefined || count === undefined) continue;
    if (hasEveryKey(node, required) && isIncluded(constraint, cycle.spec, node)) domains.set(value, count + pods);
  }
}
