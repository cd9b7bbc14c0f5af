import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, EVENT, POD, POD_DISRUPTION_BUDGET } from '../../../api/resources.ts';
import { type TestServer, outcome, pod, testServer } from '../../../testing/test-server.ts';

const SELECTOR = { matchLabels: { app: 'web' } };

function budget(server: TestServer, spec: object): void {
  server.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b' }, spec: { selector: SELECTOR, ...spec } });
  server.settle();
}

/** A Deployment of so many pods, the first of them ready. */
function deployment(server: TestServer, replicas: number, readyPods: number): void {
  const template = { metadata: { labels: SELECTOR.matchLabels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
  server.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas, selector: SELECTOR, template } });
  server.settle();
  const { items } = server.send({ verb: 'list', group: '', resource: 'pods', namespace: 'default' }).body as unknown as {
    items: { metadata: { name: string } }[];
  };
  for (const { metadata } of items.slice(0, readyPods)) ready(server, metadata.name);
  server.settle();
}

function ready(server: TestServer, name: string): void {
  server.patch('pods', name, { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }, 'status');
}

function counts(server: TestServer) {
  const { disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, conditions } =
    server.read(POD_DISRUPTION_BUDGET, 'b').status ?? {};
  return [disruptionsAllowed, currentHealthy, desiredHealthy, expectedPods, conditions?.[0]?.reason];
}

describe('a budget', () => {
  it.each([
    [{ minAvailable: 2 }, [1, 3, 2, 4, 'SufficientPods']],
    [{ minAvailable: '60%' }, [0, 3, 3, 4, 'InsufficientPods']],
    [{ maxUnavailable: 2 }, [1, 3, 2, 4, 'SufficientPods']],
    [{ maxUnavailable: '30%' }, [1, 3, 2, 4, 'SufficientPods']],
  ])('of %j for three healthy pods of four', (spec, expected) => {
    const server = testServer();
    deployment(server, 4, 3);
    budget(server, spec);
    expect(counts(server)).toEqual(expected);
  });

  it('allows nothing while it matches nothing, and says so', () => {
    const server = testServer();
    budget(server, { minAvailable: 0 });
    expect(counts(server)).toEqual([0, 0, 0, 0, 'InsufficientPods']);
    const { items } = server.send({ verb: 'list', group: EVENT.group, resource: EVENT.resource, namespace: 'default' }).body as unknown as {
      items: object[];
    };
    expect(items).toMatchObject([{ reason: 'NoPods', message: 'No matching pods found', source: { component: 'controllermanager' } }]);
  });

  it('needs controllers for a share', () => {
    const server = testServer();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: 'x', controller: true };
    server.create(pod('a', {}, { labels: SELECTOR.matchLabels, ownerReferences: [owner], finalizers: ['example.com/stay'] }));
    budget(server, { maxUnavailable: 1 });
    expect(server.read(POD_DISRUPTION_BUDGET, 'b').status?.conditions).toMatchObject([
      { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'found no controllers for pod "a"' },
    ]);
  });

  it('misses a pod that is no longer among its own when any of those changes, however slightly', () => {
    const server = testServer();
    for (const name of ['a', 'b']) {
      server.create(pod(name, {}, { labels: SELECTOR.matchLabels }));
      ready(server, name);
    }
    budget(server, { minAvailable: 1 });
    server.patch('pods', 'b', { metadata: { labels: { app: 'other' } } });
    server.settle();
    expect(counts(server)).toEqual([1, 2, 1, 2, 'SufficientPods']);
    server.patch('pods', 'a', { metadata: { annotations: { look: 'again' } } });
    server.settle();
    expect(counts(server)).toEqual([0, 1, 1, 1, 'InsufficientPods']);
  });

  it('counts anew when a pod gets another controller', () => {
    const server = testServer();
    server.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner' } });
    const { uid } = server.read(CONFIG_MAP, 'owner').metadata;
    server.create(pod('a', {}, { labels: SELECTOR.matchLabels }));
    budget(server, { maxUnavailable: 1 });
    expect(counts(server)[4]).toBe('InsufficientPods');
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid, controller: true };
    server.patch('pods', 'a', { metadata: { ownerReferences: [owner] } });
    server.settle();
    expect(counts(server)[4]).toBe('SyncFailed');
  });

  it('lets one pod after the other go', () => {
    const server = testServer();
    for (const name of ['a', 'b']) {
      server.create(pod(name, {}, { labels: SELECTOR.matchLabels }));
      ready(server, name);
    }
    budget(server, { minAvailable: 1 });
    const evict = (name: string) => {
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
      return outcome(
        server.send({ verb: 'create', group: '', resource: 'pods', namespace: 'default', name, subresource: 'eviction', body }),
      );
    };
    expect(evict('a')).toBe('201');
    expect(evict('b')).toMatch(/^429/);
    server.settle();
    expect(counts(server)).toEqual([0, 1, 1, 1, 'InsufficientPods']);
    expect(server.read(POD_DISRUPTION_BUDGET, 'b').status?.disruptedPods).toBeUndefined();
    expect(evict('b')).toMatch(/^429/);
    expect(server.read(POD, 'b').kind).toBe('Pod');
  });
});
