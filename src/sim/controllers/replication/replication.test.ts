import { describe, expect, it } from 'vitest';
import { controllerOf } from '../../../api/object.ts';
import { POD, REPLICATION_CONTROLLER, REPLICA_SET } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { podNamed, wholeCluster, type WholeCluster } from '../../../testing/whole-cluster.ts';

const NODES = [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }];

function replicaSet(replicas: number, podSpec: object = {}, spec: object = {}): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }], ...podSpec } },
      ...spec,
    },
  };
}

function statusOf(cluster: WholeCluster) {
  return cluster.get(REPLICA_SET, 'web')?.status;
}

function ownedPods(cluster: WholeCluster): readonly Pod[] {
  return cluster.pods().filter((pod) => controllerOf(pod)?.name === 'web');
}

function nameOfFirst(cluster: WholeCluster): string {
  return ownedPods(cluster)[0]?.metadata.name ?? '';
}

describe('a ReplicaSet', () => {
  it('counts the successor of a pod that went and never was ready', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(3, { nodeSelector: { disk: 'none' } }));
    cluster.run(5);
    cluster.remove(POD, nameOfFirst(cluster));
    cluster.run(30);
    expect(statusOf(cluster)).toMatchObject({ replicas: 3, fullyLabeledReplicas: 3 });
  });

  it('has as many pods as it asks for, and counts them', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(3));
    cluster.run(5);
    expect(ownedPods(cluster)).toHaveLength(3);
    expect(statusOf(cluster)).toEqual({
      replicas: 3,
      fullyLabeledReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      terminatingReplicas: 0,
      observedGeneration: 1,
    });
    expect(cluster.said('replicaset-controller')).toHaveLength(3);
  });

  it('replaces a pod that is deleted while the old one still goes', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(2));
    cluster.run(5);
    cluster.remove(POD, nameOfFirst(cluster));
    cluster.run(0.1);
    expect(ownedPods(cluster)).toHaveLength(3);
    expect(statusOf(cluster)).toMatchObject({ replicas: 2, terminatingReplicas: 1 });
    cluster.run(5);
    expect(ownedPods(cluster)).toHaveLength(2);
    expect(statusOf(cluster)).toMatchObject({ replicas: 2, readyReplicas: 2, terminatingReplicas: 0 });
  });

  it('releases a pod that is relabelled, and takes it back in the place of another', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(2));
    cluster.run(5);
    const name = nameOfFirst(cluster);
    cluster.patchPod(name, { metadata: { labels: { app: 'other' } } });
    cluster.run(5);
    expect(cluster.pod(name).metadata.ownerReferences).toBeUndefined();
    expect(ownedPods(cluster)).toHaveLength(2);
    cluster.patchPod(name, { metadata: { labels: { app: 'web' } } });
    cluster.run(5);
    expect(controllerOf(cluster.pod(name))?.name).toBe('web');
    expect(ownedPods(cluster)).toHaveLength(2);
    expect(statusOf(cluster)).toMatchObject({ replicas: 2, readyReplicas: 2 });
  });

  it('reports what it has seen when a pod was taken from it and came back at the same moment', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(3));
    cluster.run(5);
    cluster.patch(REPLICA_SET, 'web', { spec: { template: { metadata: { annotations: { of: 'now' } } } } });
    cluster.patchPod(nameOfFirst(cluster), { metadata: { ownerReferences: null } });
    cluster.run(5);
    expect(ownedPods(cluster)).toHaveLength(3);
    expect(statusOf(cluster)).toMatchObject({ replicas: 3, observedGeneration: 2 });
  });

  it('adopts pods that were there before it, but none of another owner', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(podNamed('stray', {}, {}));
    cluster.patchPod('stray', { metadata: { labels: { app: 'web' } } });
    cluster.run(2);
    cluster.create(replicaSet(2));
    cluster.create({
      kind: 'ReplicationController',
      metadata: { name: 'rc' },
      spec: {
        replicas: 1,
        selector: { app: 'web' },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
      },
    });
    cluster.run(5);
    expect(controllerOf(cluster.pod('stray'))?.kind).toBe('ReplicaSet');
    expect(ownedPods(cluster)).toHaveLength(2);
    expect(cluster.get(REPLICATION_CONTROLLER, 'rc')?.status).toEqual({
      replicas: 1,
      fullyLabeledReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      observedGeneration: 1,
    });
  });

  it('says why it cannot make pods, and takes that back when it can', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(2, { serviceAccountName: 'absent' }));
    cluster.run(2);
    const condition = statusOf(cluster)?.conditions?.[0];
    expect(condition).toMatchObject({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' });
    expect(condition?.message).toContain('serviceaccount "absent" not found');
    expect(cluster.said('replicaset-controller')[0]).toContain('FailedCreate ReplicaSet/web: Error creating: pods ');
    cluster.create({ kind: 'ServiceAccount', metadata: { name: 'absent' } });
    cluster.run(30);
    expect(statusOf(cluster)).toMatchObject({ replicas: 2, readyReplicas: 2 });
    expect(statusOf(cluster)?.conditions).toBeUndefined();
  });

  it('makes many pods in bursts of 500 and never one too many', () => {
    const cluster = wholeCluster([]);
    cluster.create(replicaSet(1200));
    let most = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      cluster.run(0.002);
      most = Math.max(most, ownedPods(cluster).length);
    }
    cluster.run(5);
    expect(Math.max(most, ownedPods(cluster).length)).toBe(1200);
    cluster.patch(REPLICA_SET, 'web', { spec: { replicas: 0 } });
    cluster.run(5);
    expect(ownedPods(cluster)).toHaveLength(0);
    expect(statusOf(cluster)).toEqual({ replicas: 0, terminatingReplicas: 0, observedGeneration: 2 });
  });

  it('counts pods as available after minReadySeconds', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(replicaSet(2, {}, { minReadySeconds: 10 }));
    cluster.run(5);
    expect(statusOf(cluster)).toMatchObject({ readyReplicas: 2 });
    expect(statusOf(cluster)?.availableReplicas).toBeUndefined();
    cluster.run(8);
    expect(statusOf(cluster)).toMatchObject({ readyReplicas: 2, availableReplicas: 2 });
  });

  it('leaves its pods alone once it is being deleted', () => {
    const cluster = wholeCluster(NODES);
    cluster.create({ ...replicaSet(2), metadata: { name: 'web', finalizers: ['example.com/hold'] } });
    cluster.run(5);
    cluster.remove(REPLICA_SET, 'web');
    cluster.remove(POD, nameOfFirst(cluster));
    cluster.run(5);
    expect(ownedPods(cluster)).toHaveLength(1);
  });
});
