import { describe, expect, it } from 'vitest';
import { NODE } from '../../../api/resources.ts';
import type { NodeSpec } from '../../../api/types.gen.ts';
import { type WholeCluster, podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

function withRange(clusterCidr?: string): WholeCluster {
  return wholeCluster([{ name: 'node-1' }, { name: 'node-2' }], 'preloaded', clusterCidr === undefined ? {} : { clusterCidr });
}

function byHand(name: string, spec: NodeSpec = {}): object {
  return { kind: 'Node', metadata: { name }, spec };
}

function rangeOf(cluster: WholeCluster, name: string): NodeSpec {
  const { podCIDR, podCIDRs } = cluster.get(NODE, name)?.spec ?? {};
  return { ...(podCIDR === undefined ? {} : { podCIDR }), ...(podCIDRs === undefined ? {} : { podCIDRs }) };
}

describe('a Node that was made by hand', () => {
  it('gets a range after those of the machines', () => {
    const cluster = withRange('10.244.0.0/16');
    cluster.create(byHand('other'));
    cluster.run(1);
    expect(rangeOf(cluster, 'other')).toEqual({ podCIDR: '10.244.2.0/24', podCIDRs: ['10.244.2.0/24'] });
  });

  it('keeps the range that it came with, and machines that come later get another', () => {
    const cluster = withRange('10.244.0.0/16');
    cluster.create(byHand('other', { podCIDR: '10.244.2.0/24' }));
    cluster.run(1);
    cluster.fault({ type: 'node-add', machine: { name: 'node-3', cpu: '4', memory: '8Gi' } });
    cluster.run(2);
    expect([rangeOf(cluster, 'other').podCIDR, rangeOf(cluster, 'node-3').podCIDR]).toEqual(['10.244.2.0/24', '10.244.3.0/24']);
  });

  it('waits for a range when all are taken, and gets one when a Node goes', () => {
    const cluster = withRange('10.244.0.0/23');
    cluster.create(byHand('other'));
    cluster.run(1);
    expect([rangeOf(cluster, 'other'), cluster.said('cidrAllocator')[0]]).toEqual([
      {},
      'CIDRNotAvailable Node/other: Node other status is now: CIDRNotAvailable',
    ]);
    cluster.fault({ type: 'node-remove', node: 'node-1' });
    cluster.run(60);
    expect(rangeOf(cluster, 'other').podCIDR).toBe('10.244.0.0/24');
  });

  it('gets none in a bare control plane', () => {
    const cluster = withRange();
    cluster.create(byHand('other'));
    cluster.run(1);
    expect(rangeOf(cluster, 'other')).toEqual({});
  });
});

it('gives pods addresses of the range that their Node had before its machine came', () => {
  const cluster = withRange('10.244.0.0/16');
  cluster.create(byHand('node-3', { podCIDR: '10.200.7.0/24' }));
  cluster.run(1);
  cluster.fault({ type: 'node-add', machine: { name: 'node-3', cpu: '4', memory: '8Gi' } });
  cluster.run(2);
  cluster.create(podNamed('web', { nodeName: 'node-3' }));
  cluster.run(3);
  expect(cluster.pod('web').status?.podIP).toBe('10.200.7.2');
});
