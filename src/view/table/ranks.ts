import type { FrameSource } from '../source.ts';

/** Places of texts in alphabetical order, by string number. Texts that come later are sorted by themselves and merged. */
export interface Ranks {
  /** Numbers in the order of their texts. */
  order: Uint32Array;
  /** By number, from 1; 0 for those not seen yet. */
  rank: Uint32Array;
}

export function createRanks(): Ranks {
  return { order: new Uint32Array(0), rank: new Uint32Array(0) };
}

/** Makes sure that all of these numbers have a place. */
export function rankAll(ranks: Ranks, numbers: Uint32Array, source: FrameSource): void {
  let most = 0;
  for (const number of numbers) if (number > most) most = number;
  if (most >= ranks.rank.length) {
    const larger = new Uint32Array(Math.ceil((most + 1) * 1.25));
    larger.set(ranks.rank);
    ranks.rank = larger;
  }
  const fresh: number[] = [];
  for (const number of numbers) {
    if (ranks.rank[number] !== 0) continue;
    // Taken down once, however often it occurs.
    ranks.rank[number] = 1;
    fresh.push(number);
  }
  if (fresh.length === 0) return;
  const texts = new Map(fresh.map((number) => [number, source.string(number)]));
  const textOf = (number: number): string => texts.get(number) ?? source.string(number);
  fresh.sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
  const merged = new Uint32Array(ranks.order.length + fresh.length);
  let old = 0;
  let next = 0;
  for (let at = 0; at < merged.length; at++) {
    const [held, come] = [ranks.order[old], fresh[next]];
    const takesOld = held !== undefined && (come === undefined || textOf(held) < textOf(come));
    merged[at] = (takesOld ? held : come) ?? 0;
    if (takesOld) old++;
    else next++;
  }
  ranks.order = merged;
  for (let at = 0; at < merged.length; at++) ranks.rank[merged[at] ?? 0] = at + 1;
}
