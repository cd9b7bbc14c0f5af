import { describe, expect, it } from 'vitest';
import { podCondition } from '../../../api/pod/conditions.ts';
import type { Node } from '../../../api/types.gen.ts';
import { podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';
import { rateOf, zoneState } from './disruption.ts';

const machines = (count: number, more: object = {}) => Array.from({ length: count }, (_, index) => ({ name: `n${index + 1}`, ...more }));
const taintsOf = (node: Node) => (node.spec?.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
const readyOf = (node: Node) => node.status?.conditions?.find(({ type }) => type === 'Ready');
const UNREACHABLE = ['node.kubernetes.io/unreachable:NoSchedule', 'node.kubernetes.io/unreachable:NoExecute'];

describe('a node that falls silent', () => {
  it('is called Unknown after 50 s, tainted, and its pods are not ready; all is well again when it returns', () => {
    const w = wholeCluster(machines(3));
    w.create(podNamed('p', { nodeName: 'n1' }));
    w.run(8);
    w.fault({ type: 'node-disconnect', node: 'n1' });
    w.run(40);
    expect(readyOf(w.node('n1'))?.status).toBe('True');
    w.run(25);
    expect(readyOf(w.node('n1'))).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taintsOf(w.node('n1'))).toEqual(UNREACHABLE);
    expect(podCondition(w.pod('p'), 'Ready')?.status).toBe('False');
    expect(podCondition(w.pod('p'), 'ContainersReady')?.status).toBe('True');
    expect(w.said('node-controller').slice(3)).toEqual([
      'NodeNotReady Node/n1: Node n1 status is now: NodeNotReady',
      'NodeNotReady Pod/p: Node is not ready',
    ]);
    w.fault({ type: 'node-reconnect', node: 'n1' });
    w.run(20);
    expect(readyOf(w.node('n1'))?.status).toBe('True');
    expect(taintsOf(w.node('n1'))).toEqual([]);
    expect(podCondition(w.pod('p'), 'Ready')?.status).toBe('True');
  });

  it('gets its NoExecute taint ten seconds after the one before it', () => {
    const w = wholeCluster(machines(5));
    w.run(8);
    w.fault({ type: 'node-disconnect', node: 'n1' });
    w.fault({ type: 'node-disconnect', node: 'n2' });
    w.run(62);
    expect(['n1', 'n2'].map((name) => taintsOf(w.node(name)).length).toSorted((a, b) => a - b)).toEqual([1, 2]);
    w.run(10);
    expect(['n1', 'n2'].map((name) => taintsOf(w.node(name)))).toEqual([UNREACHABLE, UNREACHABLE]);
  });

  it('is not evicted from when every node is silent, and all start anew when one answers', () => {
    const w = wholeCluster(machines(2));
    w.run(8);
    for (const node of ['n1', 'n2']) w.fault({ type: 'node-disconnect', node });
    w.run(100);
    expect(['n1', 'n2'].flatMap((name) => taintsOf(w.node(name)))).toEqual([UNREACHABLE[0], UNREACHABLE[0]]);
    w.fault({ type: 'node-reconnect', node: 'n1' });
    w.run(30);
    expect(taintsOf(w.node('n1'))).toEqual([]);
    expect(taintsOf(w.node('n2'))).toEqual(UNREACHABLE);
  });
});

describe('taints', () => {
  it('stand for spec.unschedulable', () => {
    const w = wholeCluster(machines(1));
    w.patchNode('n1', { spec: { unschedulable: true } });
    w.run(1);
    expect(taintsOf(w.node('n1'))).toEqual(['node.kubernetes.io/unschedulable:NoSchedule']);
    w.patchNode('n1', { spec: { unschedulable: null } });
    w.run(1);
    expect(taintsOf(w.node('n1'))).toEqual([]);
  });

  it('of other people stay', () => {
    const w = wholeCluster(machines(1, { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] }));
    w.patchNode('n1', { spec: { unschedulable: true } });
    w.run(1);
    expect(taintsOf(w.node('n1'))).toEqual(['dedicated:NoSchedule', 'node.kubernetes.io/unschedulable:NoSchedule']);
  });
});

it('greets new nodes and takes leave of old ones', () => {
  const w = wholeCluster(machines(2));
  w.fault({ type: 'node-remove', node: 'n2' });
  w.run(6);
  expect(w.said('node-controller')).toEqual([
    'RegisteredNode Node/n1: Node n1 event: Registered Node n1 in Controller',
    'RegisteredNode Node/n2: Node n2 event: Registered Node n2 in Controller',
    'RemovingNode Node/n2: Node n2 event: Removing Node n2 from Controller',
  ]);
});

describe('zones', () => {
  const ready = (count: number) => Array.from({ length: count }, () => 'True');
  const lost = (count: number) => Array.from({ length: count }, () => 'Unknown');
  it.each([
    { name: 'all well', nodes: ready(3), state: 'Normal' },
    { name: 'one of two lost', nodes: [...ready(1), ...lost(1)], state: 'Normal' },
    { name: 'two of three lost', nodes: [...ready(1), ...lost(2)], state: 'Normal' },
    { name: 'three of five lost', nodes: [...ready(2), ...lost(3)], state: 'PartialDisruption' },
    { name: 'three of six lost', nodes: [...ready(3), ...lost(3)], state: 'Normal' },
    { name: 'all lost', nodes: lost(2), state: 'FullDisruption' },
    { name: 'without a Ready condition', nodes: [undefined], state: 'FullDisruption' },
    { name: 'without nodes', nodes: [], state: 'Normal' },
  ])('$name: $state', ({ nodes, state }) => expect(zoneState(nodes)).toBe(state));

  it.each([
    { state: 'Normal' as const, size: 3, rate: 0.1 },
    { state: 'FullDisruption' as const, size: 3, rate: 0.1 },
    { state: 'PartialDisruption' as const, size: 50, rate: 0 },
    { state: 'PartialDisruption' as const, size: 51, rate: 0.01 },
  ])('$state of $size nodes: $rate per second', ({ state, size, rate }) => expect(rateOf(state, size)).toBe(rate));
});
