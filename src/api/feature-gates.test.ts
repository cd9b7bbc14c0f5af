import { expect, it } from 'vitest';
import { isGateOn, unknownGate } from './feature-gates.ts';

it('is on as in 1.36 where nothing is said', () => {
  expect([isGateOn(undefined, 'MaxUnavailableStatefulSet'), isGateOn({}, 'JobPodReplacementPolicy')]).toEqual([false, true]);
  expect(isGateOn({ MaxUnavailableStatefulSet: true }, 'MaxUnavailableStatefulSet')).toBe(true);
});

it('refuses gates that it does not know', () => {
  expect(unknownGate({ ['Unheard' as 'JobManagedBy']: true })).toBe('unrecognized feature gate: Unheard');
  expect(unknownGate({ JobManagedBy: false })).toBeUndefined();
});
