import { describe, expect, it } from 'vitest';
import { controllerOf } from '../../../api/object.ts';
import { POD, STATEFUL_SET } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Pod, StatefulSet } from '../../../api/types.gen.ts';
import { THREE_NODES, podsOfKind, revisionsOf, statefulSet, watching } from '../../../testing/controlled-sets.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';

function statusOf(cluster: WholeCluster): StatefulSet['status'] {
  return cluster.get(STATEFUL_SET, 'db')?.status;
}

function members(cluster: WholeCluster): readonly Pod[] {
  return podsOfKind(cluster, 'StatefulSet');
}

function namesOf(cluster: WholeCluster): readonly string[] {
  return podsOfKind(cluster, 'StatefulSet').map(({ metadata }) => metadata.name ?? '');
}

function change(cluster: WholeCluster, spec: JsonValue): void {
  cluster.patch(STATEFUL_SET, 'db', { spec });
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false;
}

/** Pods that are in no hurry to end. */
const SLOW = { pod: { terminationGracePeriodSeconds: 30 }, annotations: { 'sim/term-seconds': '10' } };

describe('a StatefulSet', () => {
  it('makes its pods one after the other, each with its own name', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet());
    let most = 0;
    watching(cluster, 10, () => (most = Math.max(most, members(cluster).filter((pod) => !isReady(pod)).length)));
    expect([most, namesOf(cluster)]).toEqual([1, ['db-0', 'db-1', 'db-2']]);
    const [revision] = revisionsOf(cluster);
    expect(cluster.pod('db-1')).toMatchObject({
      metadata: {
        generateName: 'db-',
        labels: {
          app: 'db',
          'apps.kubernetes.io/pod-index': '1',
          'statefulset.kubernetes.io/pod-name': 'db-1',
          'controller-revision-hash': revision?.metadata.name,
        },
      },
      spec: { hostname: 'db-1', subdomain: 'db' },
    });
    const name = revision?.metadata.name;
    expect(statusOf(cluster)).toEqual({
      observedGeneration: 1,
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
      currentRevision: name,
      updateRevision: name,
      collisionCount: 0,
    });
    expect(cluster.said('statefulset-controller')).toEqual(
      ['db-0', 'db-1', 'db-2'].map((pod) => `SuccessfulCreate StatefulSet/db: Create Pod ${pod} in StatefulSet db successful`),
    );
  });

  it('waits for a pod that is not ready, and for minReadySeconds', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ minReadySeconds: 10 }, { annotations: { 'sim/ready-seconds': '5' } }));
    cluster.run(12);
    expect([namesOf(cluster), statusOf(cluster)?.readyReplicas, statusOf(cluster)?.availableReplicas]).toEqual([['db-0'], 1, 0]);
    cluster.run(10);
    expect([namesOf(cluster), statusOf(cluster)?.availableReplicas]).toEqual([['db-0', 'db-1'], 1]);
  });

  it('makes all pods at once where it may', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ podManagementPolicy: 'Parallel', replicas: 9 }, { annotations: { 'sim/never-ready': 'true' } }));
    cluster.run(0.1);
    expect(members(cluster)).toHaveLength(9);
    change(cluster, { replicas: 2 });
    cluster.run(10);
    expect(namesOf(cluster)).toEqual(['db-0', 'db-1']);
  });

  it('counts from where it is told to', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ ordinals: { start: 3 }, replicas: 2 }));
    cluster.run(10);
    expect(namesOf(cluster)).toEqual(['db-3', 'db-4']);
    change(cluster, { ordinals: { start: 4 } });
    cluster.run(20);
    expect(namesOf(cluster)).toEqual(['db-4', 'db-5']);
  });

  it('shrinks from its end, one pod after the other', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet());
    cluster.run(10);
    change(cluster, { replicas: 0 });
    const seen = new Set<string>();
    watching(cluster, 20, () => seen.add(namesOf(cluster).join(' ')));
    expect([...seen]).toEqual(['db-0 db-1 db-2', 'db-0 db-1', 'db-0', '']);
    expect(statusOf(cluster)).toMatchObject({ replicas: 0, availableReplicas: 0 });
  });

  it('makes a pod anew that is deleted or has failed, under its name', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet());
    cluster.run(10);
    const before = cluster.pod('db-1').metadata.uid;
    cluster.remove(POD, 'db-1');
    cluster.run(10);
    expect(cluster.pod('db-1').metadata.uid).not.toBe(before);
    expect(statusOf(cluster)).toMatchObject({ readyReplicas: 3 });
    const tooLarge = wholeCluster(THREE_NODES);
    const resources = { requests: { cpu: '100' } };
    tooLarge.create(statefulSet({}, { pod: { nodeName: 'node-1', containers: [{ name: 'app', image: 'nginx:1.27', resources }] } }));
    tooLarge.run(2);
    expect(tooLarge.said('statefulset-controller')).toContain(
      'SuccessfulDelete StatefulSet/db: Delete Pod db-0 in StatefulSet db successful',
    );
  });

  it('adopts pods that have its labels and its name, and releases those that lose its labels', () => {
    const cluster = wholeCluster(THREE_NODES);
    const pod = (name: string) => ({
      kind: 'Pod',
      metadata: { name, labels: { app: 'db' } },
      spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] },
    });
    cluster.create(pod('db-0'), pod('other-0'));
    cluster.run(2);
    cluster.create(statefulSet({ updateStrategy: { type: 'OnDelete' }, replicas: 1 }));
    cluster.run(5);
    expect(namesOf(cluster)).toEqual(['db-0']);
    expect(cluster.pod('db-0').metadata.labels).toMatchObject({
      'statefulset.kubernetes.io/pod-name': 'db-0',
      'apps.kubernetes.io/pod-index': '0',
    });
    expect(cluster.said('statefulset-controller')).toEqual([
      'SuccessfulUpdate StatefulSet/db: Update Pod db-0 in StatefulSet db successful',
    ]);
    cluster.patchPod('db-0', { metadata: { labels: { app: 'none' } } });
    cluster.run(5);
    expect(controllerOf(cluster.pod('db-0'))).toBeUndefined();
    // The name is taken now.
    expect(namesOf(cluster)).toEqual([]);
  });

  it('hears of a pod on its way out that is taken from it', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({}, SLOW));
    cluster.run(30);
    expect(namesOf(cluster)).toEqual(['db-0', 'db-1', 'db-2']);
    change(cluster, { replicas: 1 });
    cluster.run(1);
    expect(cluster.pod('db-2')?.metadata.deletionTimestamp).toBeDefined();
    cluster.patchPod('db-2', { metadata: { ownerReferences: null } });
    cluster.run(30);
    expect([namesOf(cluster), statusOf(cluster)?.replicas]).toEqual([['db-0'], 1]);
  });

  it('says what keeps it from making pods', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({}, { pod: { serviceAccountName: 'absent' } }));
    cluster.run(2);
    expect(cluster.said('statefulset-controller')[0]).toBe(
      'FailedCreate StatefulSet/db: Create Pod db-0 in StatefulSet db failed error: pods "db-0" is forbidden: error looking up service account default/absent: serviceaccount "absent" not found',
    );
    cluster.create({ kind: 'ServiceAccount', metadata: { name: 'absent' } });
    cluster.run(60);
    expect(statusOf(cluster)).toMatchObject({ readyReplicas: 3 });
  });
});
