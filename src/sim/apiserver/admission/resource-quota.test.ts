import { describe, expect, it } from 'vitest';
import { RESOURCE_QUOTA } from '../../../api/resources.ts';
import { type TestServer, outcome, pod, podOf, testServer } from '../../../testing/test-server.ts';

function limited(hard: { readonly [name: string]: string }, more: object = {}): TestServer {
  const server = testServer();
  server.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard, ...more } });
  server.settle();
  return server;
}

function used(server: TestServer) {
  return server.read(RESOURCE_QUOTA, 'q').status?.used;
}

const SMALL = { requests: { cpu: '600m' } };

describe('a quota', () => {
  it('begins to hold when its controller has counted', () => {
    const server = testServer();
    server.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { pods: '0', configmaps: '2' } } });
    expect(server.read(RESOURCE_QUOTA, 'q').status).toEqual({});
    expect(outcome(server.create(pod('a')))).toBe('201');
    server.settle();
    expect(server.read(RESOURCE_QUOTA, 'q').status).toEqual({
      hard: { pods: '0', configmaps: '2' },
      used: { pods: '1', configmaps: '1' },
    });
  });

  it('books what is admitted at once, and nothing that is refused', () => {
    const server = limited({ 'requests.cpu': '1', pods: '3' });
    expect(outcome(server.create(podOf('a', SMALL)))).toBe('201');
    expect(used(server)).toEqual({ 'requests.cpu': '600m', pods: '1' });
    expect(outcome(server.create(podOf('b', SMALL)))).toBe(
      '403 pods "b" is forbidden: exceeded quota: q, requested: requests.cpu=600m, used: requests.cpu=600m, limited: requests.cpu=1',
    );
    expect(outcome(server.create(podOf('a', { requests: { cpu: '1m' } })))).toBe('409 pods "a" already exists');
    expect(outcome(server.create(podOf('c', {})))).toBe('403 pods "c" is forbidden: failed quota: q: must specify requests.cpu for: c');
    expect(used(server)).toEqual({ 'requests.cpu': '600m', pods: '1' });
  });

  it('books nothing for a dry run', () => {
    const server = limited({ configmaps: '2' });
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
    server.send({ verb: 'create', group: '', resource: 'configmaps', namespace: 'default', body, options: { dryRun: true } });
    expect(used(server)).toEqual({ configmaps: '1' });
  });

  it('takes back what goes', () => {
    const server = limited({ pods: '1' });
    server.create(pod('a'));
    server.remove('pods', 'a');
    server.settle();
    expect(used(server)).toEqual({ pods: '0' });
    server.create(pod('b'));
    server.patch('pods', 'b', { status: { phase: 'Succeeded' } }, 'status');
    server.settle();
    expect(used(server)).toEqual({ pods: '0' });
  });

  it('names everything that is exceeded, in order', () => {
    const server = limited({ services: '1', 'services.nodeports': '0', 'count/services': '5' });
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { type: 'NodePort', ports: [{ port: 80 }] } };
    expect(outcome(server.create(service))).toBe(
      '403 services "s" is forbidden: exceeded quota: q, requested: services=1,services.nodeports=1, used: services=1,services.nodeports=0, limited: services=1,services.nodeports=0',
    );
  });

  it('counts a service anew when its type changes', () => {
    const server = limited({ 'services.nodeports': '1' });
    server.create({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 's' },
      spec: { ports: [{ port: 80 }, { port: 81 }].map((port, i) => ({ ...port, name: `p${i}` })) },
    });
    expect(outcome(server.patch('services', 's', { spec: { type: 'NodePort' } }))).toMatch(
      /exceeded quota: q, requested: services.nodeports=2/,
    );
    server.patch('resourcequotas', 'q', { spec: { hard: { 'services.nodeports': '2' } } });
    server.settle();
    expect(outcome(server.patch('services', 's', { spec: { type: 'NodePort' } }))).toBe('200');
    expect(used(server)).toEqual({ 'services.nodeports': '2' });
  });

  it('counts objects of any kind', () => {
    const server = limited({ 'count/poddisruptionbudgets.policy': '1' });
    const budget = (name: string) => ({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name },
      spec: { minAvailable: 1 },
    });
    expect(outcome(server.create(budget('a')))).toBe('201');
    expect(outcome(server.create(budget('b')))).toMatch(/exceeded quota: q, requested: count\/poddisruptionbudgets.policy=1/);
  });
});

describe('scopes', () => {
  it('leave pods beside them alone', () => {
    const server = limited({ pods: '0' }, { scopes: ['BestEffort'] });
    expect(outcome(server.create(podOf('a', SMALL)))).toBe('201');
    expect(outcome(server.create(pod('b')))).toMatch(/exceeded quota/);
  });

  it('select by priority class', () => {
    const server = limited(
      { pods: '0' },
      { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } },
    );
    server.create({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 10 });
    expect(outcome(server.create(pod('a')))).toBe('201');
    expect(outcome(server.create(pod('b', { priorityClassName: 'high' })))).toMatch(/exceeded quota/);
  });

  it('follow a pod that is given a deadline', () => {
    const server = limited({ pods: '0' }, { scopes: ['Terminating'] });
    server.create(pod('a'));
    expect(outcome(server.patch('pods', 'a', { spec: { activeDeadlineSeconds: 5 } }))).toMatch(/exceeded quota: q, requested: pods=1/);
  });
});
