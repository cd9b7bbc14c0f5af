/** Scores from 0 to 100, the best raw one at 100 (plugins/helper DefaultNormalizeScore). All zero stays so. */
export function normalise(raw: readonly number[]): readonly number[] {
  const most = largest(raw);
  return most === 0 ? raw : raw.map((score) => Math.trunc((100 * score) / most));
}

/** The same the other way round: the worst raw one at 0. All zero is all 100. */
export function normaliseReversed(raw: readonly number[]): readonly number[] {
  const most = largest(raw);
  if (most === 0) return raw.map(() => 100);
  return raw.map((score) => 100 - Math.trunc((100 * score) / most));
}

function largest(scores: readonly number[]): number {
  let most = 0;
  for (const score of scores) if (score > most) most = score;
  return most;
}
