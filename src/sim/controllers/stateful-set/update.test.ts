import { describe, expect, it } from 'vitest';
import { POD, STATEFUL_SET } from '../../../api/resources.ts';
import type { Pod, StatefulSet } from '../../../api/types.gen.ts';
import { THREE_NODES, imagePatch, podsOfKind, revisionsOf, statefulSet, watching } from '../../../testing/controlled-sets.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';

function statusOf(cluster: WholeCluster): StatefulSet['status'] {
  return cluster.get(STATEFUL_SET, 'db')?.status;
}

function members(cluster: WholeCluster): readonly Pod[] {
  return podsOfKind(cluster, 'StatefulSet');
}

function imagesOf(cluster: WholeCluster): readonly string[] {
  return members(cluster).map(({ spec }) => (spec?.containers[0]?.image ?? '').replace('nginx:', ''));
}

function setImage(cluster: WholeCluster, image: string): void {
  cluster.patch(STATEFUL_SET, 'db', imagePatch(image));
}

describe('an update of a StatefulSet', () => {
  it('goes from the last pod to the first, each one ready before the next', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet());
    cluster.run(10);
    setImage(cluster, 'nginx:1.28');
    const seen = new Set<string>();
    let fewest = 3;
    watching(cluster, 30, () => {
      if (members(cluster).length === 3) seen.add(imagesOf(cluster).join(' '));
      fewest = Math.min(fewest, statusOf(cluster)?.readyReplicas ?? 0);
    });
    expect([...seen]).toEqual(['1.27 1.27 1.27', '1.27 1.27 1.28', '1.27 1.28 1.28', '1.28 1.28 1.28']);
    expect(fewest).toBe(2);
    const [, newest] = revisionsOf(cluster);
    expect(statusOf(cluster)).toMatchObject({ currentRevision: newest?.metadata.name, currentReplicas: 3, updatedReplicas: 3 });
  });

  it('leaves the pods below the partition as they are, also when they are made anew', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }));
    cluster.run(10);
    setImage(cluster, 'nginx:1.28');
    cluster.run(20);
    cluster.remove(POD, 'db-0');
    cluster.run(20);
    expect(imagesOf(cluster)).toEqual(['1.27', '1.27', '1.28']);
    expect(statusOf(cluster)).toMatchObject({ currentReplicas: 2, updatedReplicas: 1 });
    cluster.patch(STATEFUL_SET, 'db', { spec: { updateStrategy: { rollingUpdate: { partition: 0 } } } });
    cluster.run(30);
    expect(imagesOf(cluster)).toEqual(['1.28', '1.28', '1.28']);
  });

  it('waits for pods to be deleted by hand', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ updateStrategy: { type: 'OnDelete' } }));
    cluster.run(10);
    setImage(cluster, 'nginx:1.28');
    cluster.run(10);
    cluster.remove(POD, 'db-1');
    cluster.run(10);
    expect(imagesOf(cluster)).toEqual(['1.27', '1.28', '1.27']);
  });

  it('that breaks its last pod stays broken when it is taken back, until the pod is deleted', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet());
    cluster.run(10);
    setImage(cluster, 'nginx:missing');
    cluster.run(30);
    setImage(cluster, 'nginx:1.27');
    cluster.run(60);
    expect(imagesOf(cluster)).toEqual(['1.27', '1.27', 'missing']);
    cluster.remove(POD, 'db-2');
    cluster.run(20);
    expect(imagesOf(cluster)).toEqual(['1.27', '1.27', '1.27']);
    expect(revisionsOf(cluster).map(({ revision }) => revision)).toEqual([2, 3]);
  });

  it('keeps as many old revisions as it may, those of pods apart', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ revisionHistoryLimit: 1, replicas: 1 }));
    for (const image of ['nginx:1.28', 'nginx:1.29', 'nginx:1.30']) {
      cluster.run(10);
      setImage(cluster, image);
    }
    cluster.run(10);
    expect(revisionsOf(cluster).map(({ revision }) => revision)).toEqual([3, 4]);
  });

  it('takes another name for its revision where another template has it', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ replicas: 1 }));
    cluster.run(10);
    const name = revisionsOf(cluster)[0]?.metadata.name ?? '';
    cluster.remove(STATEFUL_SET, 'db');
    cluster.run(20);
    cluster.create({
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name, namespace: 'default' },
      revision: 1,
      data: { spec: {} },
    });
    cluster.create(statefulSet({ replicas: 1 }));
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ collisionCount: 1, readyReplicas: 1 });
    expect(statusOf(cluster)?.currentRevision).not.toBe(name);
  });
});

describe('an update of a StatefulSet that may do without several pods', () => {
  const gated = () => wholeCluster(THREE_NODES, 'preloaded', { featureGates: { MaxUnavailableStatefulSet: true } });
  const atOnce = (podManagementPolicy: 'OrderedReady' | 'Parallel') => {
    const cluster = gated();
    const updateStrategy = { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 2 } };
    cluster.create(statefulSet({ replicas: 4, podManagementPolicy, updateStrategy }));
    cluster.run(20);
    setImage(cluster, 'nginx:1.28');
    let most = 0;
    let missing = 0;
    watching(cluster, 30, () => {
      most = Math.max(most, members(cluster).filter(({ metadata }) => metadata.deletionTimestamp !== undefined).length);
      missing = Math.max(missing, 4 - (statusOf(cluster)?.readyReplicas ?? 0));
    });
    return [most, missing, imagesOf(cluster)];
  };

  it('replaces so many at once', () => {
    expect(atOnce('OrderedReady')).toEqual([2, 2, ['1.28', '1.28', '1.28', '1.28']]);
    expect(atOnce('Parallel')).toEqual([2, 2, ['1.28', '1.28', '1.28', '1.28']]);
  });

  it('does without one where nothing is said', () => {
    const cluster = gated();
    cluster.create(statefulSet());
    expect(cluster.get(STATEFUL_SET, 'db')?.spec?.updateStrategy?.rollingUpdate).toEqual({ partition: 0, maxUnavailable: 1 });
  });
});
