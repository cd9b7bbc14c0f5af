/** How often a controller looks at one of its objects while much is going on around it. */
export interface Pace {
  /** Looks that may be taken at once, as of `creditAt`. */
  credit: number;
  creditAt: number;
}

/** As many status updates as a controller's client makes in a burst, and the time after which it may make another. */
const MAX_CREDIT = 10;
const CREDIT_MS = 50;

export function createPace(): Pace {
  return { credit: MAX_CREDIT, creditAt: 0 };
}

/**
 * How long to wait before the next look: not at all for the changes of a few pods, those of many are seen together. `everyMs`: one
 * look in the long run.
 */
export function paceMs(pace: Pace, now: number, everyMs = CREDIT_MS): number {
  pace.credit = Math.min(MAX_CREDIT, pace.credit + (now - pace.creditAt) / everyMs);
  pace.creditAt = now;
  if (pace.credit < 1) return everyMs;
  pace.credit -= 1;
  return 0;
}

/** For a controller that looks at everything an object has: the more that is, the less often. */
export function lookEveryMs(size: number): number {
  return Math.max(CREDIT_MS, size / 4);
}
