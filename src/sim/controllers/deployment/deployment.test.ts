import { describe, expect, it } from 'vitest';
import { nameOf } from '../../../api/object.ts';
import { isPodReady } from '../../../api/pod/conditions.ts';
import { DEPLOYMENT, POD, REPLICA_SET } from '../../../api/resources.ts';
import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import { wholeCluster, type WholeCluster } from '../../../testing/whole-cluster.ts';
import { REVISION, REVISION_HISTORY } from './annotations.ts';

const NODES = [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }];

function deployment(replicas: number, spec: object = {}, image = 'nginx:1.27'): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image }] } },
      ...spec,
    },
  };
}

function setImage(cluster: WholeCluster, image: string): void {
  cluster.patch(DEPLOYMENT, 'web', { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } });
}

function web(cluster: WholeCluster): Deployment {
  const found = cluster.get(DEPLOYMENT, 'web');
  if (found === undefined) throw new Error('no Deployment');
  return found;
}

/** Image → ReplicaSet. */
function setsByImage(cluster: WholeCluster): Map<string, ReplicaSet> {
  return new Map(cluster.list(REPLICA_SET).map((set) => [set.spec?.template?.spec?.containers[0]?.image ?? '', set]));
}

function conditionOf(cluster: WholeCluster, type: string) {
  return web(cluster).status?.conditions?.find((condition) => condition.type === type);
}

describe('a Deployment', () => {
  it('makes a ReplicaSet with the name that a real cluster gives it', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(3));
    cluster.run(5);
    const [set] = cluster.list(REPLICA_SET);
    expect(set?.metadata.name).toBe('web-789dc4db69');
    expect(set?.metadata.annotations).toEqual({
      'deployment.kubernetes.io/revision': '1',
      'deployment.kubernetes.io/desired-replicas': '3',
      'deployment.kubernetes.io/max-replicas': '4',
    });
    expect(web(cluster).metadata).toMatchObject({ generation: 1, annotations: { [REVISION]: '1' } });
    expect(web(cluster).status).toMatchObject({ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
    expect(web(cluster).status?.conditions?.map(({ type, reason }) => `${type} ${reason ?? ''}`)).toEqual([
      'Available MinimumReplicasAvailable',
      'Progressing NewReplicaSetAvailable',
    ]);
  });

  it('keeps between its bounds all through a rolling update', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(8));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    for (let turn = 0; turn < 300; turn += 1) {
      cluster.run(0.02);
      const pods = cluster.pods().filter((pod) => pod.metadata.deletionTimestamp === undefined);
      expect(pods.length).toBeLessThanOrEqual(10);
      expect(pods.filter(isPodReady).length).toBeGreaterThanOrEqual(6);
    }
    cluster.run(5);
    const sets = setsByImage(cluster);
    expect(sets.get('nginx:1.27')?.spec?.replicas).toBe(0);
    expect(sets.get('nginx:1.28')?.status?.readyReplicas).toBe(8);
    expect(web(cluster).metadata.annotations?.[REVISION]).toBe('2');
  });

  it('goes back to an earlier template by the ReplicaSet that it had for it', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(2));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    cluster.run(10);
    setImage(cluster, 'nginx:1.27');
    cluster.run(10);
    expect(cluster.list(REPLICA_SET)).toHaveLength(2);
    expect(setsByImage(cluster).get('nginx:1.27')?.metadata.annotations).toMatchObject({ [REVISION]: '3', [REVISION_HISTORY]: '1' });
    expect(web(cluster).metadata.annotations?.[REVISION]).toBe('3');
  });

  it('rolls back when the old annotation asks for it', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(2));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    cluster.run(10);
    cluster.patch(DEPLOYMENT, 'web', { metadata: { annotations: { 'deprecated.deployment.rollback.to': '1' } } });
    cluster.run(10);
    expect(web(cluster).spec?.template.spec?.containers[0]?.image).toBe('nginx:1.27');
    expect(web(cluster).metadata.annotations).not.toHaveProperty('deprecated.deployment.rollback.to');
    expect(cluster.said('deployment-controller')).toContain(
      'DeploymentRollback Deployment/web: Rolled back deployment "web" to revision 1',
    );
    cluster.patch(DEPLOYMENT, 'web', { metadata: { annotations: { 'deprecated.deployment.rollback.to': '99' } } });
    cluster.run(5);
    expect(cluster.said('deployment-controller')).toContain(
      'DeploymentRollbackRevisionNotFound Deployment/web: Unable to find the revision to rollback to.',
    );
  });

  it('has no old pod left when Recreate makes its first new one', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(3, { strategy: { type: 'Recreate' } }));
    cluster.run(5);
    setImage(cluster, 'nginx:1.28');
    for (let turn = 0; turn < 400; turn += 1) {
      cluster.run(0.02);
      expect(new Set(cluster.pods().map((pod) => pod.spec?.containers[0]?.image)).size).toBeLessThanOrEqual(1);
    }
    expect(setsByImage(cluster).get('nginx:1.28')?.status?.readyReplicas).toBe(3);
  });

  it('only scales while it is paused', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(3));
    cluster.run(5);
    cluster.patch(DEPLOYMENT, 'web', { spec: { paused: true } });
    setImage(cluster, 'nginx:1.28');
    cluster.run(5);
    expect(cluster.list(REPLICA_SET)).toHaveLength(1);
    expect(conditionOf(cluster, 'Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused' });
    cluster.patch(DEPLOYMENT, 'web', { spec: { replicas: 5 } });
    cluster.run(5);
    expect(setsByImage(cluster).get('nginx:1.27')?.status?.readyReplicas).toBe(5);
    cluster.patch(DEPLOYMENT, 'web', { spec: { paused: false } });
    cluster.run(10);
    expect(setsByImage(cluster).get('nginx:1.28')?.status?.readyReplicas).toBe(5);
  });

  it('tells when a rollout makes no progress before its deadline, and not before', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(2, { progressDeadlineSeconds: 20 }));
    cluster.run(5);
    setImage(cluster, 'nginx:missing');
    cluster.run(18);
    expect(conditionOf(cluster, 'Progressing')).toMatchObject({ status: 'True', reason: 'ReplicaSetUpdated' });
    cluster.run(10);
    expect(conditionOf(cluster, 'Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' });
    expect(conditionOf(cluster, 'Available')).toMatchObject({ status: 'True' });
    setImage(cluster, 'nginx:1.27');
    cluster.run(10);
    expect(conditionOf(cluster, 'Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });

  it('scales its ReplicaSets in proportion in the middle of a rollout', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(10, { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } }));
    cluster.run(5);
    setImage(cluster, 'nginx:missing');
    cluster.run(5);
    const sizes = () => ['nginx:1.27', 'nginx:missing'].map((image) => setsByImage(cluster).get(image)?.spec?.replicas);
    expect(sizes()).toEqual([8, 5]);
    cluster.patch(DEPLOYMENT, 'web', { spec: { replicas: 15 } });
    cluster.run(5);
    expect(sizes()).toEqual([11, 7]);
  });

  it('keeps as many old ReplicaSets as its history limit says', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(1, { revisionHistoryLimit: 1 }));
    for (const tag of ['1.27', '1.28', '1.29', '1.30']) {
      setImage(cluster, `nginx:${tag}`);
      cluster.run(8);
    }
    expect([...setsByImage(cluster).keys()].sort()).toEqual(['nginx:1.29', 'nginx:1.30']);
  });

  it('takes another hash when its own is taken', () => {
    const cluster = wholeCluster(NODES);
    cluster.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'web-789dc4db69' },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'squatter' } },
        template: { metadata: { labels: { app: 'squatter' } }, spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } },
      },
    });
    cluster.create(deployment(1));
    cluster.run(5);
    expect(web(cluster).status).toMatchObject({ collisionCount: 1, readyReplicas: 1 });
    expect(cluster.list(REPLICA_SET)).toHaveLength(2);
  });

  it('passes on why its pods cannot be made', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(
      deployment(1, {
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { serviceAccountName: 'absent', containers: [{ name: 'app', image: 'nginx' }] },
        },
      }),
    );
    cluster.run(5);
    expect(conditionOf(cluster, 'ReplicaFailure')).toMatchObject({ status: 'True', reason: 'FailedCreate' });
  });

  it('adopts a ReplicaSet that was orphaned, and takes up where it was', () => {
    const cluster = wholeCluster(NODES);
    cluster.create(deployment(2));
    cluster.run(5);
    const pods = cluster.pods().map(nameOf).sort();
    cluster.cluster.request({
      verb: 'delete',
      group: 'apps',
      resource: 'deployments',
      namespace: 'default',
      name: 'web',
      body: { propagationPolicy: 'Orphan' },
    });
    cluster.run(5);
    expect(cluster.list(REPLICA_SET)[0]?.metadata.ownerReferences).toBeUndefined();
    cluster.create(deployment(2));
    cluster.run(5);
    expect(cluster.list(POD).map(nameOf).sort()).toEqual(pods);
    expect(cluster.list(REPLICA_SET)[0]?.metadata.ownerReferences).toHaveLength(1);
  });
});
