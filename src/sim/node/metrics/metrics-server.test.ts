import { expect, it, test } from 'vitest';
import { measuredCluster, nodesUse, podMilli, podUse } from '../../../testing/measured-cluster.ts';
import { one, script } from '../../../testing/small-cluster.ts';
import { restoreCluster } from '../../cluster.ts';

it('measures a pod once it has run for ten seconds at a moment of measuring, which come every 15 s', () => {
  const c = measuredCluster();
  c.run(5);
  c.createPod('web', one('nginx:1.29'));
  expect(podUse(c.cluster, 'nope')).toBe('pods "nope" not found');
  const told: string[] = [];
  for (let second = 0; second < 50; second += 1) {
    c.run(1);
    const use = podUse(c.cluster, 'web').replace(/^[\d.]+s .*/, 'measured');
    if (told.at(-1) !== use) told.push(use);
  }
  expect(told).toEqual(['podmetrics.metrics.k8s.io "default/web" not found', 'measured']);
  expect(podUse(c.cluster, 'web')).toBe('15s app 1m 7Mi');
});

it('tells of a container that is not quite 15 s old what it used since its start', () => {
  const c = measuredCluster();
  c.run(7);
  c.createPod('sleeper', one('busybox:1.36', script('sleep 1000')));
  c.run(16);
  expect(podUse(c.cluster, 'sleeper')).toMatch(/^1\d\.\d+s app 0m/);
});

it('finds the requests of the last interval in the cpu, up to the limit', () => {
  const c = measuredCluster();
  c.createPod('web', one('registry.k8s.io/hpa-example', { ports: [{ containerPort: 80 }] }));
  c.createPod('tight', one('registry.k8s.io/hpa-example', { resources: { limits: { cpu: '50m' } } }));
  c.run(35);
  const idle = podMilli(c.cluster, 'web');
  expect(idle).toBeLessThan(5);
  for (const name of ['web', 'tight']) c.traffic({ url: `http://${c.pod(name).status?.podIP ?? ''}/`, from: 'default/web', count: 900 });
  expect(podMilli(c.cluster, 'web')).toBe(idle);
  c.run(15);
  // 900 requests of 5 ms in 15 s.
  expect(Math.abs(podMilli(c.cluster, 'web') - 300)).toBeLessThan(5);
  expect(podMilli(c.cluster, 'tight')).toBe(50);
  c.run(15);
  expect(podMilli(c.cluster, 'web')).toBeLessThan(5);
});

it('measures what nodes have: what runs on them and what they need themselves, never more than there is', () => {
  const c = measuredCluster(2);
  c.run(20);
  expect(nodesUse(c.cluster)).toEqual(['node-1 41m 616Mi', 'node-2 43m 624Mi']);
  for (let index = 0; index < 8; index += 1)
    c.createPod(`busy-${index}`, { nodeName: 'node-1', ...one('busybox:1.36', script('while true; do :; done')) });
  c.run(40);
  expect(nodesUse(c.cluster)[0]).toMatch(/^node-1 4000m/);
  expect(podMilli(c.cluster, 'busy-0')).toBeGreaterThan(400);
});

it('knows nothing of a node that has fallen silent', () => {
  const c = measuredCluster(2);
  c.createPod('web', { nodeName: 'node-1', ...one('nginx:1.29') });
  c.run(40);
  c.fault({ type: 'node-disconnect', node: 'node-1' });
  c.run(1);
  expect(nodesUse(c.cluster)).toHaveLength(1);
  expect(podUse(c.cluster, 'web')).toBe('podmetrics.metrics.k8s.io "default/web" not found');
});

it('can be stopped, and its API service can be taken away', () => {
  const c = measuredCluster();
  c.run(30);
  const list = () => c.cluster.request({ verb: 'list', group: 'metrics.k8s.io', resource: 'nodes' }).body as { message?: string };
  c.fault({ type: 'component-stop', component: 'metrics-server' });
  expect(list().message).toBe('the server is currently unable to handle the request');
  c.fault({ type: 'component-start', component: 'metrics-server' });
  expect(list().message).toBeUndefined();
  const isServed = () => c.cluster.served().some(({ group }) => group === 'metrics.k8s.io');
  expect(isServed()).toBe(true);
  c.cluster.request({ verb: 'delete', group: 'apiregistration.k8s.io', resource: 'apiservices', name: 'v1beta1.metrics.k8s.io' });
  expect(isServed()).toBe(false);
  expect(list().message).toBe('the server could not find the requested resource');
});

test('asking changes nothing, and a snapshot says the same', () => {
  const c = measuredCluster(2);
  c.createPod('web', one('acme/thing'));
  c.run(60);
  const before = JSON.stringify(c.cluster.state.heap);
  const use = [podUse(c.cluster, 'web'), ...nodesUse(c.cluster)];
  expect(JSON.stringify(c.cluster.state.heap)).toBe(before);
  const copy = restoreCluster(c.cluster.snapshot(), { freeze: true });
  expect([podUse(copy, 'web'), ...nodesUse(copy)]).toEqual(use);
});
