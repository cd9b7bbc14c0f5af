import { expect, it } from 'vitest';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { PersistentVolumeClaimSpec } from '../../../api/types.gen.ts';
import { type SmallCluster, one, smallCluster } from '../../../testing/small-cluster.ts';

const WANTED: PersistentVolumeClaimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

function user(c: SmallCluster): void {
  c.createPod('user', { ...one('nginx:1.27'), volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: WANTED } } }] });
}

it('makes the claim of a pod, which goes with it', () => {
  const c = smallCluster();
  c.create(PERSISTENT_VOLUME, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'disk' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], hostPath: { path: '/disk' } },
  });
  user(c);
  c.run(15);
  expect(c.get(PERSISTENT_VOLUME_CLAIM, 'user-scratch')?.spec?.volumeName).toBe('disk');
  expect(c.pod('user').spec?.nodeName).toBe('node-1');
  c.remove(POD, 'user', 0);
  c.run(5);
  expect(c.list(PERSISTENT_VOLUME_CLAIM)).toEqual([]);
});

it('takes no claim that somebody else has made', () => {
  const c = smallCluster();
  c.create(PERSISTENT_VOLUME_CLAIM, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'user-scratch' },
    spec: WANTED,
  });
  user(c);
  c.run(2);
  const text = 'PVC default/user-scratch was not created for pod default/user (pod is not owner)';
  expect(c.events('user').find((event) => event.startsWith('FailedBinding'))).toContain(`FailedBinding ephemeral volume scratch: ${text}`);
  c.remove(PERSISTENT_VOLUME_CLAIM, 'user-scratch');
  c.run(5);
  expect(c.get(PERSISTENT_VOLUME_CLAIM, 'user-scratch')?.metadata.ownerReferences?.[0]?.name).toBe('user');
});
