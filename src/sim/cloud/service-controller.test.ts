import { describe, expect, it } from 'vitest';
import { SERVICE } from '../../api/resources.ts';
import type { ServiceSpec } from '../../api/types.gen.ts';
import { type SmallCluster, smallCluster } from '../../testing/small-cluster.ts';

function create(c: SmallCluster, name: string, spec: ServiceSpec = {}): void {
  c.create(SERVICE, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }], ...spec },
  });
}

function addressOf(c: SmallCluster, name: string): string | undefined {
  return c.get(SERVICE, name)?.status?.loadBalancer?.ingress?.[0]?.ip;
}

describe('load balancers', () => {
  it('get an address after a while, and say so', () => {
    const c = smallCluster();
    create(c, 'a');
    create(c, 'b');
    c.run(2);
    expect(addressOf(c, 'a')).toBeUndefined();
    c.run(5);
    expect([addressOf(c, 'a'), addressOf(c, 'b')]).toEqual(['203.0.113.1', '203.0.113.2']);
    expect(c.get(SERVICE, 'a')?.metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
    expect(c.events('a')).toEqual(['EnsuringLoadBalancer Ensuring load balancer', 'EnsuredLoadBalancer Ensured load balancer']);
  });

  it('are taken away before the Service goes', () => {
    const c = smallCluster();
    create(c, 'a');
    c.run(7);
    c.remove(SERVICE, 'a');
    c.run(2);
    expect(c.get(SERVICE, 'a')).toBeUndefined();
    expect(c.events('a').slice(2)).toEqual(['DeletingLoadBalancer Deleting load balancer', 'DeletedLoadBalancer Deleted load balancer']);
    create(c, 'b');
    c.run(7);
    expect(addressOf(c, 'b')).toBe('203.0.113.1');
  });

  it('are taken away when the type changes', () => {
    const c = smallCluster();
    create(c, 'a');
    c.run(7);
    c.patch(SERVICE, 'a', { spec: { type: 'ClusterIP', ports: [{ port: 80, nodePort: null }] } });
    c.run(2);
    expect(addressOf(c, 'a')).toBeUndefined();
    expect(c.get(SERVICE, 'a')?.metadata.finalizers ?? []).toEqual([]);
  });

  it('do not come where there is no cloud', () => {
    const c = smallCluster(1, 'preloaded');
    create(c, 'a');
    c.run(30);
    expect(addressOf(c, 'a')).toBeUndefined();
    expect(c.events('a')).toEqual([]);
  });
});
