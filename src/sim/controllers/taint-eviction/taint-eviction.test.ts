import { describe, expect, it } from 'vitest';
import { podCondition } from '../../../api/pod/conditions.ts';
import { podNamed, wholeCluster } from '../../../testing/whole-cluster.ts';
import { toleratedForMs } from './toleration-time.ts';

const MAINTENANCE = { spec: { taints: [{ key: 'maint', value: '1', effect: 'NoExecute' }] } };
const NO_TAINTS = { spec: { taints: null } };
const NAME = 'taint-eviction-controller';

describe('how long a pod may stay', () => {
  const taint = { key: 'a', value: 'x', effect: 'NoExecute' as const };
  const other = { key: 'b', effect: 'NoExecute' as const };
  const tolerates = (key: string, tolerationSeconds?: number) => ({
    key,
    operator: 'Exists' as const,
    ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
  });
  it.each([
    { name: 'no toleration', taints: [taint], tolerations: [], expected: 0 },
    { name: 'one taint is not tolerated', taints: [taint, other], tolerations: [tolerates('a')], expected: 0 },
    { name: 'for ever', taints: [taint], tolerations: [tolerates('a')], expected: Number.POSITIVE_INFINITY },
    { name: 'for a while', taints: [taint], tolerations: [tolerates('a', 30)], expected: 30_000 },
    { name: 'the shortest while', taints: [taint, other], tolerations: [tolerates('a', 30), tolerates('b', 10)], expected: 10_000 },
    { name: 'less than nothing', taints: [taint], tolerations: [tolerates('a', -5)], expected: 0 },
    { name: 'the first toleration counts', taints: [taint], tolerations: [tolerates('a', 30), tolerates('a')], expected: 30_000 },
  ])('$name', ({ taints, tolerations, expected }) => expect(toleratedForMs(taints, tolerations)).toBe(expected));
});

describe('a NoExecute taint', () => {
  it('makes a pod go at once, after its while, or never', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    const tolerating = (seconds?: number) => ({
      tolerations: [
        { key: 'maint', operator: 'Exists', effect: 'NoExecute', ...(seconds === undefined ? {} : { tolerationSeconds: seconds }) },
      ],
    });
    w.create(podNamed('plain'), podNamed('short', tolerating(6)), podNamed('keep', tolerating()));
    w.run(2);
    w.patchNode('n1', MAINTENANCE);
    w.run(0.2);
    expect(podCondition(w.pod('plain'), 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    });
    expect(w.pod('plain').metadata.deletionTimestamp).toBeDefined();
    expect(w.pod('short').metadata.deletionTimestamp).toBeUndefined();
    w.run(10);
    expect(w.pods().map((pod) => pod.metadata.name)).toEqual(['keep']);
    expect(w.said(NAME)).toEqual([
      'TaintManagerEviction Pod/plain: Marking for deletion Pod default/plain',
      'TaintManagerEviction Pod/short: Marking for deletion Pod default/short',
    ]);
  });

  it('that goes in time lets the pod live', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    w.create(podNamed('p', { tolerations: [{ key: 'maint', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }] }));
    w.run(2);
    w.patchNode('n1', MAINTENANCE);
    w.run(5);
    w.patchNode('n1', NO_TAINTS);
    w.run(30);
    expect(w.pod('p').metadata.deletionTimestamp).toBeUndefined();
    expect(w.said(NAME)).toEqual(['TaintManagerEviction Pod/p: Cancelling deletion of Pod default/p']);
  });

  it('keeps the time of a pod running when another taint joins it', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    w.create(podNamed('p', { tolerations: [{ operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }] }));
    w.run(2);
    w.patchNode('n1', MAINTENANCE);
    w.run(6);
    w.patchNode('n1', { spec: { taints: [...MAINTENANCE.spec.taints, { key: 'other', effect: 'NoExecute' }] } });
    w.run(5);
    expect(w.said(NAME)).toEqual(['TaintManagerEviction Pod/p: Marking for deletion Pod default/p']);
  });

  it('meets a pod that comes to the node later', () => {
    const w = wholeCluster([{ name: 'n1' }]);
    w.patchNode('n1', MAINTENANCE);
    w.run(1);
    w.create(podNamed('late', { nodeName: 'n1' }));
    w.run(5);
    expect(w.said(NAME)).toEqual(['TaintManagerEviction Pod/late: Marking for deletion Pod default/late']);
  });
});

it('moves the pods of a dead node elsewhere after five minutes', () => {
  const w = wholeCluster([{ name: 'n1' }, { name: 'n2' }, { name: 'n3' }]);
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } };
  w.create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web' },
    spec: { replicas: 3, selector: { matchLabels: { app: 'web' } }, template },
  });
  w.run(5);
  w.fault({ type: 'node-disconnect', node: 'n1' });
  w.run(300);
  expect(w.pods()).toHaveLength(3);
  w.run(75);
  expect(
    w
      .pods()
      .filter((pod) => pod.metadata.deletionTimestamp !== undefined)
      .map((pod) => pod.spec?.nodeName),
  ).toEqual(['n1']);
  expect(w.pods()).toHaveLength(4);
  w.fault({ type: 'node-reconnect', node: 'n1' });
  w.run(45);
  expect(w.pods()).toHaveLength(3);
});
