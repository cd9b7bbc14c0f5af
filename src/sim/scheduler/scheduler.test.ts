import { describe, expect, it } from 'vitest';
import { POD } from '../../api/resources.ts';
import { clonePlain } from '../../base/clone.ts';
import { deserializePlain, serializePlain } from '../../base/serialize.ts';
import { explain } from '../explain.ts';
import { podNamed, wholeCluster } from '../../testing/whole-cluster.ts';

const asking = (cpu: string, memory = '64Mi') => ({ resources: { requests: { cpu, memory } } });
const node = (name: string, more: object = {}) => ({ name, ...more });
const AFTER_NO_FIT = 'no new claims to deallocate, preemption:';
const scheduled = (message: string | undefined) => ({ reason: 'Unschedulable', status: 'False', message });

describe('pods that fit nowhere', () => {
  it('says why in the words of kube-scheduler, and tries again when a node comes that could take the pod', () => {
    const w = wholeCluster([node('a'), node('b'), node('c')]);
    w.create(podNamed('big', {}, asking('8')));
    w.run(1);
    const why = `0/3 nodes are available: 3 Insufficient cpu. ${AFTER_NO_FIT} 0/3 nodes are available: 3 Preemption is not helpful for scheduling.`;
    expect(w.pod('big').status?.conditions?.[0]).toMatchObject(scheduled(why));
    expect(w.said('default-scheduler')).toEqual([`FailedScheduling Pod/big: ${why}`]);
    w.fault({ type: 'node-add', machine: { name: 'large', cpu: '16', memory: '64Gi' } });
    w.run(1);
    expect(w.pod('big').spec?.nodeName).toBe('large');
    expect(w.said('default-scheduler').slice(1)).toEqual([
      `FailedScheduling Pod/big: 0/4 nodes are available: 1 node(s) had untolerated taint(s), 3 Insufficient cpu. ${AFTER_NO_FIT} 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
      'Scheduled Pod/big: Successfully assigned default/big to large',
    ]);
  });

  it('adds up the reasons of different nodes, sorted as text', () => {
    const w = wholeCluster([
      node('few-cpus', { cpu: '1' }),
      node('tainted', { taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] }),
      node('little-memory', { memory: '1Gi' }),
      node('full', { pods: 1, labels: { disk: 'ssd' } }),
    ]);
    w.create(podNamed('filler', { nodeName: 'full' }));
    w.run(1);
    w.create(podNamed('mixed', {}, asking('2', '2Gi')));
    w.run(1);
    const inner = '1 No preemption victims found for incoming pod, 3 Preemption is not helpful for scheduling';
    expect(w.pod('mixed').status?.conditions?.[0]?.message).toBe(
      `0/4 nodes are available: 1 Insufficient cpu, 1 Insufficient memory, 1 Too many pods, 1 node(s) had untolerated taint(s). ${AFTER_NO_FIT} 0/4 nodes are available: ${inner}.`,
    );
  });

  it('waits for room: a pod goes as soon as another one has left', () => {
    const w = wholeCluster([node('a', { cpu: '2' })]);
    w.create(podNamed('first', { terminationGracePeriodSeconds: 0 }, asking('2')), podNamed('second', {}, asking('1')));
    w.run(2);
    expect(w.pod('second').spec?.nodeName).toBeUndefined();
    w.remove(POD, 'first');
    w.run(4);
    expect(w.pod('second').spec?.nodeName).toBe('a');
  });

  it('tries again and again, at growing distances, while there is no node at all', () => {
    const w = wholeCluster([]);
    w.create(podNamed('lonely'));
    w.run(30);
    expect(w.pod('lonely').status?.conditions?.[0]).toMatchObject(scheduled('no nodes available to schedule pods'));
    w.fault({ type: 'node-add', machine: { name: 'a', cpu: '2', memory: '4Gi' } });
    w.run(12);
    expect(w.pod('lonely').spec?.nodeName).toBe('a');
  });

  it('waits for a claim that does not exist', () => {
    const w = wholeCluster([node('a'), node('b')]);
    w.create(podNamed('stateful', { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }));
    w.run(1);
    expect(w.pod('stateful').status?.conditions?.[0]?.message).toBe(
      '0/2 nodes are available: persistentvolumeclaim "data" not found. not found',
    );
  });
});

describe('what moves a waiting pod', () => {
  it.each([
    { what: 'a label of a node', spec: { nodeSelector: { disk: 'ssd' } }, change: { metadata: { labels: { disk: 'ssd' } } } },
    { what: 'a taint that goes', spec: {}, taints: [{ key: 'k', effect: 'NoSchedule' as const }], change: { spec: { taints: null } } },
    { what: 'an uncordoned node', spec: {}, before: { spec: { unschedulable: true } }, change: { spec: { unschedulable: null } } },
  ])('$what', ({ spec, taints, before, change }) => {
    const w = wholeCluster([node('a', taints === undefined ? {} : { taints })]);
    if (before !== undefined) w.patchNode('a', before);
    w.run(1);
    w.create(podNamed('p', spec));
    w.run(1);
    expect(w.pod('p').spec?.nodeName).toBeUndefined();
    w.patchNode('a', change);
    w.run(1);
    expect(w.pod('p').spec?.nodeName).toBe('a');
  });

  it('its last scheduling gate', () => {
    const w = wholeCluster([node('a')]);
    w.create(podNamed('gated', { schedulingGates: [{ name: 'example.com/wait' }] }));
    w.run(10);
    expect(w.pod('gated').spec?.nodeName).toBeUndefined();
    expect(w.said('default-scheduler')).toEqual([]);
    w.patchPod('gated', { spec: { schedulingGates: null } });
    w.run(1);
    expect(w.pod('gated').spec?.nodeName).toBe('a');
  });
});

describe('placement', () => {
  it('leaves pods of another scheduler alone', () => {
    const w = wholeCluster([node('a')]);
    w.create(podNamed('other', { schedulerName: 'other' }));
    w.run(5);
    expect(w.pod('other').spec?.nodeName).toBeUndefined();
    expect(w.said('default-scheduler')).toEqual([]);
  });

  it('spreads the pods of a ReplicaSet over zones of unequal size', () => {
    const w = wholeCluster([node('a1', { zone: 'a' }), node('a2', { zone: 'a' }), node('b1', { zone: 'b' })]);
    w.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web' },
      spec: {
        replicas: 6,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } },
      },
    });
    w.run(2);
    const on = (prefix: string) => w.pods().filter((pod) => pod.spec?.nodeName?.startsWith(prefix)).length;
    expect([on('a'), on('b')]).toEqual([4, 2]);
  });

  it('gives one host port of a node to one pod', () => {
    const w = wholeCluster([node('a'), node('b')]);
    const port = { ports: [{ containerPort: 80, hostPort: 8080 }] };
    w.create(podNamed('p1', {}, port), podNamed('p2', {}, port), podNamed('p3', {}, port));
    w.run(1);
    const places = ['p1', 'p2', 'p3'].map((name) => w.pod(name).spec?.nodeName);
    expect(new Set(places.slice(0, 2))).toEqual(new Set(['a', 'b']));
    expect(places[2]).toBeUndefined();
    expect(w.pod('p3').status?.conditions?.[0]?.message).toContain(
      `2 node(s) didn't have free ports for the requested pod ports. ${AFTER_NO_FIT}`,
    );
  });

  it('keeps pods with anti-affinity apart', () => {
    const w = wholeCluster([node('a'), node('b')]);
    const term = { labelSelector: { matchLabels: { tier: 'db' } }, topologyKey: 'kubernetes.io/hostname' };
    for (const name of ['d1', 'd2', 'd3']) {
      const pod = podNamed(name, { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } } });
      w.create({ ...pod, metadata: { name, labels: { tier: 'db' } } });
    }
    w.run(1);
    expect(
      w
        .pods()
        .map((pod) => pod.spec?.nodeName ?? '')
        .toSorted(),
    ).toEqual(['', 'a', 'b']);
  });
});

describe('verdicts', () => {
  const verdictOf = (w: ReturnType<typeof wholeCluster>, name: string) => {
    const decided = explain(w.cluster, 'default', name)?.decided;
    if (decided === undefined) throw new Error(`nothing was decided about ${name}`);
    return decided;
  };

  it('tells which filter said no, and how the others scored', () => {
    const w = wholeCluster([
      node('a'),
      node('b', { cpu: '8', memory: '16Gi' }),
      node('c', { taints: [{ key: 'k', effect: 'NoSchedule' }] }),
    ]);
    w.create(podNamed('p', {}, asking('500m', '512Mi')));
    w.run(1);
    const { node: chosen, nodes, attempt, message } = verdictOf(w, 'p');
    expect({ chosen, attempt, message }).toEqual({ chosen: 'b', attempt: 1, message: '' });
    expect(nodes.map(({ name, rejections, total }) => ({ name, rejections, total }))).toEqual([
      // The worked example of LeastAllocated and BalancedAllocation: 300 + 90 + 73.
      { name: 'a', rejections: [], total: 463 },
      { name: 'b', rejections: [], total: 300 + 94 + 74 },
      { name: 'c', rejections: [{ plugin: 'TaintToleration', reasons: ['node(s) had untolerated taint(s)'] }], total: 0 },
    ]);
    expect(nodes[0]?.scores.find(({ plugin }) => plugin === 'NodeResourcesFit')).toEqual({
      plugin: 'NodeResourcesFit',
      raw: 90,
      normalised: 90,
      weight: 1,
    });
  });

  it('keeps the last attempt with its message', () => {
    const w = wholeCluster([node('a')]);
    w.create(podNamed('p', { nodeSelector: { disk: 'ssd' } }));
    w.run(1);
    expect(verdictOf(w, 'p')).toMatchObject({ node: '', attempt: 1, nodes: [{ name: 'a', rejections: [{ plugin: 'NodeAffinity' }] }] });
    expect(verdictOf(w, 'p').message).toBe(w.pod('p').status?.conditions?.[0]?.message);
  });

  it('knows nothing of pods it never saw', () => {
    const w = wholeCluster([node('a')]);
    expect(explain(w.cluster, 'default', 'nobody')).toBeUndefined();
  });
});

it('keeps its memory as plain data that survives text', () => {
  const w = wholeCluster([node('a', { zone: 'z' }), node('b', { taints: [{ key: 'k', effect: 'PreferNoSchedule' }] })]);
  w.create(
    podNamed('fits', {}, asking('1')),
    podNamed('does-not', {}, asking('16')),
    podNamed('gated', { schedulingGates: [{ name: 'example.com/wait' }] }),
  );
  w.run(3);
  const memory = w.cluster.state.components.get('default-scheduler')?.memory;
  const text = serializePlain(memory);
  expect(serializePlain(deserializePlain(text))).toBe(text);
  expect(serializePlain(clonePlain(memory))).toBe(text);
});
