import { describe, expect, it } from 'vitest';
import { nameOf } from '../../../api/object.ts';
import { DEPLOYMENT, ENDPOINT_SLICE, ENDPOINTS, POD, SERVICE } from '../../../api/resources.ts';
import type { Endpoint, EndpointSlice } from '../../../api/types.gen.ts';
import { type WholeCluster, deploymentNamed, podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

const NODES = [
  { name: 'node-1', zone: 'a', cpu: '64', pods: 500 },
  { name: 'node-2', zone: 'b', cpu: '64', pods: 500 },
];

function service(spec: object = {}): object {
  return {
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...spec },
  };
}

function slices(cluster: WholeCluster): readonly EndpointSlice[] {
  return cluster.list(ENDPOINT_SLICE).filter((slice) => nameOf(slice) !== 'kubernetes');
}

function endpoints(cluster: WholeCluster): readonly Endpoint[] {
  return slices(cluster).flatMap((slice) => slice.endpoints ?? []);
}

function podsOf(found: readonly Endpoint[]): string[] {
  return found.map(({ targetRef }) => targetRef?.name ?? '').sort();
}

describe('endpoints of a Service', () => {
  it('are an empty slice and an empty object while there are no pods', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service());
    cluster.run(1);
    expect(slices(cluster)).toHaveLength(1);
    expect(slices(cluster)[0]).toMatchObject({ addressType: 'IPv4', metadata: { generateName: 'web-' } });
    expect(endpoints(cluster)).toEqual([]);
    expect(cluster.get(ENDPOINTS, 'web')?.subsets ?? []).toEqual([]);
  });

  it('follow the pods: ready, not ready, terminating, gone', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service(), deploymentNamed('web', 2));
    cluster.run(5);
    expect(slices(cluster)).toHaveLength(1);
    expect(
      endpoints(cluster)
        .map(({ conditions, zone }) => ({ conditions, zone }))
        .sort((a, b) => ((a.zone ?? '') < (b.zone ?? '') ? -1 : 1)),
    ).toEqual([
      { conditions: { ready: true, serving: true, terminating: false }, zone: 'a' },
      { conditions: { ready: true, serving: true, terminating: false }, zone: 'b' },
    ]);
    const [first = ''] = cluster.pods().map(nameOf);
    const conditions = () => endpoints(cluster).find(({ targetRef }) => targetRef?.name === first)?.conditions;
    cluster.patchPod(first, { metadata: { annotations: { 'sim/never-ready': 'true' } } });
    cluster.run(3);
    expect(conditions()).toEqual({ ready: false, serving: false, terminating: false });
    expect(cluster.get(ENDPOINTS, 'web')?.subsets).toMatchObject([
      { addresses: [{}], notReadyAddresses: [{ targetRef: { name: first } }] },
    ]);
    cluster.patchPod(first, { metadata: { annotations: { 'sim/never-ready': 'false' } } });
    cluster.run(3);
    cluster.remove(POD, first);
    cluster.run(0.1);
    expect(conditions()).toMatchObject({ ready: false, terminating: true });
    cluster.run(5);
    expect(podsOf(endpoints(cluster))).toEqual(cluster.pods().map(nameOf).sort());
  });

  it('lose a pod that is relabelled, and another Service gains it', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(
      service(),
      { ...service({ selector: { app: 'other' } }), metadata: { name: 'other' } },
      podNamed('web'),
      podNamed('web-2', {}, {}),
    );
    cluster.patchPod('web-2', { metadata: { labels: { app: 'web' } } });
    cluster.run(5);
    const of = (name: string) =>
      podsOf(
        slices(cluster)
          .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === name)
          .flatMap((slice) => slice.endpoints ?? []),
      );
    expect(of('web')).toEqual(['web', 'web-2']);
    cluster.patchPod('web', { metadata: { labels: { app: 'other' } } });
    cluster.run(1);
    expect(of('web')).toEqual(['web-2']);
    expect(of('other')).toEqual(['web']);
  });

  it('fill slices of at most a hundred, each pod once', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service(), deploymentNamed('web', 250));
    cluster.run(10);
    expect(podsOf(endpoints(cluster))).toEqual(cluster.pods().map(nameOf).sort());
    expect(slices(cluster).every((slice) => (slice.endpoints?.length ?? 0) <= 100)).toBe(true);
    cluster.patch(DEPLOYMENT, 'web', { spec: { replicas: 5 } });
    cluster.run(40);
    expect(podsOf(endpoints(cluster))).toEqual(cluster.pods().map(nameOf).sort());
    expect(cluster.pods()).toHaveLength(5);
    expect(slices(cluster).every((slice) => (slice.endpoints?.length ?? 0) > 0)).toBe(true);
  });

  it('part by the numbers behind a named port', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service({ ports: [{ port: 80, targetPort: 'http' }] }));
    for (const [name, containerPort] of [
      ['one', 8080],
      ['two', 9090],
      ['three', 8080],
    ] as const) {
      cluster.create(podNamed(name, {}, { ports: [{ name: 'http', containerPort }] }));
      cluster.patchPod(name, { metadata: { labels: { app: 'web' } } });
    }
    cluster.run(5);
    const byPort = slices(cluster).map((slice) => [slice.ports?.[0]?.port, podsOf(slice.endpoints ?? [])] as const);
    expect(new Map(byPort)).toEqual(
      new Map([
        [8080, ['one', 'three']],
        [9090, ['two']],
      ]),
    );
    expect(cluster.get(ENDPOINTS, 'web')?.subsets?.map(({ ports, addresses }) => [ports?.[0]?.port, addresses?.length])).toEqual([
      [8080, 2],
      [9090, 1],
    ]);
  });

  it('are put right when somebody else changes or deletes them', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service(), deploymentNamed('web', 3));
    cluster.run(5);
    const [slice] = slices(cluster);
    cluster.patch(ENDPOINT_SLICE, slice?.metadata.name ?? '', { endpoints: [] });
    cluster.run(3);
    expect(endpoints(cluster)).toHaveLength(3);
    cluster.remove(ENDPOINT_SLICE, slices(cluster)[0]?.metadata.name ?? '');
    cluster.remove(ENDPOINTS, 'web');
    cluster.run(3);
    expect(endpoints(cluster)).toHaveLength(3);
    expect(cluster.get(ENDPOINTS, 'web')?.subsets?.[0]?.addresses).toHaveLength(3);
  });

  it('take over what the Service says: labels, ports, and pods that are not ready', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service(), podNamed('web'));
    cluster.patchPod('web', { metadata: { annotations: { 'sim/never-ready': 'true' } } });
    cluster.run(5);
    cluster.patch(SERVICE, 'web', {
      metadata: { labels: { tier: 'front' } },
      spec: { publishNotReadyAddresses: true, trafficDistribution: 'PreferClose' },
    });
    cluster.run(1);
    expect(slices(cluster)[0]?.metadata.labels).toEqual({
      tier: 'front',
      'kubernetes.io/service-name': 'web',
      'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
    });
    const [endpoint] = endpoints(cluster);
    expect(endpoint?.conditions).toEqual({ ready: true, serving: false, terminating: false });
    expect(endpoint?.hints).toEqual({ forZones: [{ name: endpoint?.zone }] });
  });

  it('go with their Service', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(service(), podNamed('web'));
    cluster.run(5);
    cluster.remove(SERVICE, 'web');
    cluster.run(2);
    expect(slices(cluster)).toEqual([]);
    expect(cluster.get(ENDPOINTS, 'web')).toBeUndefined();
  });

  it('of a Service without a selector are left to the user', () => {
    const cluster = wholeCluster(NODES);
    cluster.create({ kind: 'Service', metadata: { name: 'outside' }, spec: { ports: [{ port: 5432 }] } });
    cluster.run(2);
    expect(slices(cluster)).toEqual([]);
    expect(cluster.get(ENDPOINTS, 'outside')).toBeUndefined();
  });
});
