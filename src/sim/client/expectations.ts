/**
 * What a controller did and has not yet seen come back through its informer (pkg/controller/controller_utils.go).
 * Until then it must not act on its counts again. Deletions are remembered by key, so that a pod seen first
 * terminating and then gone counts once.
 */
export interface Expectations {
  creations: number;
  readonly deletions: Set<string>;
  since: number;
}

/** An observation may be lost: afterwards the controller believes its informer again. */
const EXPIRY_MS = 300_000;

export function createExpectations(): Expectations {
  return { creations: 0, deletions: new Set(), since: 0 };
}

export function expectCreations(expectations: Expectations, count: number, now: number): void {
  expectChanges(expectations, count, [], now);
}

export function expectDeletions(expectations: Expectations, keys: readonly string[], now: number): void {
  expectChanges(expectations, 0, keys, now);
}

export function expectChanges(expectations: Expectations, creations: number, keys: readonly string[], now: number): void {
  expectations.creations = creations;
  expectations.deletions.clear();
  for (const key of keys) expectations.deletions.add(key);
  expectations.since = now;
}

/** Also for creations that failed or were never tried. */
export function creationsObserved(expectations: Expectations, count: number): void {
  expectations.creations = Math.max(0, expectations.creations - count);
}

export function deletionObserved(expectations: Expectations, key: string): void {
  if (expectations.deletions.size > 0) expectations.deletions.delete(key);
}

export function areSatisfied(expectations: Expectations, now: number): boolean {
  return (expectations.creations === 0 && expectations.deletions.size === 0) || now - expectations.since > EXPIRY_MS;
}
