import { expect, it } from 'vitest';
import { makeEnvironment } from './environment.ts';

it.each([
  { from: { configMapKeyRef: { name: 'cm', key: 'k' } }, error: 'configmap "cm" not found' },
  { from: { secretKeyRef: { name: 's', key: 'k' } }, error: 'secret "s" not found' },
])('says what is missing: $error', ({ from, error }) => {
  const result = makeEnvironment(
    { name: 'c', env: [{ name: 'A', valueFrom: from }] },
    {
      pod: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p', namespace: 'default' },
        spec: { containers: [], enableServiceLinks: true },
      },
      podIPs: [],
      hostIPs: [],
      allocatable: {},
      services: [],
      configMap: () => undefined,
      secret: () => undefined,
    },
  );
  expect(result).toEqual({ error });
});
