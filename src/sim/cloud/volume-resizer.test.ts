import { describe, expect, it } from 'vitest';
import { PERSISTENT_VOLUME, PERSISTENT_VOLUME_CLAIM } from '../../api/resources.ts';
import type { SmallCluster } from '../../testing/small-cluster.ts';
import { claim, claimOf, using, withStorage } from '../../testing/storage-cluster.ts';

function ask(c: SmallCluster, storage: string): void {
  c.patch(PERSISTENT_VOLUME_CLAIM, 'data', { spec: { resources: { requests: { storage } } } });
}

function bound(): SmallCluster {
  const c = withStorage();
  claim(c, 'data');
  c.run(5);
  return c;
}

/** What was said of the expansion. */
function told(c: SmallCluster, name: string): readonly string[] {
  return c.events(name).filter((text) => /Resiz|Expand/.test(text));
}

describe('a claim that asks for more', () => {
  it('gets it while its pod runs', () => {
    const c = bound();
    c.createPod('a', using('data', 'node-1'));
    c.run(30);
    ask(c, '2Gi');
    c.run(1);
    expect(claimOf(c, 'data')?.status).toMatchObject({
      capacity: { storage: '1Gi' },
      conditions: [{ type: 'Resizing', status: 'True' }],
      allocatedResources: { storage: '2Gi' },
      allocatedResourceStatuses: { storage: 'ControllerResizeInProgress' },
    });
    c.run(10);
    const { conditions, allocatedResourceStatuses, ...status } = claimOf(c, 'data')?.status ?? {};
    expect([conditions, allocatedResourceStatuses]).toEqual([undefined, undefined]);
    expect(status).toMatchObject({ capacity: { storage: '2Gi' }, allocatedResources: { storage: '2Gi' } });
    const name = claimOf(c, 'data')?.spec?.volumeName ?? '';
    const grown = `FileSystemResizeSuccessful MountVolume.NodeExpandVolume succeeded for volume "${name}" node-1`;
    // Two controllers speak at the same moment.
    expect(told(c, 'data').toSorted()).toEqual([
      'ExternalExpanding waiting for an external controller to expand this PVC',
      'FileSystemResizeRequired Require file system resize of volume on node',
      grown,
      `Resizing External resizer is resizing volume ${name}`,
    ]);
    expect(told(c, 'a')).toEqual([grown]);
    const volume = c.get(PERSISTENT_VOLUME, name);
    expect([volume?.spec?.capacity, volume?.metadata.annotations]).toEqual([
      { storage: '2Gi' },
      { 'pv.kubernetes.io/provisioned-by': 'volumes.kubarium.dev' },
    ]);
  });

  it('waits for a pod to grow its file system', () => {
    const c = bound();
    ask(c, '2Gi');
    c.run(30);
    expect(claimOf(c, 'data')?.status).toMatchObject({
      capacity: { storage: '1Gi' },
      conditions: [
        {
          type: 'FileSystemResizePending',
          message: 'Waiting for user to (re-)start a pod to finish file system resize of volume on node.',
        },
      ],
      allocatedResourceStatuses: { storage: 'NodeResizePending' },
    });
    c.createPod('a', using('data', 'node-1'));
    c.run(30);
    expect(claimOf(c, 'data')?.status?.capacity).toEqual({ storage: '2Gi' });
  });

  it('needs no file system where it has none', () => {
    const c = withStorage();
    claim(c, 'data', { volumeMode: 'Block' });
    c.run(5);
    ask(c, '2Gi');
    c.run(5);
    expect([claimOf(c, 'data')?.status?.capacity, told(c, 'data').at(-1)]).toEqual([
      { storage: '2Gi' },
      'VolumeResizeSuccessful Resize volume succeeded',
    ]);
  });
});
