/** Cluster roles that gather the rules of others: `view`, `edit`, `admin` (pkg/controller/clusterroleaggregation). */
import { deepEqual } from '../../../base/equal.ts';
import { aggregatedRules } from '../../../api/aggregated-rules.ts';
import { isTerminating } from '../../../api/object.ts';
import { CLUSTER_ROLE } from '../../../api/resources.ts';
import type { ClusterRole, PolicyRule } from '../../../api/types.gen.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';

/** Whatever changes may concern every role, so there is one piece of work. */
const ALL = 'aggregated';

export const clusterRoleAggregation: LateBehaviour = {
  onChange: (context) => context.enqueue(ALL),
  sync(context) {
    // Asked for rather than watched: roles that were there before the first change are in no event.
    const roles = context.client.list(CLUSTER_ROLE).items;
    for (const role of roles) {
      const rules = gathered(role, roles);
      if (rules !== undefined) context.client.update(CLUSTER_ROLE, { ...role, rules });
    }
  },
};

/** The rules that the role ought to have, if it has others. */
function gathered(role: ClusterRole, roles: readonly ClusterRole[]): readonly PolicyRule[] | undefined {
  if (role.aggregationRule === undefined || isTerminating(role)) return undefined;
  const rules = aggregatedRules(role, roles);
  return deepEqual(rules, role.rules ?? []) ? undefined : rules;
}
