/** The order in which nodes are visited: zones take turns (pkg/scheduler/backend/cache/node_tree.go). */

export interface ZoneNodes {
  readonly zone: string;
  /** Slots of its nodes, in order of arrival. */
  readonly slots: number[];
}

export function addToTree(tree: ZoneNodes[], zone: string, slot: number): void {
  const found = tree.find((entry) => entry.zone === zone);
  if (found === undefined) tree.push({ zone, slots: [slot] });
  else found.slots.push(slot);
}

/** A zone that loses its last node loses its turn. */
export function removeFromTree(tree: ZoneNodes[], zone: string, slot: number): void {
  const index = tree.findIndex((entry) => entry.zone === zone);
  const slots = tree[index]?.slots;
  if (slots === undefined) return;
  const at = slots.indexOf(slot);
  if (at >= 0) slots.splice(at, 1);
  if (slots.length === 0) tree.splice(index, 1);
}

/** First of each zone, then second of each zone, and so on. */
export function listTree(tree: readonly ZoneNodes[]): number[] {
  const order: number[] = [];
  const longest = tree.reduce((most, zone) => Math.max(most, zone.slots.length), 0);
  for (let round = 0; round < longest; round += 1) {
    for (const { slots } of tree) {
      const slot = slots[round];
      if (slot !== undefined) order.push(slot);
    }
  }
  return order;
}
