import { describe, expect, it } from 'vitest';
import { CSI_NODE, NODE, PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM, POD, VOLUME_ATTACHMENT } from '../../../api/resources.ts';
import type { PersistentVolumeSpec } from '../../../api/types.gen.ts';
import type { SmallCluster } from '../../../testing/small-cluster.ts';
import { claim, claimOf, using, withStorage } from '../../../testing/storage-cluster.ts';

/** `node attached` of every attachment. */
function attachments(c: SmallCluster): readonly string[] {
  return c
    .list(VOLUME_ATTACHMENT)
    .map(({ spec, status }) => `${spec?.nodeName ?? ''} ${status?.attached === true ? 'attached' : 'not yet'}`);
}

function statusOf(c: SmallCluster, node: string) {
  return c.get(NODE, node)?.status;
}

/** What was said of a pod's volumes. */
function told(c: SmallCluster, pod: string): readonly string[] {
  return c.events(pod).filter((text) => /Attach|Mount/.test(text));
}

function volumeOf(c: SmallCluster): string {
  return claimOf(c, 'data')?.spec?.volumeName ?? '';
}

/** A pod `a` on node-1 that runs with its volume. */
function running(): SmallCluster {
  const c = withStorage();
  claim(c, 'data');
  c.run(5);
  c.createPod('a', using('data', 'node-1'));
  c.run(30);
  return c;
}

function byHand(c: SmallCluster, spec: PersistentVolumeSpec): void {
  c.create(PERSISTENT_VOLUME, {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'disk' },
    spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
  });
  claim(c, 'data', { storageClassName: '', volumeName: 'disk' });
  c.run(1);
  c.createPod('a', using('data', 'node-1'));
}

describe('a volume of a driver', () => {
  it('is brought to the node of its pod before the pod starts', () => {
    const c = withStorage();
    claim(c, 'data');
    c.run(5);
    c.createPod('a', using('data', 'node-1'));
    c.run(1);
    expect([attachments(c), c.pod('a').status?.phase]).toEqual([['node-1 not yet'], 'Pending']);
    c.run(30);
    const name = volumeOf(c);
    const unique = `kubernetes.io/csi/volumes.kubarium.dev^${name}`;
    expect(c.pod('a').status?.phase).toBe('Running');
    expect(told(c, 'a')).toEqual([`SuccessfulAttachVolume AttachVolume.Attach succeeded for volume "${name}" `]);
    expect(statusOf(c, 'node-1')).toMatchObject({ volumesAttached: [{ name: unique, devicePath: '' }], volumesInUse: [unique] });
    const [attachment] = c.list(VOLUME_ATTACHMENT);
    expect(attachment?.metadata.name).toMatch(/^csi-[0-9a-f]{64}$/);
    expect(attachment?.metadata.finalizers).toEqual(['external-attacher/volumes-kubarium-dev']);
    expect(c.get(PERSISTENT_VOLUME, name)?.metadata.finalizers).toContain('external-attacher/volumes-kubarium-dev');
    expect(c.get(CSI_NODE, 'node-1')?.spec?.drivers?.map((driver) => driver.name)).toEqual(['volumes.kubarium.dev']);
  });

  it('goes when its pod has gone and the node no longer uses it', () => {
    const c = running();
    c.remove(POD, 'a');
    c.run(1);
    expect(attachments(c)).toEqual(['node-1 attached']);
    c.run(45);
    expect([attachments(c), statusOf(c, 'node-1')?.volumesAttached, statusOf(c, 'node-1')?.volumesInUse]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });

  it('is not deleted while it is attached', () => {
    const c = running();
    const name = volumeOf(c);
    c.remove(PERSISTENT_VOLUME_CLAIM, 'data');
    c.remove(POD, 'a', 0);
    c.run(5);
    expect(c.events(name)).toEqual([`VolumeFailedDelete persistentvolume ${name} is still attached to node node-1`]);
    c.run(60);
    expect([attachments(c), c.list(PERSISTENT_VOLUME)]).toEqual([[], []]);
  });

  it('is for one node at a time, if it is for one', () => {
    const c = running();
    c.createPod('b', using('data', 'node-2'));
    c.run(20);
    const text = `FailedAttachVolume Multi-Attach error for volume "${volumeOf(c)}" Volume is already used by pod(s) a`;
    expect([told(c, 'b'), attachments(c)]).toEqual([[text], ['node-1 attached']]);
    c.remove(POD, 'a');
    c.run(70);
    expect([c.pod('b').status?.phase, attachments(c)]).toEqual(['Running', ['node-2 attached']]);
  });

  it('is at several nodes at once, if it is for several', () => {
    const c = withStorage();
    claim(c, 'data', { accessModes: ['ReadWriteMany'] });
    c.run(5);
    c.createPod('a', using('data', 'node-1'));
    c.createPod('b', using('data', 'node-2'));
    c.run(30);
    expect(attachments(c).toSorted()).toEqual(['node-1 attached', 'node-2 attached']);
  });
});

describe('a node that is lost', () => {
  /** Its pod is gone by force, and another one waits elsewhere. */
  function lost(): SmallCluster {
    const c = running();
    c.fault({ type: 'node-stop', node: 'node-1' });
    c.run(70);
    c.remove(POD, 'a', 0);
    c.createPod('b', using('data', 'node-2'));
    c.run(5);
    return c;
  }

  it('keeps its volumes for six minutes', () => {
    const c = lost();
    const text = "Volume is already exclusively attached to one node and can't be attached to another";
    expect(told(c, 'b')).toEqual([`FailedAttachVolume Multi-Attach error for volume "${volumeOf(c)}" ${text}`]);
    c.run(340);
    expect(attachments(c)).toEqual(['node-1 attached']);
    c.run(60);
    expect([attachments(c), c.pod('b').status?.phase]).toEqual([['node-2 attached'], 'Running']);
  });

  it('loses them at once when it is out of service', () => {
    const c = lost();
    const taints = [{ key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' }];
    c.patch(NODE, 'node-1', { spec: { taints } });
    c.run(40);
    expect([attachments(c), c.pod('b').status?.phase]).toEqual([['node-2 attached'], 'Running']);
  });
});

describe('a volume that was made by hand', () => {
  it('needs nobody to attach a path', () => {
    const c = withStorage();
    byHand(c, { hostPath: { path: '/data' } });
    c.run(20);
    expect([attachments(c), c.pod('a').status?.phase]).toEqual([[], 'Running']);
  });

  it('waits for a driver that the node does not have', () => {
    const c = withStorage();
    byHand(c, { csi: { driver: 'ebs.csi.aws.com', volumeHandle: 'vol-1' } });
    c.run(10);
    expect(told(c, 'a')[0]).toMatch(
      /^FailedAttachVolume AttachVolume\.Attach failed for volume "disk" : CSINode node-1 does not contain driver ebs\.csi\.aws\.com ×\d$/,
    );
    c.run(120);
    expect(told(c, 'a').filter((text) => text.startsWith('FailedMount'))).toEqual([
      'FailedMount Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[data], failed to process volumes=[]: context deadline exceeded',
    ]);
    expect([attachments(c), c.pod('a').status?.phase]).toEqual([[], 'Pending']);
  });
});

it('leaves attachments alone that somebody else has made', () => {
  const c = withStorage();
  c.create(VOLUME_ATTACHMENT, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'VolumeAttachment',
    metadata: { name: 'mine' },
    spec: { attacher: 'example.com', nodeName: 'node-1', source: { persistentVolumeName: 'disk' } },
  });
  c.run(500);
  expect(attachments(c)).toEqual(['node-1 not yet']);
});
