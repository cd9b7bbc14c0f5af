/**
 * Seeded randomness as plain data: sfc32 with its four words of state in an array.
 * One generator per component, seeded from the cluster's seed and the component's name, so that a new component does not shift the others.
 */
export type PrngState = [number, number, number, number];

export function createPrng(seed: number, name: string): PrngState {
  const state: PrngState = [hash32(name, 0x9e3779b9), hash32(name, seed | 0), seed | 0, 1];
  for (let round = 0; round < 12; round += 1) nextUint32(state);
  return state;
}

export function nextUint32(state: PrngState): number {
  // By index: destructuring an array goes through its iterator, which shows in a run of three thousand pods.
  const a = state[0];
  const b = state[1];
  const c = state[2];
  const counter = state[3];
  const sum = (((a + b) | 0) + counter) | 0;
  state[3] = (counter + 1) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = (c + (c << 3)) | 0;
  state[2] = (((c << 21) | (c >>> 11)) + sum) | 0;
  return sum >>> 0;
}

/** In [0, 1). */
export function nextFloat(state: PrngState): number {
  return nextUint32(state) / 0x1_0000_0000;
}

/** A whole number in [0, bound). */
export function nextInt(state: PrngState, bound: number): number {
  return Math.floor(nextFloat(state) * bound);
}

/** FNV-1a over UTF-16 units, started from `basis`. */
export function hash32(text: string, basis = 0x811c9dc5): number {
  let hash = basis | 0;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
