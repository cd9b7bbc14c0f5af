/** VolumeRestrictions, NodeVolumeLimits and VolumeZone, each against one node. */
import { describe, expect, it } from 'vitest';
import type { SchedulerPlugin } from '../framework/plugin.ts';
import { type TestCluster, cycleOf, filterWith, nodesOf } from '../test-cluster.ts';
import { nodeVolumeLimits } from './node-volume-limits/node-volume-limits.ts';
import { volumeRestrictions } from './volume-restrictions/volume-restrictions.ts';
import { volumeZone } from './volume-zone/volume-zone.ts';

const podWith = (...volumes: readonly object[]) => ({
  metadata: { name: 'p', namespace: 'ns' },
  spec: { containers: [], nodeName: 'n', volumes: volumes.map((volume, index) => ({ name: `v${index}`, ...volume })) },
});
const claiming = (claimName: string) => ({ persistentVolumeClaim: { claimName } });
const claim = (name: string, spec: object) => ({ kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'ns' }, spec });
const volume = (name: string, spec: object, labels: object = {}) => ({ kind: 'PersistentVolume', metadata: { name, labels }, spec });
const csi = (name: string) => volume(name, { csi: { driver: 'disks', volumeHandle: name } });
const labelled = (labels: object) => ({ metadata: { name: 'n', labels } });

/** 'Skip', 'fits', or the reasons. */
function say(plugin: SchedulerPlugin, pod: object, cluster: TestCluster): string {
  const { nodes = [labelled({})] } = cluster;
  const cycle = cycleOf(pod, { ...cluster, nodes });
  const result = filterWith(plugin, cycle, nodesOf(cycle, nodes));
  return result === 'Skip' ? result : (result[0]?.reasons.join() ?? 'fits');
}

describe('VolumeRestrictions', () => {
  const disk = (pdName: string, readOnly = false) => ({ gcePersistentDisk: { pdName, readOnly } });
  const rbd = (monitors: readonly string[], image = 'i') => ({ rbd: { monitors, image } });
  const NO_DISK = 'node(s) had no available disk';

  it.each<[string, object, object, string]>([
    ['another disk', disk('a'), disk('b'), 'fits'],
    ['the same disk', disk('a'), disk('a'), NO_DISK],
    ['the same disk, both to read', disk('a', true), disk('a', true), 'fits'],
    ['the same disk, one to read', disk('a', true), disk('a'), NO_DISK],
    [
      'the same EBS volume, even to read',
      { awsElasticBlockStore: { volumeID: 'a', readOnly: true } },
      { awsElasticBlockStore: { volumeID: 'a', readOnly: true } },
      NO_DISK,
    ],
    ['the same target', { iscsi: { iqn: 'q', lun: 0, targetPortal: '' } }, { iscsi: { iqn: 'q', lun: 1, targetPortal: '' } }, NO_DISK],
    ['an image by a monitor in common', rbd(['a', 'b']), rbd(['b', 'c']), NO_DISK],
    ['an image by other monitors', rbd(['a']), rbd(['b']), 'fits'],
    ['another image', rbd(['a']), rbd(['a'], 'other'), 'fits'],
    ['no disk', {}, disk('a'), 'Skip'],
  ])('%s: %s', (_name, wanted, used, said) => expect(say(volumeRestrictions, podWith(wanted), { pods: [podWith(used)] })).toBe(said));

  it('gives a ReadWriteOncePod claim to one pod', () => {
    const storage = [claim('c', { accessModes: ['ReadWriteOncePod'] })];
    const taken = 'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod';
    expect(say(volumeRestrictions, podWith(claiming('c')), { storage })).toBe('Skip');
    expect(say(volumeRestrictions, podWith(claiming('c')), { storage, pods: [podWith(claiming('c'))] })).toBe(taken);
    expect(say(volumeRestrictions, podWith(claiming('d')), {})).toBe('persistentvolumeclaim "d" not found');
  });
});

describe('NodeVolumeLimits', () => {
  const bound = ['a', 'b', 'c'].map((name) => claim(name, { volumeName: name }));
  const volumes = ['a', 'b', 'c'].map(csi);
  const limit = (count: number) => ({
    kind: 'CSINode',
    metadata: { name: 'n' },
    spec: { drivers: [{ name: 'disks', nodeID: '', allocatable: { count } }] },
  });
  const attached = (name: string) => ({
    kind: 'VolumeAttachment',
    metadata: { name },
    spec: { attacher: 'disks', nodeName: 'n', source: { persistentVolumeName: name } },
  });
  const storage = (...more: readonly object[]) => [...bound, ...volumes, ...more];

  it.each<[string, readonly object[], readonly string[], string]>([
    ['no limit', storage(), ['a', 'b'], 'fits'],
    ['enough', storage(limit(2)), ['b'], 'fits'],
    ['one too many', storage(limit(1)), ['b'], 'node(s) exceed max volume count'],
    ['one that is there already', storage(limit(1)), ['a'], 'fits'],
    ['one that nobody uses but is attached', storage(limit(2), attached('c')), ['b'], 'node(s) exceed max volume count'],
    ['a missing claim', storage(limit(2)), ['x'], 'looking up PVC ns/x: persistentvolumeclaim "x" not found'],
  ])('%s', (_name, objects, names, said) => {
    const cluster = { storage: objects, pods: [podWith(claiming('a'))] };
    expect(say(nodeVolumeLimits, podWith(...names.map(claiming)), cluster)).toBe(said);
  });

  it('counts volumes that a driver has yet to make', () => {
    const objects = storage(limit(1), claim('new', { storageClassName: 'fast' }), {
      kind: 'StorageClass',
      metadata: { name: 'fast' },
      provisioner: 'disks',
    });
    expect(say(nodeVolumeLimits, podWith(claiming('new')), { storage: objects })).toBe('fits');
    expect(say(nodeVolumeLimits, podWith(claiming('new')), { storage: objects, pods: [podWith(claiming('a'))] })).toBe(
      'node(s) exceed max volume count',
    );
  });
});

describe('VolumeZone', () => {
  const zone = 'topology.kubernetes.io/zone';
  const beta = 'failure-domain.beta.kubernetes.io/zone';
  const inZone = (key: string, value: string) => [claim('c', { volumeName: 'v' }), volume('v', {}, { [key]: value })];
  const CONFLICT = 'node(s) had no available volume zone';

  it.each<[string, readonly object[], object, string]>([
    ['its zone', inZone(zone, 'a'), { [zone]: 'a' }, 'fits'],
    ['another zone', inZone(zone, 'a'), { [zone]: 'b' }, CONFLICT],
    ['one of its zones', inZone(zone, 'a__b'), { [zone]: 'b' }, 'fits'],
    ['its zone by the old label', inZone(beta, 'a'), { [zone]: 'a' }, 'fits'],
    ['a node with a region alone', inZone(zone, 'a'), { 'topology.kubernetes.io/region': 'r' }, CONFLICT],
    ['a node without zones', inZone(zone, 'a'), {}, 'fits'],
    ['a volume without labels', [claim('c', { volumeName: 'v' }), volume('v', {})], { [zone]: 'a' }, 'Skip'],
    ['no volume', [claim('c', { volumeName: 'v' })], {}, 'persistentvolume "v" not found'],
    ['no volume and no class', [claim('c', {})], {}, 'PersistentVolumeClaim had no pv name and storageClass name'],
    ['no claim', [], {}, 'persistentvolumeclaim "c" not found'],
  ])('%s: %s', (_name, storage, labels, said) =>
    expect(say(volumeZone, podWith(claiming('c')), { storage, nodes: [labelled(labels)] })).toBe(said),
  );
});
