/** How long things take to move, and how far along they are. Times in milliseconds of the page's own clock. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** At most this many pods fly at once; the rest settle together. */
export const MAX_FLIGHTS = 200;
/** Above this speed things change in place. */
export const IN_PLACE_SPEED = 10;

const SHORTEST = 250;
const LONGEST = 450;
const FULL_DISTANCE = 1200;

/** 250 to 450 ms by distance at real time, shorter with speed, 0 when things change in place. */
export function flightMs(distance: number, speed: number): number {
  if (speed > IN_PLACE_SPEED) return 0;
  const atRealTime = SHORTEST + (LONGEST - SHORTEST) * Math.min(1, distance / FULL_DISTANCE);
  return atRealTime / Math.sqrt(Math.max(1, speed));
}

/** 0 before the start, 1 after the end. */
export function progress(span: Span, time: number): number {
  if (time >= span.end) return 1;
  return time <= span.start ? 0 : (time - span.start) / (span.end - span.start);
}
