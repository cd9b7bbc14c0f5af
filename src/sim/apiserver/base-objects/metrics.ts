/** What tells of the metrics-server that a cluster has: where requests of its group go, and who may read (metrics-server's manifests). */
import { aggregatedRules } from '../../../api/aggregated-rules.ts';
import { METRICS_API_SERVICE, METRICS_GROUP } from '../../../api/metrics.ts';
import { API_SERVICE, CLUSTER_ROLE } from '../../../api/resources.ts';
import type { ClusterRole, ObjectMeta } from '../../../api/types.gen.ts';
import type { Born } from './born.ts';
import { born } from './others.ts';
import { METRICS_SERVER } from '../../kernel/spec.ts';

/** `at` is the time of the birth. Roles that gather the rules of others have gathered those of the new one. */
export function withMetrics(rbac: readonly Born[], at: string): readonly Born[] {
  const roles = [...rbac.filter(({ type }) => type === CLUSTER_ROLE), reader()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const named = new Map(roles.map(({ key, object }) => [key, { ...object, metadata: { ...object.metadata, name: key } } as ClusterRole]));
  // What the first gathers the others gather from it.
  for (const name of ['view', 'edit', 'admin']) {
    const role = named.get(name);
    if (role !== undefined) named.set(name, { ...role, rules: aggregatedRules(role, [...named.values()]) });
  }
  const rulesOf = (key: string) => ({ rules: named.get(key)?.rules ?? [] });
  return [
    ...rbac.map((one) => (one.type === CLUSTER_ROLE ? { ...one, object: { ...one.object, ...rulesOf(one.key) } } : one)),
    apiService(at),
    reader(),
  ];
}

const LABELS = { 'k8s-app': METRICS_SERVER };

function apiService(at: string): Born {
  const condition = { type: 'Available', status: 'True', lastTransitionTime: at, reason: 'Passed', message: 'all checks passed' };
  const spec = {
    service: { namespace: 'kube-system', name: METRICS_SERVER, port: 443 },
    group: METRICS_GROUP,
    version: 'v1beta1',
    insecureSkipTLSVerify: true,
    groupPriorityMinimum: 100,
    versionPriority: 100,
  };
  return born(API_SERVICE, METRICS_API_SERVICE, { labels: LABELS }, { spec, status: { conditions: [condition] } });
}

/** Whoever may view may see use as well. */
function reader(): Born {
  const labels = Object.fromEntries(['view', 'edit', 'admin'].map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']));
  const metadata: ObjectMeta = { labels: { ...LABELS, ...labels } };
  const rules = [{ apiGroups: [METRICS_GROUP], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] }];
  return born(CLUSTER_ROLE, 'system:aggregated-metrics-reader', metadata, { rules });
}
