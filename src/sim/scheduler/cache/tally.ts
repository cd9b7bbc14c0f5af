/** Counts by domain, of one group as they are or of several put together. */
export interface Tally {
  readonly counts: ReadonlyMap<string, number>;
  /** What one of them is worth. */
  readonly factor: number;
}

interface Sum extends Tally {
  readonly counts: Map<string, number>;
  readonly isSum: true;
}

/** Adds counts that are worth `factor` each. Those of a single group are not copied; a sum grows in place. */
export function addToTally(tally: Tally | undefined, counts: ReadonlyMap<string, number>, factor: number): Tally {
  if (tally === undefined) return { counts, factor };
  const sum = isSum(tally) ? tally : startSum(tally);
  for (const [value, count] of counts) sum.counts.set(value, (sum.counts.get(value) ?? 0) + count * factor);
  return sum;
}

export function tallyAt({ counts, factor }: Tally, value: string): number {
  return (counts.get(value) ?? 0) * factor;
}

function isSum(tally: Tally): tally is Sum {
  return 'isSum' in tally;
}

function startSum({ counts, factor }: Tally): Sum {
  const copy = new Map<string, number>();
  for (const [value, count] of counts) copy.set(value, count * factor);
  return { counts: copy, factor: 1, isSum: true };
}
