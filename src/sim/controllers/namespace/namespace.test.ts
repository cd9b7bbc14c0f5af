import { describe, expect, it } from 'vitest';
import { NAMESPACE } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { KubeList } from '../../../api/request.ts';
import { wholeCluster, type WholeCluster } from '../../../testing/whole-cluster.ts';

function cluster(): WholeCluster {
  const made = wholeCluster([{ name: 'node-1' }]);
  made.cluster.request({
    verb: 'create',
    group: '',
    resource: 'namespaces',
    body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } },
  });
  made.run(1);
  return made;
}

function createIn(made: WholeCluster, resource: string, body: JsonValue): void {
  expect(made.cluster.request({ verb: 'create', group: '', resource, namespace: 'team', body }).code).toBe(201);
}

function countIn(made: WholeCluster, resource: string): number {
  return (made.cluster.request({ verb: 'list', group: '', resource, namespace: 'team' }).body as KubeList).items.length;
}

const POD_BODY = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx:1.27' }] } };

describe('a namespace', () => {
  it('has its default service account and the certificate authority from the start, and gets them back', () => {
    const made = cluster();
    expect(countIn(made, 'serviceaccounts')).toBe(1);
    expect(countIn(made, 'configmaps')).toBe(1);
    made.cluster.request({ verb: 'delete', group: '', resource: 'serviceaccounts', namespace: 'team', name: 'default' });
    made.cluster.request({ verb: 'delete', group: '', resource: 'configmaps', namespace: 'team', name: 'kube-root-ca.crt' });
    made.run(1);
    expect(countIn(made, 'serviceaccounts')).toBe(1);
    expect(countIn(made, 'configmaps')).toBe(1);
  });

  it('goes with all that is in it, pods first', () => {
    const made = cluster();
    createIn(made, 'pods', POD_BODY);
    createIn(made, 'secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
    made.run(3);
    made.cluster.request({ verb: 'delete', group: '', resource: 'namespaces', name: 'team' });
    made.run(4);
    expect(countIn(made, 'secrets')).toBe(1);
    made.run(1.1);
    expect(countIn(made, 'pods')).toBe(1);
    expect(countIn(made, 'secrets')).toBe(1);
    expect(made.get(NAMESPACE, 'team')?.status?.conditions?.map(({ type, reason }) => `${type} ${reason ?? ''}`)).toEqual([
      'NamespaceDeletionDiscoveryFailure ResourcesDiscovered',
      'NamespaceDeletionGroupVersionParsingFailure ParsedGroupVersions',
      'NamespaceDeletionContentFailure ContentDeleted',
      'NamespaceContentRemaining SomeResourcesRemain',
      'NamespaceFinalizersRemaining ContentHasNoFinalizers',
    ]);
    made.run(30);
    expect(made.get(NAMESPACE, 'team')).toBeUndefined();
  });

  it('waits for the finalizers of its content', () => {
    const made = cluster();
    createIn(made, 'configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'keep', finalizers: ['example.com/hold'] } });
    made.cluster.request({ verb: 'delete', group: '', resource: 'namespaces', name: 'team' });
    made.run(20);
    const conditions = made.get(NAMESPACE, 'team')?.status?.conditions ?? [];
    expect(conditions.slice(3).map(({ message }) => message)).toEqual([
      'Some resources are remaining: configmaps. has 1 resource instances',
      'Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
    ]);
    made.cluster.request({
      verb: 'patch',
      group: '',
      resource: 'configmaps',
      namespace: 'team',
      name: 'keep',
      patchType: 'merge',
      body: { metadata: { finalizers: null } },
    });
    made.run(20);
    expect(made.get(NAMESPACE, 'team')).toBeUndefined();
  });
});
