/**
 * What a function of a pod's facts and a node's numbers says of every node, for pods that come again and again: worked out once, and
 * once more for a node whose numbers have changed since. Thousands of nodes do not stay at hand for a processor, their answers do.
 * It follows from the cache and is no part of its state.
 */
import type { ClusterCache } from './cluster-cache.ts';
import type { NodeInfo } from './node-info.ts';
import type { PodFacts } from './pod-facts.ts';

/** Gives a whole number from 0 to 127. A column is known by its function. */
export type OfNode = (facts: PodFacts, node: NodeInfo) => number;

interface Column {
  readonly work: OfNode;
  values: Int8Array;
  /** How many changes it has taken in, since the beginning. */
  upTo: number;
}

/** Pods with the same facts, which those of one template share. */
interface Kin {
  pods: number;
  readonly columns: Column[];
}

interface Changes {
  /** Slots of nodes, in the order in which their numbers changed. */
  readonly slots: number[];
  /** Changes before the first of these, which are forgotten. */
  before: number;
  readonly kins: WeakMap<PodFacts, Kin>;
}

const CHANGES = new WeakMap<ClusterCache, Changes>();
const MOST_CHANGES = 8192;

/** Before so many pods of the same facts have come, looking at all nodes would not pay. */
const MANY = 4;

/** The numbers of a node, or what its pods use of them, are others now. */
export function noteChange(cache: ClusterCache, slot: number): void {
  const changes = CHANGES.get(cache);
  if (changes === undefined) return;
  changes.slots.push(slot);
  if (changes.slots.length <= MOST_CHANGES) return;
  changes.before += changes.slots.length;
  changes.slots.length = 0;
}

/** A pod with these facts is looked after. */
export function meetFacts(cache: ClusterCache, facts: PodFacts): void {
  const { kins } = changesOf(cache);
  const kin = kins.get(facts);
  if (kin === undefined) kins.set(facts, { pods: 1, columns: [] });
  else kin.pods += 1;
}

/** By slot of the node; undefined for pods of which there are few. Good until the cache changes. */
export function bySlot(cache: ClusterCache, facts: PodFacts, work: OfNode): Int8Array | undefined {
  const changes = changesOf(cache);
  const kin = changes.kins.get(facts);
  if (kin === undefined || kin.pods < MANY) return undefined;
  let column = kin.columns.find((known) => known.work === work);
  if (column === undefined) kin.columns.push((column = { work, values: new Int8Array(0), upTo: -1 }));
  const now = changes.before + changes.slots.length;
  if (column.upTo < changes.before || column.values.length < cache.slots.length) workOut(column, cache, facts);
  else
    for (let at = column.upTo - changes.before; at < changes.slots.length; at += 1)
      workOutAt(column, cache, facts, changes.slots[at] ?? -1);
  column.upTo = now;
  return column.values;
}

function workOut(column: Column, cache: ClusterCache, facts: PodFacts): void {
  column.values = new Int8Array(cache.slots.length);
  for (let slot = 0; slot < cache.slots.length; slot += 1) workOutAt(column, cache, facts, slot);
}

function workOutAt({ work, values }: Column, { slots }: ClusterCache, facts: PodFacts, slot: number): void {
  const node = slots[slot];
  if (node !== undefined && node !== null) values[slot] = work(facts, node);
}

function changesOf(cache: ClusterCache): Changes {
  let changes = CHANGES.get(cache);
  if (changes === undefined) CHANGES.set(cache, (changes = { slots: [], before: 0, kins: new WeakMap() }));
  return changes;
}
