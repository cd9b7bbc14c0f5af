import type { JsonValue } from '../scalars.ts';
import { identityOf, isDeletion } from './directives.ts';

type List = readonly JsonValue[];

/**
 * The order of a merged list (strategicpatch normalizeElementOrder): what the patch speaks of stands in the patch's
 * order, what only the server has keeps its place relative to the neighbours that it had.
 */
export function inOrder(merged: List, patchOrder: List, serverOrder: List, mergeKey: string): List {
  const wanted = positions(patchOrder, mergeKey);
  const spoken = merged.filter((item) => wanted.has(identityOf(item, mergeKey)));
  const unspoken = merged.filter((item) => !wanted.has(identityOf(item, mergeKey)));
  const present = positions(serverOrder, mergeKey);
  return interleave(sorted(unspoken, present, mergeKey), sorted(spoken, wanted, mergeKey), present, mergeKey);
}

/** Sorted by another list's order; what deletes goes last. */
export function sortedLike(list: List, order: List, mergeKey: string): List {
  return sorted(list, positions(order, mergeKey), mergeKey);
}

export function isSameOrder(a: List, b: List, mergeKey: string): boolean {
  return a.length === b.length && a.every((item, index) => identityOf(item, mergeKey) === identityOf(b[index] ?? null, mergeKey));
}

function positions(list: List, mergeKey: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  list.forEach((item, index) => {
    const identity = identityOf(item, mergeKey);
    if (!places.has(identity)) places.set(identity, index);
  });
  return places;
}

function sorted(list: List, order: ReadonlyMap<string, number>, mergeKey: string): List {
  const place = (item: JsonValue) => order.get(identityOf(item, mergeKey)) ?? -1;
  const kept = list.filter((item) => !isDeletion(item)).toSorted((a, b) => place(a) - place(b));
  return [...kept, ...list.filter(isDeletion)];
}

/** An item of the server's own goes first only if the server had it before the patch's next item. */
function interleave(own: List, spoken: List, present: ReadonlyMap<string, number>, mergeKey: string): List {
  const result: JsonValue[] = [];
  let next = 0;
  const goesBefore = (candidate: JsonValue, place: number) =>
    (present.get(identityOf(candidate, mergeKey)) ?? Number.POSITIVE_INFINITY) < place;
  for (const item of spoken) {
    const place = present.get(identityOf(item, mergeKey)) ?? Number.NEGATIVE_INFINITY;
    while (next < own.length && goesBefore(own[next] ?? null, place)) result.push(own[next++] ?? null);
    result.push(item);
  }
  return [...result, ...own.slice(next)];
}
