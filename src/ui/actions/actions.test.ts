import { describe, expect, test } from 'vitest';
import { NodeFlag } from '../../protocol/frame.ts';
import { createFrameStore } from '../engine/frame-store.ts';
import { smallFrame } from '../testing/fake-link.ts';
import { nextSpeed } from './clock.ts';
import { ACTIONS, CLUSTER, actionsFor } from './registry.ts';

const frames = createFrameStore();
frames.publish(smallFrame());

const pod = { kind: 'Pod', namespace: 'default', name: 'web' };
const elsewhere = { kind: 'Deployment', namespace: 'shop', name: 'web' };
const node = { kind: 'Node', namespace: '', name: 'node-1' };

describe('the kubectl line', () => {
  test.each([
    { id: 'delete', target: pod, answer: '', line: 'kubectl delete pod web --wait=false' },
    { id: 'delete', target: elsewhere, answer: '', line: 'kubectl delete deployment web --wait=false -n shop' },
    { id: 'scale', target: elsewhere, answer: '5', line: 'kubectl scale deployment/web --replicas=5 -n shop' },
    { id: 'set-image', target: elsewhere, answer: 'web=nginx:1.27', line: 'kubectl set image deployment/web web=nginx:1.27 -n shop' },
    { id: 'rollout-restart', target: elsewhere, answer: '', line: 'kubectl rollout restart deployment/web -n shop' },
    { id: 'rollout-undo', target: elsewhere, answer: '', line: 'kubectl rollout undo deployment/web -n shop' },
    { id: 'label', target: pod, answer: ' app=other ', line: 'kubectl label pod web app=other --overwrite' },
    { id: 'label', target: pod, answer: "it's=odd", line: `kubectl label pod web 'it'\\''s=odd' --overwrite` },
    { id: 'cordon', target: node, answer: '', line: 'kubectl cordon node-1' },
    { id: 'drain', target: node, answer: '', line: 'kubectl drain node-1 --ignore-daemonsets --delete-emptydir-data --force' },
  ])('$line', ({ id, target, answer, line }) => {
    const action = ACTIONS.find((candidate) => candidate.id === id);
    expect(action?.line(target, answer)).toBe(line);
    expect(action?.request(target, answer, frames)).toEqual({ type: 'kubectl', line, files: {} });
  });

  test('where there is none, something is said instead', () => {
    for (const action of ACTIONS) if (action.line(pod, '1') === '') expect(action.instead).toBeDefined();
  });
});

describe('what can be done', () => {
  test.each([
    { name: 'to a pod', target: pod, flags: 0, ids: ['logs', 'crash', 'label', 'delete', 'force-delete'] },
    {
      name: 'to a Deployment',
      target: elsewhere,
      flags: 0,
      ids: ['scale', 'set-image', 'rollout-restart', 'rollout-undo', 'rollout-pause', 'rollout-resume', 'label', 'delete'],
    },
    {
      name: 'to a node',
      target: node,
      flags: NodeFlag.ready,
      ids: ['cordon', 'drain', 'stop-node', 'stop-kubelet', 'label', 'remove-node'],
    },
    {
      name: 'to a cordoned node without power',
      target: node,
      flags: NodeFlag.cordoned | NodeFlag.poweredOff,
      ids: ['uncordon', 'drain', 'start-node', 'label', 'remove-node'],
    },
    { name: 'to the cluster', target: CLUSTER, flags: 0, ids: ['edit-scheduler', 'add-node'] },
    {
      name: 'to a part of the control plane',
      target: { kind: 'Station', namespace: '', name: 'replicaset-controller' },
      flags: 0,
      ids: ['stop-part'],
    },
    {
      name: 'to one that is stopped',
      target: { kind: 'Station', namespace: '', name: 'kube-scheduler' },
      flags: NodeFlag.poweredOff,
      ids: ['start-part', 'edit-scheduler'],
    },
    { name: 'to the network', target: { kind: 'Station', namespace: '', name: 'network' }, flags: 0, ids: [] },
  ])('$name', ({ target, flags, ids }) => {
    expect(actionsFor(target, flags).map(({ id }) => id)).toEqual(ids);
  });
});

test('requests to a Service are made by a pod that is ready', () => {
  const action = ACTIONS.find(({ id }) => id === 'send-requests');
  expect(action?.request({ kind: 'Service', namespace: 'default', name: 'web' }, '', frames)).toEqual({
    type: 'traffic',
    url: 'http://web.default.svc.cluster.local/',
    count: 10,
    from: 'default/web',
  });
});

describe('answers', () => {
  test.each([
    { id: 'scale', good: ['0', '12'], bad: ['', '-1', '1.5', 'many'] },
    { id: 'label', good: ['app=web', 'app=', 'app-', 'example.com/a=b'], bad: ['', 'app', 'app = web'] },
    { id: 'set-image', good: ['web=nginx:1.27'], bad: ['', 'nginx', 'web='] },
  ])('$id', ({ id, good, bad }) => {
    const question = ACTIONS.find((action) => action.id === id)?.question;
    expect(good.filter((answer) => !question?.accepts(answer))).toEqual([]);
    expect(bad.filter((answer) => question?.accepts(answer))).toEqual([]);
  });
});

test.each([
  [1, 1, 2],
  [1, -1, 0.5],
  [100, 1, 100],
  [0.1, -1, 0.1],
  [3, 1, 5],
  [3, -1, 2],
] as const)('from speed %d, step %d leads to %d', (speed, step, expected) => expect(nextSpeed(speed, step)).toBe(expected));

test.each([
  { kind: 'CronJob', spec: { suspend: true }, offered: 'unsuspend', other: 'suspend' },
  { kind: 'CronJob', spec: {}, offered: 'suspend', other: 'unsuspend' },
  { kind: 'Deployment', spec: { paused: true }, offered: 'rollout-resume', other: 'rollout-pause' },
])('of two opposites the one that would change the $kind: $offered', ({ kind, spec, offered, other }) => {
  const object = { apiVersion: '', kind, metadata: { name: 'x' }, spec };
  const ids = (known?: typeof object) => actionsFor({ kind, namespace: 'default', name: 'x' }, 0, known).map(({ id }) => id);
  expect(ids(object)).toContain(offered);
  expect(ids(object)).not.toContain(other);
  expect(ids()).toEqual(expect.arrayContaining([offered, other]));
});
