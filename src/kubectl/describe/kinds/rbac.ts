import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding } from '../../../api/types.gen.ts';
import { type Describer, defineDescriber } from '../describer.ts';
import { field, goList, marks, tableLines } from '../text.ts';
import { compactRules, resourceOfRule } from '../policy-rules.ts';

const group = 'rbac.authorization.k8s.io';
const withoutEvents = true;

export const RBAC_DESCRIBERS: readonly Describer[] = [
  defineDescriber<Role>({ group, kind: 'Role', withoutEvents, describe: (_session, role) => roleText(role) }),
  defineDescriber<ClusterRole>({ group, kind: 'ClusterRole', withoutEvents, describe: (_session, role) => roleText(role) }),
  defineDescriber<RoleBinding>({ group, kind: 'RoleBinding', withoutEvents, describe: (_session, binding) => bindingText(binding) }),
  defineDescriber<ClusterRoleBinding>({
    group,
    kind: 'ClusterRoleBinding',
    withoutEvents,
    describe: (_session, binding) => bindingText(binding),
  }),
];

function roleText(role: Role | ClusterRole): string {
  const rows = compactRules(role.rules ?? []).map(ruleRow);
  const table = tableLines('  ', ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'], rows);
  return `${nameLines(role)}PolicyRule:\n${table}`;
}

function ruleRow(rule: PolicyRule): readonly string[] {
  return [resourceOfRule(rule), goList(rule.nonResourceURLs), goList(rule.resourceNames), goList(rule.verbs)];
}

function bindingText(binding: RoleBinding | ClusterRoleBinding): string {
  const { roleRef, subjects = [] } = binding;
  const rows = subjects.map(({ kind, name, namespace = '' }) => [kind, name, namespace]);
  const role = `Role:\n${field('  Kind', roleRef.kind)}${field('  Name', roleRef.name)}`;
  return `${nameLines(binding)}${role}Subjects:\n${tableLines('  ', ['Kind', 'Name', 'Namespace'], rows)}`;
}

/** Even what is namespaced doesn't tell its namespace here. */
function nameLines({ metadata }: Role | ClusterRole | RoleBinding | ClusterRoleBinding): string {
  return field('Name', metadata.name ?? '') + marks(metadata);
}
