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

/** How long to wait before the next look: not at all for the changes of a few pods, those of many are seen together. */
export function paceMs(pace: Pace, now: number): number {
  pace.credit = Math.min(MAX_CREDIT, pace.credit + (now - pace.creditAt) / CREDIT_MS);
  pace.creditAt = now;
  if (pace.credit < 1) return CREDIT_MS;
  pace.credit -= 1;
  return 0;
}
