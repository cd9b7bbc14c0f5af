import { describe, expect, it } from 'vitest';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, STORAGE_CLASS } from '../../../api/resources.ts';
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec, StorageClass } from '../../../api/types.gen.ts';
import { type SmallCluster, smallCluster } from '../../../testing/small-cluster.ts';

function volume(c: SmallCluster, name: string, size: string, spec: PersistentVolumeSpec = {}): void {
  c.create(PERSISTENT_VOLUME, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: { capacity: { storage: size }, accessModes: ['ReadWriteOnce'], hostPath: { path: `/tmp/${name}` }, ...spec },
  });
}

function claim(c: SmallCluster, name: string, size: string, spec: PersistentVolumeClaimSpec = {}): void {
  c.create(PERSISTENT_VOLUME_CLAIM, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: size } }, ...spec },
  });
}

function storageClass(c: SmallCluster, name: string, rest: Pick<StorageClass, 'provisioner' | 'volumeBindingMode'>): void {
  c.create(STORAGE_CLASS, { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name }, ...rest });
}

const phaseOf = (c: SmallCluster, name: string) => c.get(PERSISTENT_VOLUME, name)?.status?.phase;
const volumeOf = (c: SmallCluster, name: string) => c.get(PERSISTENT_VOLUME_CLAIM, name)?.spec?.volumeName;

describe('claims and volumes', () => {
  it('come together: the smallest that is enough', () => {
    const c = smallCluster();
    volume(c, 'big', '5Gi');
    volume(c, 'fits', '2Gi');
    volume(c, 'small', '500Mi');
    claim(c, 'data', '1Gi');
    c.run(1);
    expect([volumeOf(c, 'data'), phaseOf(c, 'fits'), phaseOf(c, 'big')]).toEqual(['fits', 'Bound', 'Available']);
    expect(c.get(PERSISTENT_VOLUME_CLAIM, 'data')?.status).toEqual({
      phase: 'Bound',
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '2Gi' },
    });
  });

  it('wait for one another, and say why every 15 s', () => {
    const c = smallCluster();
    claim(c, 'data', '1Gi', { volumeName: 'named' });
    claim(c, 'other', '1Gi');
    c.run(32);
    expect(c.events('other')).toEqual(['FailedBinding no persistent volumes available for this claim and no storage class is set ×3']);
    volume(c, 'named', '500Mi');
    c.run(1);
    expect(c.events('data')).toEqual([]);
    c.run(16);
    expect(c.events('data')).toEqual(['VolumeMismatch Cannot bind to requested volume "named": requested PV is too small']);
  });

  it('lose one another', () => {
    const c = smallCluster();
    volume(c, 'disk', '1Gi');
    claim(c, 'data', '1Gi');
    c.run(1);
    c.remove(PERSISTENT_VOLUME, 'disk');
    c.run(1);
    c.cluster.request({
      verb: 'patch',
      group: '',
      resource: 'persistentvolumes',
      name: 'disk',
      patchType: 'merge',
      body: { metadata: { finalizers: null } },
    });
    c.run(1);
    expect(c.get(PERSISTENT_VOLUME_CLAIM, 'data')?.status).toEqual({ phase: 'Lost' });
    expect(c.events('data')).toEqual(['ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!']);
  });
});

describe('a volume whose claim is gone', () => {
  const cases: readonly (readonly [string, PersistentVolumeSpec, string | undefined, readonly string[]])[] = [
    ['stays', { persistentVolumeReclaimPolicy: 'Retain' }, 'Released', []],
    ['is deleted below /tmp', { persistentVolumeReclaimPolicy: 'Delete' }, undefined, []],
    [
      'is deleted nowhere else',
      { persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: '/data' } },
      'Failed',
      ['VolumeFailedDelete host_path deleter only supports /tmp/.+ but received provided /data'],
    ],
    [
      'is recycled',
      { persistentVolumeReclaimPolicy: 'Recycle', hostPath: { path: '/data' } },
      'Available',
      ['VolumeRecycled Volume recycled'],
    ],
  ];
  it.each(cases)('%s', (_name, spec, phase, events) => {
    const c = smallCluster();
    volume(c, 'disk', '1Gi', spec);
    claim(c, 'data', '1Gi');
    c.run(1);
    c.remove(PERSISTENT_VOLUME_CLAIM, 'data');
    c.run(2);
    expect([phaseOf(c, 'disk'), c.events('disk')]).toEqual([phase, events]);
  });
});

describe('a claim that wants a volume made', () => {
  it('waits for an external provisioner, which nobody else is', () => {
    const c = smallCluster();
    storageClass(c, 'fast', { provisioner: 'example.com/csi' });
    storageClass(c, 'by-hand', { provisioner: 'kubernetes.io/no-provisioner' });
    claim(c, 'data', '1Gi', { storageClassName: 'fast' });
    claim(c, 'manual', '1Gi', { storageClassName: 'by-hand' });
    claim(c, 'unknown', '1Gi', { storageClassName: 'missing' });
    c.run(1);
    expect(c.get(PERSISTENT_VOLUME_CLAIM, 'data')?.metadata.annotations).toEqual({
      'volume.beta.kubernetes.io/storage-provisioner': 'example.com/csi',
      'volume.kubernetes.io/storage-provisioner': 'example.com/csi',
    });
    expect(c.events('manual')).toEqual(['ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner']);
    expect(c.events('unknown')).toEqual(['ProvisioningFailed storageclass.storage.k8s.io "missing" not found']);
  });
});
