import { expect, it } from 'vitest';
import { ENDPOINT_SLICE } from '../../../api/resources.ts';
import type { EndpointSlice } from '../../../api/types.gen.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';
import { desiredSlices } from './desired.ts';

const SERVICE = { kind: 'Service', metadata: { name: 'db' }, spec: { ports: [{ port: 5432 }] } };
const ENDPOINTS = {
  kind: 'Endpoints',
  metadata: { name: 'db', labels: { tier: 'data' } },
  subsets: [
    { addresses: [{ ip: '192.0.2.10' }], notReadyAddresses: [{ ip: '192.0.2.11' }], ports: [{ port: 5432 }] },
    { addresses: [{ ip: '2001:db8::1' }], ports: [{ port: 5432 }] },
  ],
};

const slicesIn = (w: WholeCluster): readonly EndpointSlice[] =>
  w.list(ENDPOINT_SLICE).filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'db');
const shown = (w: WholeCluster) =>
  slicesIn(w).map(({ addressType, ports, endpoints }) => ({
    addressType,
    ports: (ports ?? []).map(({ name, port }) => `${name}:${port}`),
    endpoints: (endpoints ?? []).map(({ addresses, conditions }) => `${addresses[0]} ${conditions?.ready}`),
  }));

it('mirrors what people made for a Service without a selector', () => {
  const w = wholeCluster([]);
  w.create(SERVICE, ENDPOINTS);
  w.run(1);
  expect(shown(w)).toEqual(
    expect.arrayContaining([
      { addressType: 'IPv4', ports: [':5432'], endpoints: ['192.0.2.10 true', '192.0.2.11 false'] },
      { addressType: 'IPv6', ports: [':5432'], endpoints: ['2001:db8::1 true'] },
    ]),
  );
  expect(slicesIn(w)[0]?.metadata).toMatchObject({
    labels: {
      tier: 'data',
      'kubernetes.io/service-name': 'db',
      'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
    },
    ownerReferences: [{ kind: 'Endpoints', name: 'db', controller: true }],
  });
});

it('does not mirror without a Service, with a selector, or where it was told not to', () => {
  const w = wholeCluster([]);
  w.create(ENDPOINTS);
  w.run(1);
  expect(shown(w)).toEqual([]);
  w.create({ ...SERVICE, spec: { ...SERVICE.spec, selector: { app: 'db' } } });
  w.run(1);
  expect(slicesIn(w).map(({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by'])).toEqual([
    'endpointslice-controller.k8s.io',
  ]);
  const skipped = wholeCluster([]);
  skipped.create(SERVICE, { ...ENDPOINTS, metadata: { name: 'db', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } } });
  skipped.run(1);
  expect(shown(skipped)).toEqual([]);
});

it('leaves out what is too much', () => {
  const addresses = Array.from({ length: 1005 }, (_, index) => ({ ip: `10.1.${index >> 8}.${index & 255}` }));
  const { wanted, skipped } = desiredSlices({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'db', namespace: 'default' },
    subsets: [{ addresses, ports: [{ port: 80 }] }],
  });
  expect(wanted.map(({ slice }) => slice.endpoints?.length)).toEqual([1000]);
  expect(skipped).toBe(5);
});
