/**
 * Pods by the domain of their node: the value of a topology key. Counted when somebody asks first and kept current from then on; not
 * part of the state, which the counts by node are enough for.
 */
import type { NodeInfo } from './node-info.ts';
import { topologyValue } from './node-info.ts';

/** Pods of a group by value of a topology key; pods on nodes without it are left out. */
export interface DomainCounts {
  readonly all: ReadonlyMap<string, number>;
  /** Those that are not being deleted. */
  readonly staying: ReadonlyMap<string, number>;
}

/** What is counted: a group of pods, by slot of their node. */
interface Counted {
  readonly nodes: ReadonlyMap<number, number>;
  readonly leaving: ReadonlyMap<number, number>;
}

const BY_SLOT = new WeakMap<Counted, Int32Array>();

/** Pods of a group that are not being deleted, by slot of their node. Slots beyond its end have none. */
export function stayingBySlot(group: Counted, slots: readonly (NodeInfo | null)[]): Int32Array {
  let counts = BY_SLOT.get(group);
  if (counts === undefined || counts.length < slots.length) {
    BY_SLOT.set(group, (counts = new Int32Array(slots.length)));
    for (const [slot, pods] of group.nodes) counts[slot] = pods - (group.leaving.get(slot) ?? 0);
  }
  return counts;
}

interface Kept {
  readonly all: Map<string, number>;
  readonly staying: Map<string, number>;
}

const KEPT = new WeakMap<Counted, Map<string, Kept>>();

export function domainCounts(group: Counted, topologyKey: string, slots: readonly (NodeInfo | null)[]): DomainCounts {
  let byKey = KEPT.get(group);
  if (byKey === undefined) KEPT.set(group, (byKey = new Map()));
  let kept = byKey.get(topologyKey);
  if (kept === undefined) byKey.set(topologyKey, (kept = countAll(group, topologyKey, slots)));
  return kept;
}

/** A pod came (1) or went (-1). */
export function countInDomains(group: Counted, node: NodeInfo, leaving: boolean, change: 1 | -1): void {
  const bySlot = leaving ? undefined : BY_SLOT.get(group);
  if (bySlot !== undefined && node.slot < bySlot.length) bySlot[node.slot] = (bySlot[node.slot] ?? 0) + change;
  const byKey = KEPT.get(group);
  if (byKey === undefined) return;
  for (const [topologyKey, { all, staying }] of byKey) {
    const value = topologyValue(node, topologyKey);
    if (value === undefined) continue;
    bump(all, value, change);
    if (!leaving) bump(staying, value, change);
  }
}

/** Labels of a node changed on which there are pods. */
export function forgetDomains(groups: Iterable<Counted>): void {
  for (const group of groups) KEPT.delete(group);
}

export function bump<Key>(counts: Map<Key, number>, key: Key, change: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + change;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

function countAll({ nodes, leaving }: Counted, topologyKey: string, slots: readonly (NodeInfo | null)[]): Kept {
  const all = new Map<string, number>();
  const staying = new Map<string, number>();
  for (const [slot, pods] of nodes) {
    const node = slots[slot];
    const value = node ? topologyValue(node, topologyKey) : undefined;
    if (value === undefined) continue;
    all.set(value, (all.get(value) ?? 0) + pods);
    const left = pods - (leaving.get(slot) ?? 0);
    if (left > 0) staying.set(value, (staying.get(value) ?? 0) + left);
  }
  return { all, staying };
}
