const INITIAL_MS = 1000;
const MAX_MS = 10_000;

export function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

/** When the delay after the `failures`-th failure ends: 1, 2, 4, 8, 10, 10 … s, down to a whole second. */
export function backoffExpiry(now: number, failures: number): number {
  return failures === 0 ? 0 : wholeSecond(now + Math.min(INITIAL_MS * 2 ** (failures - 1), MAX_MS));
}

/** The clock that ends delays ticks in whole seconds, and a delay is over only when it has passed. */
export function isBackingOff(expiry: number, now: number): boolean {
  return expiry >= wholeSecond(now);
}
