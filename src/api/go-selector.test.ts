import { expect, test } from 'vitest';
import { goSelector } from './go-selector.ts';

test.each([
  ['none', undefined, 'nil'],
  ['an empty one', {}, '&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{},}'],
  [
    'labels by their keys alone',
    { matchLabels: { 'a-b': '2', a: '1' } },
    '&LabelSelector{MatchLabels:map[string]string{a: 1,a-b: 2,},MatchExpressions:[]LabelSelectorRequirement{},}',
  ],
  [
    'expressions as they stand',
    {
      matchExpressions: [
        { key: 'tier', operator: 'In', values: ['x', 'y'] },
        { key: 'app', operator: 'Exists' },
      ],
    },
    '&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{' +
      'LabelSelectorRequirement{Key:tier,Operator:In,Values:[x y],},LabelSelectorRequirement{Key:app,Operator:Exists,Values:[],},},}',
  ],
])('%s', (_name, selector, text) => {
  expect(goSelector(selector)).toBe(text);
});
