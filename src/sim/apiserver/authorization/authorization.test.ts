import { describe, expect, it } from 'vitest';
import { ALICE, BOB, type UserWorld, userWorld } from '../../../testing/users.ts';
import type { Identity } from '../../kernel/command.ts';

const list = (resource: string, namespace = 'default', group = '') => ({ verb: 'list', group, resource, namespace }) as const;

describe('authorization', () => {
  it('lets nobody but administrators do anything that no role allows', () => {
    const { told } = userWorld();
    expect(told(list('pods'))).toBe('200');
    expect(told(list('pods'), ALICE)).toBe(
      '403 pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    expect(told({ verb: 'get', group: '', resource: 'nodes', name: 'node-1' }, BOB)).toBe(
      '403 nodes "node-1" is forbidden: User "bob" cannot get resource "nodes" in API group "" at the cluster scope',
    );
    expect(told({ verb: 'get', group: 'apps', resource: 'deployments', namespace: 'default', name: 'd', subresource: 'scale' }, BOB)).toBe(
      '403 deployments.apps "d" is forbidden: User "bob" cannot get resource "deployments/scale" in API group "apps" in the namespace "default"',
    );
    expect(told({ verb: 'get', group: '', resource: 'namespaces', name: 'default' }, BOB)).toContain('in the namespace "default"');
  });

  it('asks before it tells that there is no such resource', () => {
    const { told } = userWorld();
    expect(told(list('bars', 'default', 'foo.example.com'), ALICE)).toContain('403 bars.foo.example.com is forbidden');
    expect(told(list('bars', 'default', 'foo.example.com'))).toContain('404');
  });

  it('lets users of a role do what its rules say, in its namespace', () => {
    const { told, grant } = userWorld();
    grant('reader', [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['configmaps'], resourceNames: ['only'] }], 'default');
    const named = { fieldSelector: 'metadata.name=only' };
    expect(told({ ...list('configmaps'), options: named }, ALICE)).toBe('200');
    expect(told(list('configmaps'), ALICE)).toContain('403');
    expect(told({ ...list('configmaps', 'kube-system'), options: named }, ALICE)).toContain('403');
  });

  it('tells of a binding whose role is not there', () => {
    const { told, create } = userWorld();
    const RBAC = 'rbac.authorization.k8s.io';
    create(`rolebindings.${RBAC}`, {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'b', namespace: 'default' },
      subjects: [{ kind: 'User', name: 'alice' }],
      roleRef: { kind: 'Role', name: 'none' },
    });
    expect(told(list('pods'), ALICE)).toMatch(/: RBAC: role\.rbac\.authorization\.k8s\.io "none" not found$/);
  });

  it('wants the right to create from a PUT that creates', () => {
    const { told, grant } = userWorld();
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'l', namespace: 'default', resourceVersion: '' },
      spec: {},
    };
    const put = { verb: 'update', group: 'coordination.k8s.io', resource: 'leases', namespace: 'default', name: 'l', body: lease } as const;
    grant('updater', [{ verbs: ['update'], apiGroups: ['coordination.k8s.io'], resources: ['leases'] }], 'default');
    expect(told(put, ALICE)).toBe(
      '403 leases.coordination.k8s.io "l" is forbidden: User "alice" cannot create resource "leases" in API group "coordination.k8s.io" in the namespace "default"',
    );
    expect(told(put)).toBe('201');
  });
});

describe('the node authorizer', () => {
  const node = (name: string): Identity => ({ user: `system:node:${name}`, groups: ['system:nodes', 'system:authenticated'] });
  const pod = (name: string, nodeName: string, secretName: string) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default' },
    spec: { nodeName, containers: [{ name: 'c', image: 'nginx' }], volumes: [{ name: 's', secret: { secretName } }] },
  });
  const secret = (name: string) => ({ verb: 'get', group: '', resource: 'secrets', namespace: 'default', name }) as const;

  it('shows a kubelet what its pods refer to', () => {
    const { told, create } = userWorld();
    for (const name of ['mine', 'other']) create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'default' } });
    create('pods', pod('p', 'node-1', 'mine'));
    expect(told(secret('mine'), node('node-1'))).toBe('200');
    expect(told(secret('mine'), node('node-2'))).toMatch(/: no relationship found between node 'node-2' and this object$/);
    expect(told(secret('other'), node('node-1'))).toContain('403');
  });

  it('shows it its own node, and pods by node', () => {
    const { told } = userWorld();
    expect(told({ verb: 'get', group: '', resource: 'nodes', name: 'node-1' }, node('node-1'))).toBe('200');
    expect(told({ verb: 'list', group: '', resource: 'nodes' }, node('node-1'))).toContain(
      'cannot read all nodes, only its own Node object',
    );
    expect(told({ ...list('pods', ''), options: { fieldSelector: 'spec.nodeName=node-1' } }, node('node-1'))).toBe('200');
    expect(told(list('pods', ''), node('node-1'))).toContain('can only list/watch pods with spec.nodeName field selector');
  });
});

describe('privilege escalation', () => {
  const RBAC = 'rbac.authorization.k8s.io';
  const head = (kind: string, name: string) => ({ apiVersion: `${RBAC}/v1`, kind, metadata: { name, namespace: 'default' } });
  const post = (body: { metadata: { namespace: string }; kind: string }) =>
    ({ verb: 'create', group: RBAC, resource: `${body.kind.toLowerCase()}s`, namespace: body.metadata.namespace, body }) as never;
  const roles = [{ verbs: ['create', 'update'], apiGroups: [RBAC], resources: ['roles', 'rolebindings'] }];

  function world(): UserWorld {
    const made = userWorld();
    made.grant('author', [...roles, { verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }], 'default');
    return made;
  }

  it('refuses a role with more rights than its author has', () => {
    const { told } = world();
    const rules = [{ verbs: ['get', 'watch'], apiGroups: [''], resources: ['pods', 'secrets'] }];
    expect(told(post({ ...head('Role', 'r'), rules } as never), ALICE)).toBe(
      [
        '403 roles.rbac.authorization.k8s.io "r" is forbidden: user "alice" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:',
        '{APIGroups:[""], Resources:["pods"], Verbs:["watch"]}',
        '{APIGroups:[""], Resources:["secrets"], Verbs:["get" "watch"]}',
      ].join('\n'),
    );
    expect(told(post({ ...head('Role', 'r'), rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] } as never), ALICE)).toBe(
      '201',
    );
  });

  it('refuses a binding to a role with more, unless somebody may bind it', () => {
    const { told, grant } = world();
    const binding = {
      ...head('RoleBinding', 'b'),
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'User', name: 'bob' }],
    };
    expect(told(post(binding as never), ALICE)).toContain('is attempting to grant RBAC permissions not currently held:');
    grant('binder', [{ verbs: ['bind'], apiGroups: [RBAC], resources: ['clusterroles'], resourceNames: ['view'] }], 'default');
    expect(told(post(binding as never), ALICE)).toBe('201');
    expect(told(list('pods'), BOB)).toBe('200');
  });
});

describe('aggregated cluster roles', () => {
  it('gather the rules of a role that is labelled so', () => {
    const { ask, create, run } = userWorld();
    const RBAC = 'rbac.authorization.k8s.io';
    const rule = { verbs: ['get'], apiGroups: ['stable.example.com'], resources: ['crontabs'] };
    const labels = { [`${RBAC}/aggregate-to-view`]: 'true' };
    create(`clusterroles.${RBAC}`, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: 'x', labels }, rules: [rule] });
    run(1);
    for (const name of ['view', 'edit', 'admin']) {
      const { body } = ask({ verb: 'get', group: RBAC, resource: 'clusterroles', name });
      expect((body as unknown as { rules: object[] }).rules).toContainEqual(rule);
    }
  });
});
