import { describe, expect, test } from 'vitest';
import { DEPLOYMENT } from '../../../../api/resources.ts';
import type { SpreadAccount, SpreadOver } from '../../../../api/scheduling.ts';
import { type WholeCluster, deploymentNamed, wholeCluster } from '../../../../testing/whole-cluster.ts';
import { spread } from '../../../explain.ts';

const ZONE = 'topology.kubernetes.io/zone';
const hard = { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'web' } } };
const soft = { ...hard, whenUnsatisfiable: 'ScheduleAnyway' };

const deployment = (replicas: number, spec: object = {}, cpu = '100m') =>
  deploymentNamed('web', replicas, spec, { resources: { requests: { cpu } } });

const three = (first: object = {}) => [
  { name: 'a1', zone: 'a', ...first },
  { name: 'b1', zone: 'b' },
  { name: 'c1', zone: 'c' },
];

function over(w: WholeCluster, key = ZONE): SpreadOver & Pick<SpreadAccount, 'next' | 'placed' | 'object'> {
  const told = spread(w.cluster, 'Deployment', 'default', 'web');
  const found = told?.keys.find(({ topologyKey }) => topologyKey === key);
  if (told === undefined || found === undefined) throw new Error(`nothing is known of ${key}`);
  return { ...told, ...found };
}

const kinds = ({ findings }: SpreadOver) => findings.map(({ kind, about, count }) => [kind, about, count || ''].filter(Boolean).join(' '));
const counts = ({ domains }: SpreadOver) =>
  Object.fromEntries(domains.map(({ value, counted, next }) => [value, `${counted} ${next.outcome}`]));

describe('what is counted', () => {
  test('is what the filter counts, with the skew that one more would make', () => {
    const w = wholeCluster(three());
    w.create(deployment(4, { topologySpreadConstraints: [hard] }));
    w.run(5);
    const told = over(w);
    expect([told.object, told.placed, told.most, told.fewest]).toEqual(['Deployment/web', 4, 2, 1]);
    expect(told.rule).toMatchObject({ from: 'pod', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' });
    const full = told.domains.find(({ counted }) => counted === 2);
    expect(full).toMatchObject({ skew: 2, next: { outcome: 'none', reasons: [{ count: 1 }] } });
    expect(told.domains[0]).toMatchObject({ counted: 1, skew: 1, next: { outcome: 'chosen', node: told.next } });
    expect(kinds(told)).toEqual([]);
    // What is said of the next pod is what becomes of it.
    w.patch(DEPLOYMENT, 'web', { spec: { replicas: 5 } });
    w.run(5);
    expect(over(w).domains.find(({ value }) => value === told.domains[0]?.value)?.counted).toBe(2);
  });

  test('without constraints are the own pods, by what kube-scheduler does of itself', () => {
    const w = wholeCluster(three());
    w.create(deployment(3));
    w.run(5);
    expect(over(w).rule).toMatchObject({ from: 'system', maxSkew: 5, whenUnsatisfiable: 'ScheduleAnyway' });
    expect(kinds(over(w))).toEqual(['soft system 2']);
    expect(over(w, 'kubernetes.io/hostname').rule?.maxSkew).toBe(3);
  });
});

describe('why it is uneven', () => {
  test('ScheduleAnyway is only a score, which other scores outweigh', () => {
    const w = wholeCluster(three({ cpu: '32', memory: '64Gi' }));
    w.create(deployment(14, { topologySpreadConstraints: [soft] }, '1'));
    w.run(10);
    expect(kinds(over(w)).slice(0, 1)).toEqual(['soft pod 2']);
    expect(over(w).most - over(w).fewest).toBeGreaterThanOrEqual(1);
  });

  test('a zone whose taint is not tolerated counts all the same and holds back the others', () => {
    const w = wholeCluster(three({ taints: [{ key: 'k', effect: 'NoSchedule' }] }));
    w.create(deployment(4, { topologySpreadConstraints: [hard] }));
    w.run(5);
    expect(counts(over(w))).toEqual({ a: '0 none', b: '1 none', c: '1 none' });
    expect(kinds(over(w))).toEqual(['held-by a 1']);
    expect(over(w).domains.find(({ value }) => value === 'a')?.next).toMatchObject({
      reasons: [{ reason: 'node(s) had untolerated taint(s)' }],
    });
  });

  test('with nodeTaintsPolicy Honor it does not count', () => {
    const w = wholeCluster(three({ taints: [{ key: 'k', effect: 'NoSchedule' }] }));
    w.create(deployment(4, { topologySpreadConstraints: [{ ...hard, nodeTaintsPolicy: 'Honor' }] }));
    w.run(5);
    expect(kinds(over(w))).toEqual(['excluded-taints a 1']);
    expect([over(w).most, over(w).fewest, over(w).placed]).toEqual([2, 2, 4]);
  });

  test('what the pod’s own selector leaves out does not count', () => {
    const w = wholeCluster(three());
    const spec = { topologySpreadConstraints: [hard], affinity: notIn('c') };
    w.create(deployment(4, spec));
    w.run(5);
    expect(kinds(over(w))).toEqual(['excluded-affinity c 1']);
    expect(counts(over(w))).toEqual({ a: expect.stringMatching(/^2/), b: expect.stringMatching(/^2/), c: '0 none' });
  });

  test('fewer domains than minDomains: nobody may have more than maxSkew', () => {
    const w = wholeCluster(three());
    w.create(deployment(9, { topologySpreadConstraints: [{ ...hard, minDomains: 5 }] }));
    w.run(5);
    expect(kinds(over(w))).toContain('min-domains 3 5');
    expect([over(w).placed, over(w).fewest, over(w).next]).toEqual([3, 0, '']);
  });

  test('scaling down asks nobody', () => {
    const w = wholeCluster(three());
    w.create(deployment(6, { topologySpreadConstraints: [hard] }));
    w.run(5);
    for (const pod of w.pods().filter(({ spec: own }) => own?.nodeName === 'a1'))
      w.patchPod(pod.metadata.name ?? '', { metadata: { labels: { app: 'not-web' } } });
    w.patch(DEPLOYMENT, 'web', { spec: { replicas: 4 } });
    w.run(5);
    expect([over(w).most, over(w).fewest]).toEqual([2, 0]);
    expect(kinds(over(w))).toContain('pods-went');
  });

  test('a zone that came later than the pods', () => {
    const w = wholeCluster(three().slice(0, 2));
    w.create(deployment(6, { topologySpreadConstraints: [hard] }));
    w.run(60);
    w.fault({ type: 'node-add', machine: { name: 'd1', zone: 'd', cpu: '4', memory: '8Gi' } });
    w.run(30);
    expect(kinds(over(w))).toEqual(['came-later d 1']);
    expect(counts(over(w))).toMatchObject({ d: '0 chosen' });
  });

  test('a selector that counts others, or not the pod itself', () => {
    const w = wholeCluster(three());
    w.create({ kind: 'Pod', metadata: { name: 'x', labels: { app: 'db' } }, spec: { containers: [{ name: 'x', image: 'nginx:1.27' }] } });
    w.create(deployment(2, { topologySpreadConstraints: [{ ...hard, labelSelector: { matchLabels: { app: 'db' } } }] }));
    w.run(5);
    expect(kinds(over(w)).slice(0, 1)).toEqual(['not-itself']);
  });

  test('nodes without the key never get one', () => {
    const w = wholeCluster([...three(), { name: 'bare' }]);
    w.create(deployment(3, { topologySpreadConstraints: [hard] }));
    w.run(5);
    expect(kinds(over(w))).toEqual([`missing-key ${ZONE} 1`]);
  });
});

test('a pod is asked about as one of its controller’s; what has no pods has no spread', () => {
  const w = wholeCluster(three());
  w.create(deployment(2));
  w.run(5);
  const [pod] = w.pods();
  expect(spread(w.cluster, 'Pod', 'default', pod?.metadata.name ?? '')?.object).toMatch(/^ReplicaSet\/web-/);
  expect(spread(w.cluster, 'Deployment', 'default', 'other')).toBeUndefined();
});

function notIn(zone: string): object {
  const matchExpressions = [{ key: ZONE, operator: 'NotIn', values: [zone] }];
  return { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } } };
}
