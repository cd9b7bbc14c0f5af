import { describe, expect, it } from 'vitest';
import { POD, POD_DISRUPTION_BUDGET } from '../../../api/resources.ts';
import type { Status } from '../../../api/types.gen.ts';
import { type TestServer, outcome, pod, testServer } from '../../../testing/test-server.ts';

/** A ready pod `a`, and a budget for it with this status. */
function guarded(status: object, spec: object = { minAvailable: 1 }): TestServer {
  const server = testServer();
  server.create(pod('a', {}, { labels: { app: 'x' } }));
  ready(server, 'True');
  budget(server, 'b', spec);
  server.patch('poddisruptionbudgets.policy', 'b', { status: { observedGeneration: 1, ...status } }, 'status');
  return server;
}

function ready(server: TestServer, status: string): void {
  server.patch('pods', 'a', { status: { phase: 'Running', conditions: [{ type: 'Ready', status }] } }, 'status');
}

function budget(server: TestServer, name: string, spec: object): void {
  const selector = { matchLabels: { app: 'x' } };
  server.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: { selector, ...spec } });
}

function evict(server: TestServer, deleteOptions: object = {}) {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'a', namespace: 'default' }, deleteOptions } as never;
  return server.send({ verb: 'create', group: '', resource: 'pods', namespace: 'default', name: 'a', subresource: 'eviction', body });
}

const TOO_MANY = "429 Cannot evict pod as it would violate the pod's disruption budget.";

describe('an eviction', () => {
  it('takes one disruption from the budget, and the pod', () => {
    const server = guarded({ disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1 });
    expect(outcome(evict(server))).toBe('201');
    expect(server.send({ verb: 'get', group: '', resource: 'pods', namespace: 'default', name: 'a' }).code).toBe(404);
    const { status } = server.read(POD_DISRUPTION_BUDGET, 'b');
    expect([status?.disruptionsAllowed, Object.keys(status?.disruptedPods ?? {})]).toEqual([0, ['a']]);
    expect(status?.conditions).toMatchObject([{ type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' }]);
  });

  it.each([
    [{ currentHealthy: 1, desiredHealthy: 1 }, 'The disruption budget b needs 1 healthy pods and has 1 currently', undefined],
    [{ currentHealthy: 2, desiredHealthy: 1 }, 'The disruption budget b does not allow evicting pods currently', undefined],
    [{ observedGeneration: 0, disruptionsAllowed: 1 }, 'The disruption budget b is still being processed by the server.', 10],
  ])('is put off by %j', (status, message, retryAfterSeconds) => {
    const answer = evict(guarded(status));
    expect(outcome(answer)).toBe(TOO_MANY);
    const causes = [{ reason: 'DisruptionBudget', message }];
    expect((answer.body as Status).details).toEqual(retryAfterSeconds === undefined ? { causes } : { causes, retryAfterSeconds });
  });

  it('spends nothing and leaves the pod when it only tries', () => {
    const server = guarded({ disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1 });
    expect(outcome(evict(server, { dryRun: ['All'] }))).toBe('201');
    expect(server.read(POD_DISRUPTION_BUDGET, 'b').status?.disruptionsAllowed).toBe(1);
    expect(server.read(POD, 'a').metadata.deletionTimestamp).toBeUndefined();
  });

  it('does not choose between two budgets', () => {
    const server = guarded({ disruptionsAllowed: 1 });
    budget(server, 'c', { maxUnavailable: 1 });
    expect(outcome(evict(server))).toBe(
      '500 This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    );
  });

  it('keeps to preconditions', () => {
    expect(outcome(evict(testServerWithPod(), { preconditions: { uid: 'other' } }))).toMatch(
      /^409 .*the UID in the precondition \(other\) does not match/,
    );
    const server = testServerWithPod();
    const { resourceVersion = '' } = server.read(POD, 'a').metadata;
    expect(outcome(evict(server, { preconditions: { resourceVersion } }))).toBe('201');
  });
});

function testServerWithPod(): TestServer {
  const server = testServer();
  server.create(pod('a'));
  ready(server, 'True');
  return server;
}

describe('an unhealthy pod', () => {
  it.each([
    [{ currentHealthy: 1, desiredHealthy: 1 }, {}, '201'],
    [{ currentHealthy: 0, desiredHealthy: 1 }, {}, TOO_MANY],
    [{ currentHealthy: 0, desiredHealthy: 1 }, { unhealthyPodEvictionPolicy: 'AlwaysAllow' }, '201'],
  ])('of a budget with %j and %j', (status, spec, expected) => {
    const server = guarded(status, { minAvailable: 1, ...spec });
    ready(server, 'False');
    expect(outcome(evict(server))).toBe(expected);
  });

  it('may always go before it runs', () => {
    const server = guarded({});
    server.patch('pods', 'a', { status: { phase: 'Pending' } }, 'status');
    expect(outcome(evict(server))).toBe('201');
  });
});
