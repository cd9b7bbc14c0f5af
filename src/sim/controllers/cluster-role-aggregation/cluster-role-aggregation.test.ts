import { expect, it } from 'vitest';
import { userWorld } from '../../../testing/users.ts';
import { restoreCluster } from '../../cluster.ts';

it('goes on from a snapshot as it would have without', () => {
  const { cluster, create } = userWorld();
  const RBAC = 'rbac.authorization.k8s.io';
  const metadata = { name: 'x', labels: { [`${RBAC}/aggregate-to-view`]: 'true' } };
  const rules = [{ verbs: ['get'], apiGroups: ['stable.example.com'], resources: ['crontabs'] }];
  create(`clusterroles.${RBAC}`, { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata, rules });
  const copy = restoreCluster(cluster.snapshot(), { freeze: true });
  for (const run of [cluster, copy]) run.advance(run.state.now + 1000);
  const versions = [cluster, copy].map(({ state }) => [...(state.store.tables.get(`clusterroles.${RBAC}`)?.objects ?? [])]);
  expect(versions[1]).toEqual(versions[0]);
  expect(versions[0]?.map(([name]) => name).toSorted()).toEqual(['admin', 'edit', 'view', 'x']);
});
