import type { Backoff } from './memory.ts';

/** Delays of container restarts and image pulls: 10 s doubling to 300 s (client-go/util/flowcontrol/backoff.go). */
const INITIAL_MS = 10_000;
const MAX_MS = 300_000;
/** Without an update for so long the delay starts over. */
const EXPIRES_MS = 2 * MAX_MS;

/** The entry after one more failure, which happened at `at`; `now` is when it is acted upon. */
export function advanceBackoff(backoff: Backoff | undefined, at: number, now: number = at): Backoff {
  const ms = backoff === undefined || isExpired(backoff, at) ? INITIAL_MS : Math.min(backoff.ms * 2, MAX_MS);
  return { ms, updatedAt: now };
}

/** How long after a failure at `at` the next attempt has to wait; 0 for the first. */
export function backoffFor(backoff: Backoff | undefined, at: number): number {
  return backoff === undefined || isExpired(backoff, at) ? 0 : backoff.ms;
}

function isExpired(backoff: Backoff, at: number): boolean {
  return at - backoff.updatedAt > EXPIRES_MS;
}
