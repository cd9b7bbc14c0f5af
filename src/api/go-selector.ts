import type { LabelSelector } from './types.gen.ts';

/** A pointer to a selector as Go prints it (the String method in apimachinery's meta/v1/generated.pb.go). */
export function goSelector(selector: LabelSelector | undefined): string {
  if (selector === undefined) return 'nil';
  const { matchLabels = {}, matchExpressions = [] } = selector;
  const keys = Object.keys(matchLabels).toSorted();
  const labels = keys.map((key) => `${key}: ${matchLabels[key]},`).join('');
  const expressions = matchExpressions.map(
    ({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  );
  return `&LabelSelector{MatchLabels:map[string]string{${labels}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`;
}
