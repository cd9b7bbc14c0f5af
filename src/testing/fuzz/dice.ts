import { type PrngState, createPrng, nextFloat, nextInt } from '../../base/prng.ts';

/** Seeded choices. */
export interface Dice {
  /** A whole number in [0, bound). */
  below(bound: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<T>(from: readonly [T, ...T[]] | readonly T[]): T;
  /** The value, or nothing. */
  maybe<T extends object>(probability: number, value: () => T): T | Nothing;
  /** One of them, with a probability in proportion to its weight. */
  weighted<T>(from: readonly (readonly [weight: number, value: T])[]): T;
}

/** What is spread without effect. */
interface Nothing {
  readonly [key: string]: never;
}

export function createDice(seed: number, name: string): Dice {
  const state: PrngState = createPrng(seed, name);
  const below = (bound: number) => nextInt(state, bound);
  const dice: Dice = {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => nextFloat(state) < probability,
    pick: (from) => present(from[below(from.length)]),
    maybe: (probability, value) => (dice.chance(probability) ? value() : {}),
    weighted(from) {
      let left = nextFloat(state) * from.reduce((sum, [weight]) => sum + weight, 0);
      return present(from.find(([weight]) => (left -= weight) < 0) ?? from.at(-1))[1];
    },
  };
  return dice;
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
}
