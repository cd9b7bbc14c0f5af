import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../api/scalars.ts';
import { podNamed, wholeCluster } from '../../testing/whole-cluster.ts';
import { handlesOf } from '../../testing/small-cluster.ts';
import { createCluster, restoreCluster } from '../cluster.ts';

const asking = (cpu: string) => ({ resources: { requests: { cpu, memory: '64Mi' } } });
const named = (schedulerName: string, name: string, cpu = '1') => podNamed(name, { schedulerName }, asking(cpu));
const configuration = (profiles: readonly JsonObject[], rest: JsonObject = {}): JsonObject => ({
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  profiles,
  ...rest,
});
const PACKING = configuration([
  { schedulerName: 'default-scheduler' },
  {
    schedulerName: 'packing',
    plugins: { score: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] } },
    pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated' } } }],
  },
]);

describe('schedulers by name', () => {
  it('leaves pods of a scheduler that nobody runs as they are, without a word', () => {
    const w = wholeCluster([{ name: 'a' }]);
    w.create(named('my-scheduler', 'alone'));
    w.run(400);
    expect([w.pod('alone').spec?.nodeName, w.pod('alone').status?.conditions]).toEqual([undefined, undefined]);
    expect([...w.said('default-scheduler'), ...w.said('my-scheduler')]).toEqual([]);
  });

  it('runs as many profiles as its configuration has, each in its own name', () => {
    const w = wholeCluster([{ name: 'a' }, { name: 'b' }]);
    expect(w.fault({ type: 'scheduler-configure', configuration: PACKING })).toBe(200);
    w.run(1);
    w.create(podNamed('first', { nodeName: 'b' }, asking('1')));
    w.run(1);
    w.create(named('packing', 'packed'), named('default-scheduler', 'spread'));
    w.run(1);
    expect([w.pod('packed').spec?.nodeName, w.pod('spread').spec?.nodeName]).toEqual(['b', 'a']);
    expect(w.said('packing')).toEqual(['Scheduled Pod/packed: Successfully assigned default/packed to b']);
    expect(w.said('default-scheduler')).toEqual(['Scheduled Pod/spread: Successfully assigned default/spread to a']);
  });

  it('takes up pods that have waited for it', () => {
    const w = wholeCluster([{ name: 'a' }]);
    w.create(named('packing', 'early'), named('default-scheduler', 'big', '8'));
    w.run(5);
    w.fault({ type: 'scheduler-configure', configuration: PACKING });
    w.run(2);
    expect(w.pod('early').spec?.nodeName).toBe('a');
    w.fault({ type: 'scheduler-configure', configuration: null });
    w.create(named('packing', 'late'));
    w.run(2);
    expect([w.pod('late').spec?.nodeName, w.pod('big').spec?.nodeName]).toEqual([undefined, undefined]);
  });

  it('goes on as it is after a configuration with which it would not start', () => {
    const w = wholeCluster([{ name: 'a' }]);
    const { code, body } = w.cluster.execute({
      type: 'fault',
      fault: { type: 'scheduler-configure', configuration: configuration([], { percentageOfNodesToScore: 101 }) },
    });
    expect([code, (body as { message?: string }).message]).toEqual([
      400,
      'percentageOfNodesToScore: Invalid value: 101: not in valid range [0-100]',
    ]);
    w.create(named('default-scheduler', 'usual'));
    w.run(1);
    expect(w.pod('usual').spec?.nodeName).toBe('a');
  });

  it('comes back with its configuration when it was stopped meanwhile', () => {
    const w = wholeCluster([{ name: 'a' }]);
    w.fault({ type: 'component-stop', component: 'kube-scheduler' });
    w.fault({ type: 'scheduler-configure', configuration: PACKING });
    w.create(named('packing', 'packed'));
    w.run(30);
    expect(w.pod('packed').spec?.nodeName).toBeUndefined();
    w.fault({ type: 'component-start', component: 'kube-scheduler' });
    w.run(40);
    expect(w.pod('packed').spec?.nodeName).toBe('a');
  });

  it('keeps its configuration through a snapshot', () => {
    const spec = { startTime: 0, images: 'preloaded' as const, machines: [{ name: 'a', cpu: '4', memory: '8Gi' }], scheduler: PACKING };
    const cluster = createCluster(spec, 1);
    cluster.advance(2000);
    const restored = restoreCluster(cluster.snapshot());
    const handles = handlesOf(restored);
    handles.createPod('packed', { schedulerName: 'packing', containers: [{ name: 'app', image: 'nginx:1.27' }] });
    handles.run(2);
    expect(handles.pod('packed').spec?.nodeName).toBe('a');
  });
});

describe('arguments', () => {
  it('hold pods to the affinity that the scheduler enforces', () => {
    const w = wholeCluster([{ name: 'a' }, { name: 'b', labels: { pool: 'apps' } }]);
    const required = { nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['apps'] }] }] };
    const addedAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required };
    const profile = { pluginConfig: [{ name: 'NodeAffinity', args: { addedAffinity } }] };
    w.fault({ type: 'scheduler-configure', configuration: configuration([profile]) });
    w.create(podNamed('one', {}, asking('3')), podNamed('two', {}, asking('3')));
    w.run(2);
    expect(w.pod('one').spec?.nodeName).toBe('b');
    expect(w.pod('two').status?.conditions?.[0]?.message).toContain(
      "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match scheduler-enforced node affinity.",
    );
  });

  it('spread pods by constraints of the cluster', () => {
    const w = wholeCluster([
      { name: 'a', zone: 'one' },
      { name: 'b', zone: 'two' },
    ]);
    const constraint = { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' };
    const args = { defaultConstraints: [constraint], defaultingType: 'List' };
    w.fault({ type: 'scheduler-configure', configuration: configuration([{ pluginConfig: [{ name: 'PodTopologySpread', args }] }]) });
    w.patchNode('b', { spec: { unschedulable: true } });
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } };
    const spec = { replicas: 2, selector: { matchLabels: { app: 'web' } }, template };
    w.create({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web' }, spec });
    w.run(3);
    const waiting = w.pods().filter((pod) => pod.spec?.nodeName === undefined);
    expect(waiting.map((pod) => pod.status?.conditions?.[0]?.message?.split('.')[0])).toEqual([
      "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable",
    ]);
  });

  it('leave pods where they are without preemption', () => {
    const w = wholeCluster([{ name: 'a' }]);
    const profile = { plugins: { postFilter: { disabled: [{ name: '*' }] } } };
    w.fault({ type: 'scheduler-configure', configuration: configuration([profile]) });
    w.create(podNamed('big', {}, asking('8')));
    w.run(1);
    expect(w.pod('big').status?.conditions?.[0]?.message).toBe('0/1 nodes are available: 1 Insufficient cpu.');
  });
});
