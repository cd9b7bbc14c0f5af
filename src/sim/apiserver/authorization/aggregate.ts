/**
 * Cluster roles that gather the rules of others (pkg/controller/clusterroleaggregation). The real controller writes them a moment
 * after a cluster role has changed; here the server has it done with the write itself.
 */
import { deepEqual } from '../../../base/equal.ts';
import { matchesSelector, selectorOf } from '../../../api/labels.ts';
import { groupResource, nameOf } from '../../../api/object.ts';
import { CLUSTER_ROLE } from '../../../api/resources.ts';
import type { ClusterRole, PolicyRule } from '../../../api/types.gen.ts';
import { scanObjects } from '../../store/store.ts';
import type { RequestScope, Requester } from '../server.ts';
import { updateObject } from '../verbs/update.ts';

const CONTROLLER: Requester = {
  user: 'system:serviceaccount:kube-system:clusterrole-aggregation-controller',
  actor: 'clusterrole-aggregation-controller',
};
/** Aggregated roles may be gathered by others: `view` by `edit` by `admin`. */
const MOST_ROUNDS = 10;

const WRITES: readonly string[] = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** Brings every aggregated role up to date after a write to a cluster role. */
export function aggregateAfter({ server, kind, dryRun }: RequestScope, verb: string): void {
  if (dryRun || kind.type.resource !== CLUSTER_ROLE.resource || kind.type.group !== CLUSTER_ROLE.group || !WRITES.includes(verb)) return;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const roles = Array.from(scanObjects(server.store, groupResource(CLUSTER_ROLE), ''), ([, object]) => object as ClusterRole);
    const stale = roles.flatMap((role) => gathered(role, roles));
    if (stale.length === 0) return;
    const scope: RequestScope = { server, kind, requester: CONTROLLER, dryRun: false };
    for (const role of stale) updateObject(scope, '', nameOf(role), role);
  }
}

/** The role as it ought to be, if it is not. */
function gathered(role: ClusterRole, roles: readonly ClusterRole[]): readonly ClusterRole[] {
  if (role.aggregationRule === undefined || role.metadata.deletionTimestamp !== undefined) return [];
  const rules: PolicyRule[] = [];
  for (const labelSelector of role.aggregationRule.clusterRoleSelectors ?? []) {
    const selector = selectorOf(labelSelector);
    const sources = roles.filter((source) => nameOf(source) !== nameOf(role) && matchesSelector(selector, source.metadata.labels));
    for (const rule of sources.flatMap((source) => source.rules ?? [])) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
  }
  return deepEqual(rules, role.rules ?? []) ? [] : [{ ...role, rules }];
}
