import { describe, expect, it } from 'vitest';
import { ALICE, userWorld } from '../testing/users.ts';
import { auditTrail } from './audit.ts';

describe('the audit trail', () => {
  const pods = { verb: 'list', group: '', resource: 'pods', namespace: 'default' } as const;

  it('has a record of every request from outside, and why it was let through or not', () => {
    const { cluster, ask, create } = userWorld();
    create('configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } });
    ask(pods, ALICE);
    ask({ ...pods, impersonate: { user: 'bob' } });
    ask({ verb: 'version' }, ALICE);
    expect(auditTrail(cluster.state, 4)).toMatchObject([
      {
        user: 'admin',
        verb: 'create',
        resource: 'configmaps',
        decision: 'allow',
        code: 201,
        stages: ['RequestReceived', 'ResponseComplete'],
      },
      { user: 'alice', verb: 'list', resource: 'pods', namespace: 'default', decision: 'forbid', reason: '', code: 403 },
      { user: 'admin', impersonated: 'bob', verb: 'list', decision: 'forbid', code: 403 },
      {
        user: 'alice',
        path: '/version',
        decision: 'allow',
        reason: expect.stringContaining('RBAC: allowed by ClusterRoleBinding'),
        code: 200,
      },
    ]);
  });

  it('tells what components wrote', () => {
    const { cluster, create, run } = userWorld();
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'nginx' }] } };
    const spec = { replicas: 1, selector: { matchLabels: labels }, template };
    create('deployments.apps', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' }, spec });
    run(2);
    const records = auditTrail(cluster.state, 1000);
    expect(records.find(({ verb, resource }) => verb === 'create' && resource === 'replicasets')).toMatchObject({
      user: 'system:serviceaccount:kube-system:deployment-controller',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
    });
    expect(records.find(({ subresource }) => subresource === 'binding')).toMatchObject({ user: 'system:kube-scheduler', verb: 'create' });
  });

  it('changes nothing in the cluster by what is only read', () => {
    const { cluster, ask } = userWorld();
    const before = JSON.stringify(cluster.state.server);
    ask(pods, ALICE);
    expect(JSON.stringify(cluster.state.server)).toBe(before);
  });

  it('does not grow for ever', () => {
    const { cluster, ask } = userWorld();
    for (let count = 0; count < 1200; count += 1)
      ask({ verb: 'delete', group: '', resource: 'pods', namespace: 'default', name: 'x' }, ALICE);
    expect(cluster.state.server.audit.length).toBeLessThanOrEqual(500);
  });
});
