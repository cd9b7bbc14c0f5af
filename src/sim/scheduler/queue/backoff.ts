/** podInitialBackoffSeconds and podMaxBackoffSeconds. */
export interface BackoffLimits {
  readonly initialMs: number;
  readonly maxMs: number;
}

export function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000;
}

/** When the delay after the `failures`-th failure ends: by default 1, 2, 4, 8, 10, 10 … s, down to a whole second. */
export function backoffExpiry(now: number, failures: number, { initialMs, maxMs }: BackoffLimits): number {
  return failures === 0 ? 0 : wholeSecond(now + Math.min(initialMs * 2 ** (failures - 1), maxMs));
}

/** The clock that ends delays ticks in whole seconds, and a delay is over only when it has passed. */
export function isBackingOff(expiry: number, now: number): boolean {
  return expiry >= wholeSecond(now);
}
