import { expect, test } from 'vitest';
import { keptFields } from './kept.ts';

test('fields without effect are pointed at, each once, wherever they stand', () => {
  const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {a: b}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: deny
spec:
  podSelector: {}
`;
  expect(keptFields(text).map(({ field, line }) => `${line} ${field}`)).toEqual(['10 spec']);
});

test.each([
  { name: 'a kind that nobody knows', text: 'apiVersion: example.com/v1\nkind: Widget\nspec: {a: 1}\n' },
  { name: 'no YAML', text: 'a: [' },
  { name: 'fields that do not exist', text: 'apiVersion: v1\nkind: ConfigMap\nnonsense: 1\n' },
  { name: 'a text too long to be looked through', text: `# ${'x'.repeat(200_001)}` },
])('nothing is said about $name', ({ text }) => {
  expect(keptFields(text)).toEqual([]);
});
