import { describe, expect, it } from 'vitest';
import type { PodExplanation } from '../../../api/scheduling.ts';
import { type WholeCluster, podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';
import { explain, whatIf } from '../../explain.ts';
import type { SchedulerMemory } from '../memory.ts';
import { type QueueHistories, noteStep } from './history.ts';

const asking = (cpu: string, memory = '64Mi') => ({ resources: { requests: { cpu, memory } } });
const steps = ({ history }: PodExplanation) =>
  history.steps.map(({ to, event, plugins }) => [to, event, plugins.join()].filter(Boolean).join(' '));

function said(w: WholeCluster, name: string): PodExplanation {
  const found = explain(w.cluster, 'default', name);
  if (found === undefined) throw new Error(`nothing is known of ${name}`);
  return found;
}

describe('the way through the queue', () => {
  it('names the event that moved a pod, what it was about, and the plugin whose hint it met', () => {
    const w = wholeCluster([{ name: 'a', taints: [{ key: 'k', effect: 'NoSchedule' }] }]);
    w.create(podNamed('p'));
    w.run(5);
    w.patchNode('a', { spec: { taints: null } });
    w.run(5);
    const found = said(w, 'p');
    expect(steps(found)).toEqual([
      'active',
      'attempt',
      'unschedulable TaintToleration',
      'active UpdateNodeTaint TaintToleration',
      'attempt',
      'bound',
    ]);
    expect(found.history.steps[3]).toMatchObject({ about: 'a' });
    expect(found.place).toBe('bound');
  });

  it('tells of gates, and that opening them is enough', () => {
    const w = wholeCluster([{ name: 'a' }]);
    w.create(podNamed('p', { schedulingGates: [{ name: 'x.io/wait' }] }));
    w.run(1);
    expect(said(w, 'p')).toMatchObject({ place: 'gated', proposals: [{ changes: [{ kind: 'remove-gates', what: 'x.io/wait' }] }] });
    w.patchPod('p', { spec: { schedulingGates: null } });
    w.run(1);
    expect(steps(said(w, 'p'))).toEqual([
      'gated SchedulingGates',
      'active UpdatePodSchedulingGatesEliminated SchedulingGates',
      'attempt',
      'bound',
    ]);
  });

  it('is remembered of five hundred pods, of each its beginning and its end', () => {
    const histories: QueueHistories = new Map();
    for (let pod = 0; pod < 700; pod += 1) noteStep(histories, `p${pod}`, pod, 'active');
    for (let at = 0; at < 100; at += 1) noteStep(histories, 'p699', at, 'attempt', { attempt: at });
    expect(histories.size).toBe(500);
    const { steps: kept = [], dropped } = histories.get('p699') ?? {};
    expect([kept.length, dropped, kept[0]?.to, kept.at(-1)?.attempt]).toEqual([40, 61, 'active', 99]);
  });
});

describe('why a pod is nowhere', () => {
  it('lays the arithmetic of the message out node by node', () => {
    const w = wholeCluster([
      { name: 'small', cpu: '1' },
      { name: 'tight', cpu: '1', memory: '1Gi' },
      { name: 'tainted', taints: [{ key: 'k', effect: 'NoSchedule' }], cpu: '1' },
    ]);
    w.create(podNamed('p', {}, asking('2', '2Gi')));
    w.run(1);
    const { decided, now } = said(w, 'p');
    expect(decided?.counts).toEqual([
      { reason: 'Insufficient memory', count: 1, nodes: ['tight'] },
      { reason: 'node(s) had untolerated taint(s)', count: 1, nodes: ['tainted'] },
      { reason: 'Insufficient cpu', count: 2, nodes: ['small', 'tight'] },
    ]);
    const text = decided?.counts.map(({ reason, count }) => `${count} ${reason}`).join(', ');
    expect(decided?.message.startsWith(`0/3 nodes are available: ${text}. `)).toBe(true);
    // As it was decided the first filter's no is known, as it is now every one.
    expect(now?.nodes.find(({ name }) => name === 'tainted')?.rejections.map(({ plugin }) => plugin)).toEqual([
      'TaintToleration',
      'NodeResourcesFit',
    ]);
    expect(now?.nodes[0]?.room).toEqual([
      { resource: 'cpu', asked: 2000, used: 0, allocatable: 1000 },
      { resource: 'memory', asked: 2 ** 31, used: 0, allocatable: 2 ** 33 },
      { resource: 'pods', asked: 1, used: 0, allocatable: 110 },
    ]);
  });

  it('proposes the smallest changes first', () => {
    const w = wholeCluster([{ name: 'a', taints: [{ key: 'k', value: 'v', effect: 'NoSchedule' }] }]);
    w.create(podNamed('p'));
    w.run(1);
    const found = said(w, 'p').proposals;
    expect(found.map(({ changes }) => changes.map(({ kind }) => kind).join())).toEqual(['remove-taint', 'tolerate', 'add-node']);
    expect(found[0]?.changes[0]?.line).toBe('kubectl taint nodes a k=v:NoSchedule-');
    expect(found.map(({ size }) => size)).toEqual(found.map(({ size }) => size).toSorted((a, b) => a - b));
  });

  it('tells whom a preemption chose and why', () => {
    const w = wholeCluster([
      { name: 'a', cpu: '2' },
      { name: 'b', cpu: '2' },
    ]);
    const priority = (name: string, value: number) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name },
      value,
    });
    w.create(priority('low', 1), priority('middle', 5), priority('high', 10));
    w.create(podNamed('one', { priorityClassName: 'low', nodeSelector: { 'kubernetes.io/hostname': 'a' } }, asking('2')));
    w.create(podNamed('two', { priorityClassName: 'middle', nodeSelector: { 'kubernetes.io/hostname': 'b' } }, asking('2')));
    w.run(2);
    w.create(podNamed('boss', { priorityClassName: 'high' }, asking('2')));
    w.run(0.2);
    expect(said(w, 'boss').decided?.preemption).toEqual({
      node: 'a',
      rule: 'highest-priority',
      more: 0,
      nodes: [
        { node: 'a', victims: [{ key: 'default/one', priority: 1 }], victimCount: 1, violations: 0, reasons: [] },
        { node: 'b', victims: [{ key: 'default/two', priority: 5 }], victimCount: 1, violations: 0, reasons: [] },
      ],
    });
    w.run(60);
    expect(w.pod('boss').spec?.nodeName).toBe('a');
    expect(said(w, 'boss').decided).toMatchObject({ node: 'a', sampling: { why: 'nominated' }, preemption: { rule: 'highest-priority' } });
  });
});

describe('why a pod is on its node', () => {
  it('gives every score, and says who was drawn from a tie', () => {
    const w = wholeCluster([{ name: 'a' }, { name: 'b' }, { name: 'c', taints: [{ key: 'k', effect: 'PreferNoSchedule' }] }]);
    w.create(podNamed('p', {}, asking('1')));
    w.run(2);
    const { decided, now, place } = said(w, 'p');
    expect([place, decided?.tied, decided?.sampling]).toEqual(['bound', ['a', 'b'], { looked: 3, enough: 3, why: 'all' }]);
    expect(['a', 'b']).toContain(decided?.node);
    const c = decided?.nodes.find(({ name }) => name === 'c');
    expect(c?.scores.find(({ plugin }) => plugin === 'TaintToleration')).toEqual({
      plugin: 'TaintToleration',
      raw: 1,
      normalised: 0,
      weight: 3,
    });
    // As if it were not there yet.
    expect(now?.tied).toEqual(['a', 'b']);
  });

  it('says how many of many nodes were looked at', () => {
    const w = wholeCluster(Array.from({ length: 120 }, (_, index) => ({ name: `n${index}` })));
    w.create(podNamed('p'));
    w.run(2);
    const { decided, now } = said(w, 'p');
    expect([decided?.nodeCount, decided?.sampling, decided?.nodes.length]).toEqual([120, { looked: 100, enough: 100, why: 'enough' }, 100]);
    expect([now?.nodes.length, now?.sampling.looked]).toEqual([120, 100]);
  });
});

describe('what if', () => {
  const deployment = (spec: object, replicas = 3) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }], ...spec } },
    },
  });

  it('counts room and says what runs out first', () => {
    const w = wholeCluster([
      { name: 'a', cpu: '2' },
      { name: 'b', cpu: '3' },
      { name: 'c', memory: '1Gi' },
    ]);
    const object = deployment({ containers: [{ name: 'c', image: 'nginx:1.27', ...asking('1', '512Mi') }] });
    expect(whatIf(w.cluster, object, 'default', { fit: true })).toMatchObject({
      object: 'Deployment/web',
      replicas: 3,
      refused: '',
      fit: {
        count: 7,
        bounded: false,
        nodes: [
          { name: 'a', count: 2, reasons: ['Insufficient cpu'] },
          { name: 'b', count: 3, reasons: ['Insufficient cpu'] },
          { name: 'c', count: 2, reasons: ['Insufficient memory'] },
        ],
      },
    });
    expect(w.cluster.state.commands.held).toEqual([]);
  });

  it('says what the API server would say', () => {
    const w = wholeCluster([{ name: 'a' }]);
    const object = deployment({ containers: [] });
    expect(whatIf(w.cluster, object, 'default', { fit: true })?.refused).toBe(
      'Deployment.apps "web" is invalid: spec.template.spec.containers: Required value',
    );
    expect(whatIf(w.cluster, deployment({ priorityClassName: 'none' }), 'default', { fit: false })?.refused).toBe(
      'pods "web-" is forbidden: no PriorityClass with name none was found',
    );
    expect(whatIf(w.cluster, { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } }, 'default', { fit: true })).toBeUndefined();
  });

  it('takes an object of the cluster for another one like it', () => {
    const w = wholeCluster([{ name: 'a', cpu: '2' }]);
    w.create(podNamed('p', {}, asking('1')), deployment({ containers: [{ name: 'c', image: 'nginx:1.27', ...asking('500m') }] }, 1));
    w.run(3);
    const web = w.cluster.request({ verb: 'get', group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' });
    expect(whatIf(w.cluster, web.body as ReturnType<typeof w.pod>, 'default', { fit: true })?.fit?.count).toBe(1);
    expect(whatIf(w.cluster, w.pod('p'), 'default', { fit: true })?.fit?.count).toBe(0);
    expect(w.pods().length).toBe(2);
  });
});

describe('the histogram of preemption', () => {
  it('is laid out node by node beside that of the filters', () => {
    const w = wholeCluster([{ name: 'a' }, { name: 'b' }, { name: 'tainted', taints: [{ key: 'k', effect: 'NoSchedule' }] }]);
    w.create(podNamed('one', {}, asking('3')), podNamed('two', {}, asking('3')));
    w.run(2);
    w.create(podNamed('p', {}, asking('2')));
    w.run(1);
    const counts = [
      { reason: 'Preemption is not helpful for scheduling', count: 1, nodes: ['tainted'] },
      { reason: 'No preemption victims found for incoming pod', count: 2, nodes: ['a', 'b'] },
    ];
    const sorted = (told: PodExplanation['now']) => told?.preemptionCounts.map((one) => ({ ...one, nodes: one.nodes.toSorted() }));
    expect(sorted(said(w, 'p').decided)).toEqual(counts);
    expect(sorted(said(w, 'p').now)).toEqual(counts);
  });
});

describe('an account that was thrown away', () => {
  it('is told as forgotten, and worked out anew', () => {
    const w = wholeCluster([{ name: 'a' }, { name: 'b' }]);
    w.create(podNamed('p'));
    w.run(2);
    const node = said(w, 'p').decided?.node;
    const { memory } = w.cluster.state.components.get('default-scheduler') as unknown as { memory: SchedulerMemory };
    for (const verdict of memory.verdicts.byPod.values()) verdict.details = null;
    const { decided, forgotten, now } = said(w, 'p');
    expect(decided).toBeUndefined();
    expect(forgotten).toMatchObject({ attempt: 1, node, message: '' });
    expect(now?.nodes).toHaveLength(2);
  });
});
