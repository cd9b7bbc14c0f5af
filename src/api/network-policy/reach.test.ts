import { expect, test } from 'vitest';
import type { NetworkPolicy, NetworkPolicySpec } from '../types.gen.ts';
import { type ReachPod, reachOf } from './reach.ts';

const policy = (name: string, spec: NetworkPolicySpec): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec,
});

const pod = (name: string, app: string, ports: readonly number[] = [80], namespace = 'shop'): ReachPod => ({
  name,
  namespace,
  ip: '',
  labels: { app },
  namespaceLabels: { team: namespace },
  containers: [{ ports: ports.map((containerPort) => ({ containerPort })) }],
});

test('without policies everybody reaches everybody', () => {
  const { ingress, egress, groups, apart } = reachOf(pod('web-1', 'web'), [pod('web-1', 'web'), pod('db-1', 'db')], []);
  expect({ ingress, egress, apart }).toEqual({ ingress: [], egress: [], apart: [] });
  expect(groups).toEqual([{ namespace: 'shop', labels: '{"app":"db"}', into: 2, from: 2 }]);
});

test('a closed pod is reached by whom a rule names, on the port that it names', () => {
  const only = policy('only-web', {
    podSelector: { matchLabels: { app: 'db' } },
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 5432 }] }],
  });
  const others = [pod('web-1', 'web'), pod('job-1', 'job'), pod('web-1', 'web', [80], 'other')];
  const { ingress, groups } = reachOf(pod('db-1', 'db', [5432, 9187]), others, [only]);
  expect(ingress).toEqual(['only-web']);
  expect(groups.map(({ namespace, labels, into, from }) => [namespace, labels, into, from])).toEqual([
    ['shop', '{"app":"web"}', 1, 2],
    ['shop', '{"app":"job"}', 0, 2],
    ['other', '{"app":"web"}', 0, 2],
  ]);
});

test('a range that is open up to the last port is still only some of the ports of a pod that declares none', () => {
  const high = policy('high', { podSelector: {}, ingress: [{ ports: [{ port: 32_000, endPort: 65_535 }] }] });
  const { groups } = reachOf(pod('web-1', 'web', []), [pod('job-1', 'job')], [high]);
  expect(groups).toMatchObject([{ into: 1 }]);
  const all = policy('all', { podSelector: {}, ingress: [{ ports: [{ port: 1, endPort: 65_535 }] }] });
  expect(reachOf(pod('web-1', 'web', []), [pod('job-1', 'job')], [all]).groups).toMatchObject([{ into: 2 }]);
});

test('what is closed at the other end counts as well, and who differs in ports stands apart', () => {
  const closed = policy('closed', {
    podSelector: { matchLabels: { app: 'api' } },
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ port: 8080 }] }],
  });
  const { egress, groups, apart } = reachOf(
    pod('web-1', 'web'),
    [pod('api-1', 'api', [8080]), pod('api-2', 'api', [9090]), pod('api-3', 'api', [])],
    [closed],
  );
  expect(egress).toEqual([]);
  expect(groups).toMatchObject([{ labels: '{"app":"api"}', from: 2, into: 2 }]);
  expect(apart).toEqual([
    { pod: 'shop/api-2', into: 2, from: 0 },
    { pod: 'shop/api-3', into: 2, from: 1 },
  ]);
});
