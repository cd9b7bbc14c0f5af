import { describe, expect, it } from 'vitest';
import { PERSISTENT_VOLUME_CLAIM, STATEFUL_SET } from '../../../api/resources.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { THREE_NODES, podsOfKind, statefulSet } from '../../../testing/controlled-sets.ts';
import { type WholeCluster, wholeCluster } from '../../../testing/whole-cluster.ts';

const CLAIM = {
  metadata: { name: 'data', labels: { tier: 'disk' } },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
};
/** Nothing binds claims: on a node that the template names pods start all the same. */
const PLACED = { pod: { nodeName: 'node-1' } };

function namesOf(cluster: WholeCluster): readonly string[] {
  return podsOfKind(cluster, 'StatefulSet').map(({ metadata }) => metadata.name ?? '');
}

function change(cluster: WholeCluster, spec: JsonValue): void {
  cluster.patch(STATEFUL_SET, 'db', { spec });
}

describe('claims of a StatefulSet', () => {
  const owners = (cluster: WholeCluster): readonly string[] =>
    cluster
      .list(PERSISTENT_VOLUME_CLAIM)
      .map(({ metadata }) => `${metadata.name ?? ''}: ${metadata.ownerReferences?.map(({ kind }) => kind).join() ?? '-'}`)
      .sort();
  const withPolicy = (whenDeleted: string, whenScaled: string) =>
    statefulSet({ volumeClaimTemplates: [CLAIM], persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled }, replicas: 2 }, PLACED);

  it('are made before the pod and are what it mounts', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(statefulSet({ volumeClaimTemplates: [CLAIM] }));
    cluster.run(5);
    const [claim] = cluster.list(PERSISTENT_VOLUME_CLAIM);
    expect(claim).toMatchObject({ metadata: { name: 'data-db-0', labels: { app: 'db', tier: 'disk' } }, status: { phase: 'Pending' } });
    expect(cluster.pod('db-0').spec?.volumes?.[0]).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } });
    // Nothing binds the claim, so the pod waits, and the others with it.
    expect([namesOf(cluster), cluster.pod('db-0').status?.phase]).toEqual([['db-0'], 'Pending']);
    expect(cluster.said('statefulset-controller')).toEqual([
      'SuccessfulCreate StatefulSet/db: Create Claim data-db-0 Pod db-0 in StatefulSet db success',
      'SuccessfulCreate StatefulSet/db: Create Pod db-0 in StatefulSet db successful',
    ]);
  });

  it('stay when the set goes', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(withPolicy('Retain', 'Retain'));
    cluster.run(20);
    expect(owners(cluster)).toEqual(['data-db-0: -', 'data-db-1: -']);
    cluster.remove(STATEFUL_SET, 'db');
    cluster.run(20);
    expect(owners(cluster)).toEqual(['data-db-0: -', 'data-db-1: -']);
  });

  it('go with the set, if they are to', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(withPolicy('Delete', 'Retain'));
    cluster.run(20);
    expect(owners(cluster)).toEqual(['data-db-0: StatefulSet', 'data-db-1: StatefulSet']);
    cluster.remove(STATEFUL_SET, 'db');
    cluster.run(20);
    expect(owners(cluster)).toEqual([]);
  });

  it('go with a pod that is one too many, if they are to', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(withPolicy('Retain', 'Delete'));
    cluster.run(20);
    expect(owners(cluster)).toEqual(['data-db-0: -', 'data-db-1: -']);
    change(cluster, { replicas: 1 });
    cluster.run(20);
    expect(owners(cluster)).toEqual(['data-db-0: -']);
  });

  it('follow a policy that changes', () => {
    const cluster = wholeCluster(THREE_NODES);
    cluster.create(withPolicy('Delete', 'Delete'));
    cluster.run(20);
    expect(owners(cluster)).toEqual(['data-db-0: StatefulSet', 'data-db-1: StatefulSet']);
    change(cluster, { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } });
    cluster.run(5);
    expect(owners(cluster)).toEqual(['data-db-0: -', 'data-db-1: -']);
  });
});
