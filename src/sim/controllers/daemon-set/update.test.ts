import { describe, expect, it } from 'vitest';
import { DAEMON_SET, POD } from '../../../api/resources.ts';
import type { DaemonSet, Pod } from '../../../api/types.gen.ts';
import { THREE_NODES, daemonSet, imagePatch, podsOfKind, revisionsOf, watching } from '../../../testing/controlled-sets.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';

function statusOf(cluster: WholeCluster): DaemonSet['status'] {
  return cluster.get(DAEMON_SET, 'agent')?.status;
}

function daemons(cluster: WholeCluster): readonly Pod[] {
  return podsOfKind(cluster, 'DaemonSet');
}

function imagesOf(cluster: WholeCluster): readonly string[] {
  return daemons(cluster)
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map(({ spec }) => spec?.containers[0]?.image ?? '')
    .sort();
}

function setImage(cluster: WholeCluster, image: string): void {
  cluster.patch(DAEMON_SET, 'agent', imagePatch(image));
}

describe('an update of a DaemonSet', () => {
  it('replaces one pod after the other', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    let fewest = 3;
    watching(cluster, 20, () => (fewest = Math.min(fewest, statusOf(cluster)?.numberAvailable ?? 0)));
    expect(fewest).toBe(2);
    expect(imagesOf(cluster)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
    expect(statusOf(cluster)).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3, observedGeneration: 2 });
  });

  it('stands still at the first new pod that never gets ready', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '34%' } } }));
    cluster.run(5);
    setImage(cluster, 'nginx:missing');
    cluster.run(60);
    // 34% of three are two, rounded up.
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:missing', 'nginx:missing']);
    setImage(cluster, 'nginx:1.27');
    cluster.run(60);
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.27']);
  });

  it('with a surge never has a node without an available pod', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } }));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    let most = 0;
    let fewest = 3;
    watching(cluster, 20, () => {
      most = Math.max(most, imagesOf(cluster).length);
      fewest = Math.min(fewest, statusOf(cluster)?.numberAvailable ?? 0);
    });
    expect({ most, fewest }).toEqual({ most: 4, fewest: 3 });
    expect(imagesOf(cluster)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
  });

  it('waits for pods to be deleted by hand', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet({ updateStrategy: { type: 'OnDelete' } }));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ numberReady: 3, observedGeneration: 2 });
    expect(statusOf(cluster)?.updatedNumberScheduled).toBeUndefined();
    cluster.remove(POD, daemons(cluster)[0]?.metadata.name ?? '');
    cluster.run(10);
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
  });

  it('waits until a new pod has been ready for long enough', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet({ minReadySeconds: 10 }));
    cluster.run(5);
    expect(statusOf(cluster)).toMatchObject({ numberReady: 3, numberUnavailable: 3 });
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ numberReady: 3, numberAvailable: 3 });
    setImage(cluster, 'nginx:1.28');
    cluster.run(9);
    expect(imagesOf(cluster)).toEqual(['nginx:1.27', 'nginx:1.27', 'nginx:1.28']);
    cluster.run(60);
    expect(imagesOf(cluster)).toEqual(['nginx:1.28', 'nginx:1.28', 'nginx:1.28']);
  });
});

describe('revisions of a DaemonSet', () => {
  it('are kept up to the limit, the newest and those of living pods apart', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet({ revisionHistoryLimit: 1 }));
    cluster.run(5);
    for (const image of ['nginx:1.28', 'nginx:1.29', 'nginx:1.30']) {
      setImage(cluster, image);
      cluster.run(20);
    }
    expect(revisionsOf(cluster).map(({ revision }) => revision)).toEqual([3, 4]);
  });

  it('move to the front when their template comes back', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    const [first] = revisionsOf(cluster);
    setImage(cluster, 'nginx:1.28');
    cluster.run(20);
    setImage(cluster, 'nginx:1.27');
    cluster.run(20);
    expect(revisionsOf(cluster).map(({ revision, metadata }) => [revision, metadata.name === first?.metadata.name])).toEqual([
      [2, false],
      [3, true],
    ]);
    const hash = first?.metadata.labels?.['controller-revision-hash'];
    expect(daemons(cluster).map(({ metadata }) => metadata.labels?.['controller-revision-hash'])).toEqual([hash, hash, hash]);
  });

  it('of another template that have the name which a new one would get make it take another', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(daemonSet());
    cluster.run(5);
    const [first] = revisionsOf(cluster);
    cluster.remove(DAEMON_SET, 'agent');
    cluster.run(40);
    const metadata = { name: first?.metadata.name ?? '', namespace: 'default' };
    cluster.create({ apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata, revision: 1, data: { spec: {} } });
    cluster.create(daemonSet());
    cluster.run(10);
    expect(statusOf(cluster)).toMatchObject({ collisionCount: 1, numberReady: 3 });
  });
});
