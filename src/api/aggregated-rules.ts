import { deepEqual } from '../base/equal.ts';
import { matchesSelector, selectorOf } from './labels.ts';
import { nameOf } from './object.ts';
import type { ClusterRole, PolicyRule } from './types.gen.ts';

/** The rules of a role that has others: those of the roles it selects, each once (pkg/controller/clusterroleaggregation). */
export function aggregatedRules(role: ClusterRole, roles: readonly ClusterRole[]): readonly PolicyRule[] {
  const rules: PolicyRule[] = [];
  for (const labelSelector of role.aggregationRule?.clusterRoleSelectors ?? []) {
    const selector = selectorOf(labelSelector);
    const sources = roles.filter((source) => nameOf(source) !== nameOf(role) && matchesSelector(selector, source.metadata.labels));
    for (const rule of sources.flatMap((source) => source.rules ?? []))
      if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
  }
  return rules;
}
