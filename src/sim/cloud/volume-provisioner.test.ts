import { describe, expect, it } from 'vitest';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, STORAGE_CLASS } from '../../api/resources.ts';
import { smallCluster } from '../../testing/small-cluster.ts';
import { claim, claimOf, using, withStorage } from '../../testing/storage-cluster.ts';

describe('a cluster with storage', () => {
  it('makes a volume for a claim that names no class, and takes it back', () => {
    const c = withStorage();
    claim(c, 'data');
    c.run(1);
    expect(claimOf(c, 'data')?.spec?.storageClassName).toBe('standard');
    c.run(3);
    const name = `pvc-${claimOf(c, 'data')?.metadata.uid ?? ''}`;
    expect(claimOf(c, 'data')?.status).toEqual({ phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } });
    expect(c.events('data').filter((text) => !text.startsWith('ExternalProvisioning'))).toEqual([
      'Provisioning External provisioner is provisioning volume for claim "default/data"',
      `ProvisioningSucceeded Successfully provisioned volume ${name}`,
    ]);
    c.remove(PERSISTENT_VOLUME_CLAIM, 'data');
    c.run(3);
    expect(c.list(PERSISTENT_VOLUME)).toEqual([]);
  });

  it('places a pod before it makes the volume that waits for it', () => {
    const c = withStorage();
    c.create(STORAGE_CLASS, {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'late' },
      provisioner: 'volumes.kubarium.dev',
      volumeBindingMode: 'WaitForFirstConsumer',
    });
    claim(c, 'data', { storageClassName: 'late' });
    c.run(5);
    expect([claimOf(c, 'data')?.status?.phase, c.events('data')]).toEqual([
      'Pending',
      ['WaitForFirstConsumer waiting for first consumer to be created before binding'],
    ]);
    c.createPod('user', using('data'));
    c.run(1);
    const node = claimOf(c, 'data')?.metadata.annotations?.['volume.kubernetes.io/selected-node'];
    expect([node?.startsWith('node-'), c.pod('user').spec?.nodeName]).toEqual([true, undefined]);
    c.run(5);
    expect([c.pod('user').spec?.nodeName, claimOf(c, 'data')?.status?.phase]).toEqual([node, 'Bound']);
  });

  it('is what a cluster has only when it is asked for', () => {
    const c = smallCluster();
    claim(c, 'data');
    c.run(5);
    expect([c.list(STORAGE_CLASS), claimOf(c, 'data')?.status]).toEqual([[], { phase: 'Pending' }]);
  });
});

describe('a pod with claims', () => {
  it('goes where its volume can be reached, and nowhere else', () => {
    const c = smallCluster(2);
    claim(c, 'data', { storageClassName: '' });
    c.createPod('user', using('data'));
    c.run(2);
    expect(c.events('user')[0]).toBe(
      'FailedScheduling 0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    );
    const terms = [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In' as const, values: ['node-2'] }] }];
    c.create(PERSISTENT_VOLUME, {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: 'disk' },
      spec: {
        capacity: { storage: '1Gi' },
        accessModes: ['ReadWriteOnce'],
        local: { path: '/disk' },
        nodeAffinity: { required: { nodeSelectorTerms: terms } },
      },
    });
    c.run(20);
    expect(c.pod('user').spec?.nodeName).toBe('node-2');
    c.createPod('elsewhere', { ...using('data'), nodeSelector: { 'kubernetes.io/hostname': 'node-1' } });
    c.run(2);
    expect(c.events('elsewhere')[0]).toContain("1 node(s) didn't match PersistentVolume's node affinity");
  });
});
