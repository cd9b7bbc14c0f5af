import { describe, expect, it } from 'vitest';
import { areSatisfied, createExpectations, creationsObserved, deletionObserved, expectCreations, expectDeletions } from './expectations.ts';

describe('expectations', () => {
  it('of creations hold until as many were seen, or given up', () => {
    const expectations = createExpectations();
    expect(areSatisfied(expectations, 0)).toBe(true);
    expectCreations(expectations, 3, 0);
    creationsObserved(expectations, 1);
    expect(areSatisfied(expectations, 0)).toBe(false);
    creationsObserved(expectations, 2);
    expect(areSatisfied(expectations, 0)).toBe(true);
  });

  it('of deletions count a pod once, though it is seen going and gone', () => {
    const expectations = createExpectations();
    expectDeletions(expectations, ['default/a', 'default/b'], 0);
    deletionObserved(expectations, 'default/a');
    deletionObserved(expectations, 'default/a');
    deletionObserved(expectations, 'default/other');
    expect(areSatisfied(expectations, 0)).toBe(false);
    deletionObserved(expectations, 'default/b');
    expect(areSatisfied(expectations, 0)).toBe(true);
  });

  it('are given up after five minutes', () => {
    const expectations = createExpectations();
    expectCreations(expectations, 1, 1000);
    expect(areSatisfied(expectations, 301_000)).toBe(false);
    expect(areSatisfied(expectations, 301_001)).toBe(true);
  });
});
