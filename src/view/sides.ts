import { stationSide } from './layout/strip.ts';

/** Stations of one side stand beside one another. */
export function bySide(names: readonly string[]): readonly string[] {
  return [...sidesOf(names).values()].flat();
}

/** Names by side, in the order in which they are first met. */
export function sidesOf(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sides = new Map<string, string[]>();
  for (const name of names) {
    const side = stationSide(name);
    const known = sides.get(side);
    if (known === undefined) sides.set(side, [name]);
    else known.push(name);
  }
  return sides;
}
