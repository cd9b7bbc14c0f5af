import { expect, test } from 'vitest';
import type { PodDisruptionBudget } from '../../types.gen.ts';
import { podDisruptionBudgetKind } from './pod-disruption-budget.ts';

function budget(value: string): PodDisruptionBudget {
  const selector = { matchExpressions: [{ key: 'a', operator: 'In', values: [value] }] };
  return { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'a', namespace: 'n' }, spec: { selector } };
}

test('a value of its selector that is wrong may stay wrong, and become otherwise wrong', () => {
  const { validate, validateUpdate } = podDisruptionBudgetKind;
  expect(validate(budget('a b')).map(({ field }) => field)).toEqual(['spec.selector.matchExpressions[0].values[0]']);
  expect(validateUpdate(budget('a b'), budget('ab'))).toHaveLength(1);
  expect(validateUpdate(budget('b a'), budget('a b'))).toEqual([]);
});
