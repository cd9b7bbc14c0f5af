/** Cluster roles that gather the rules of others: `view`, `edit`, `admin` (pkg/controller/clusterroleaggregation). */
import { deepEqual } from '../../../base/equal.ts';
import { matchesSelector, selectorOf } from '../../../api/labels.ts';
import { isTerminating, nameOf } from '../../../api/object.ts';
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

/** The rules that the role ought to have, if it has others: those of the roles it selects, by name, each once. */
function gathered(role: ClusterRole, roles: readonly ClusterRole[]): readonly PolicyRule[] | undefined {
  if (role.aggregationRule === undefined || isTerminating(role)) return undefined;
  const rules: PolicyRule[] = [];
  for (const labelSelector of role.aggregationRule.clusterRoleSelectors ?? []) {
    const selector = selectorOf(labelSelector);
    const sources = roles.filter((source) => nameOf(source) !== nameOf(role) && matchesSelector(selector, source.metadata.labels));
    for (const rule of sources.flatMap((source) => source.rules ?? []))
      if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
  }
  return deepEqual(rules, role.rules ?? []) ? undefined : rules;
}
