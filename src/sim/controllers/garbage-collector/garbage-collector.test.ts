import { describe, expect, it } from 'vitest';
import { nameOf } from '../../../api/object.ts';
import { CONFIG_MAP, DEPLOYMENT, POD, REPLICA_SET } from '../../../api/resources.ts';
import type { OwnerReference } from '../../../api/types.gen.ts';
import { type WholeCluster, deploymentNamed, wholeCluster } from '../../../testing/whole-cluster.ts';

const NODES = [{ name: 'node-1' }];

function running(): WholeCluster {
  const cluster = wholeCluster(NODES);
  cluster.create(deploymentNamed('web', 2));
  cluster.run(5);
  return cluster;
}

function remove(cluster: WholeCluster, propagationPolicy: 'Background' | 'Foreground' | 'Orphan'): void {
  const request = { verb: 'delete', group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' } as const;
  cluster.cluster.request({ ...request, body: { propagationPolicy } });
}

function configMap(name: string, owners: readonly Partial<OwnerReference>[] = []): object {
  const ownerReferences = owners.map((owner) => ({ apiVersion: 'v1', kind: 'ConfigMap', ...owner }));
  return { kind: 'ConfigMap', metadata: { name, ...(owners.length === 0 ? {} : { ownerReferences }) } };
}

function uidOfConfigMap(cluster: WholeCluster, name: string): string {
  return cluster.get(CONFIG_MAP, name)?.metadata.uid ?? '';
}

function configMaps(cluster: WholeCluster): string[] {
  return cluster
    .list(CONFIG_MAP)
    .map(nameOf)
    .filter((name) => name !== 'kube-root-ca.crt');
}

describe('deleting an owner', () => {
  it.each([2, 4, 6, 8])('takes the pods too that are made of it %i ms later', (milliseconds) => {
    const cluster = wholeCluster(NODES);
    cluster.create(deploymentNamed('web', 6));
    cluster.run(milliseconds / 1000);
    remove(cluster, 'Background');
    cluster.run(60);
    expect(cluster.list(REPLICA_SET)).toHaveLength(0);
    expect(cluster.list(POD)).toHaveLength(0);
  });

  it('in the background takes it at once and its dependents after it', () => {
    const cluster = running();
    remove(cluster, 'Background');
    expect(cluster.list(DEPLOYMENT)).toHaveLength(0);
    expect(cluster.list(REPLICA_SET)).toHaveLength(1);
    cluster.run(5);
    expect(cluster.list(REPLICA_SET)).toHaveLength(0);
    expect(cluster.list(POD)).toHaveLength(0);
  });

  it('in the foreground keeps each owner until its dependents are gone', () => {
    const cluster = running();
    remove(cluster, 'Foreground');
    cluster.run(0.2);
    expect(cluster.get(DEPLOYMENT, 'web')?.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(cluster.list(REPLICA_SET)[0]?.metadata.finalizers).toEqual(['foregroundDeletion']);
    expect(cluster.pods().every((pod) => pod.metadata.deletionTimestamp !== undefined)).toBe(true);
    while (cluster.list(POD).length > 0) {
      expect(cluster.list(REPLICA_SET)).toHaveLength(1);
      expect(cluster.list(DEPLOYMENT)).toHaveLength(1);
      cluster.run(0.05);
    }
    cluster.run(1);
    expect(cluster.list(REPLICA_SET)).toHaveLength(0);
    expect(cluster.list(DEPLOYMENT)).toHaveLength(0);
  });

  it('and orphaning leaves the dependents without it', () => {
    const cluster = running();
    remove(cluster, 'Orphan');
    cluster.run(5);
    expect(cluster.list(DEPLOYMENT)).toHaveLength(0);
    expect(cluster.list(REPLICA_SET)[0]?.metadata.ownerReferences).toBeUndefined();
    expect(cluster.list(POD)).toHaveLength(2);
  });
});

describe('owner references', () => {
  it('to nobody take their object with them', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(configMap('owner'));
    cluster.create(configMap('dangling', [{ name: 'owner', uid: '00000000-0000-0000-0000-000000000001' }]));
    cluster.run(2);
    expect(configMaps(cluster)).toEqual(['owner']);
  });

  it('to nobody are found out by all that have them, though the first is on its way out already', () => {
    const cluster = wholeCluster(NODES);
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '00000000-0000-0000-0000-000000000001' };
    const metadata = { ownerReferences: [owner], finalizers: ['example.com/hold'] };
    cluster.create({ kind: 'ConfigMap', metadata: { name: 'held', ...metadata } });
    cluster.remove(CONFIG_MAP, 'held');
    cluster.create(configMap('dangling', [owner]));
    cluster.run(2);
    expect(configMaps(cluster)).toEqual(['held']);
  });

  it('keep an object as long as one of its owners is left', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(configMap('a'), configMap('b'));
    const owners = ['a', 'b'].map((name) => ({ name, uid: uidOfConfigMap(cluster, name) }));
    cluster.create(configMap('child', owners));
    cluster.run(1);
    cluster.remove(CONFIG_MAP, 'a');
    cluster.run(1);
    expect(cluster.get(CONFIG_MAP, 'child')?.metadata.ownerReferences?.map(({ name }) => name)).toEqual(['b']);
    cluster.remove(CONFIG_MAP, 'b');
    cluster.run(1);
    expect(configMaps(cluster)).toEqual([]);
  });

  it('of two that own each other do not keep either from being deleted in the foreground', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(configMap('a'), configMap('b'));
    const owner = (name: string) => ({
      metadata: {
        ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name, uid: uidOfConfigMap(cluster, name), blockOwnerDeletion: true }],
      },
    });
    cluster.patch(CONFIG_MAP, 'a', owner('b'));
    cluster.patch(CONFIG_MAP, 'b', owner('a'));
    cluster.run(1);
    cluster.cluster.request({
      verb: 'delete',
      group: '',
      resource: 'configmaps',
      namespace: 'default',
      name: 'a',
      body: { propagationPolicy: 'Foreground' },
    });
    cluster.run(2);
    expect(configMaps(cluster)).toEqual([]);
  });

  it('of a kind that is not known are left alone', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(configMap('strange', [{ apiVersion: 'example.com/v1', kind: 'Widget', name: 'w', uid: 'u' }]));
    cluster.run(2);
    expect(configMaps(cluster)).toEqual(['strange']);
  });

  it('into another namespace are told of', () => {
    const cluster = wholeCluster(NODES);
    const place = { group: '', resource: 'configmaps', namespace: 'kube-public' };
    const created = cluster.cluster.request({
      verb: 'create',
      ...place,
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'far' } },
    });
    const uid = (created.body as { metadata: { uid: string } }).metadata.uid;
    cluster.run(1);
    cluster.create(configMap('child', [{ name: 'far', uid }]));
    cluster.run(2);
    expect(configMaps(cluster)).toEqual([]);
    expect(cluster.said('garbage-collector-controller')).toEqual([
      `OwnerRefInvalidNamespace ConfigMap/child: ownerRef [v1/ConfigMap, namespace: default, name: far, uid: ${uid}] does not exist in namespace "default"`,
    ]);
  });
});
