// Derives src/sim/apiserver/base-objects/objects.gen.json from what a fresh API server holds: bootstrap roles and bindings, flow control.
// Only facts are kept; what all of them have in common is put back by base-objects.ts.
// Usage: node scripts/generate-base.mjs <rbac-bootstrap.json> <priorityclasses-apf.json>
import { readFileSync, writeFileSync } from 'node:fs';

const itemsOf = (path) => JSON.parse(readFileSync(path, 'utf8')).items;
const [rbac, others] = process.argv.slice(2, 4).map(itemsOf);
const ofKind = (items, kind) => items.filter((item) => item.kind === kind);
const byName = (items, value) => Object.fromEntries(items.map((item) => [keyOf(item.metadata), value(item)]));
const keyOf = ({ namespace, name }) => (namespace === undefined ? name : `${namespace}/${name}`);

// `verbs | groups | resources | names`, or `verbs | paths` for what is no resource. The core group is written as `core`.
const words = (list = []) => list.map((word) => (word === '' ? 'core' : word)).join(' ');
const ruleText = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }) =>
  (nonResourceURLs === undefined
    ? [verbs, apiGroups, resources, ...(resourceNames === undefined ? [] : [resourceNames])]
    : [verbs, nonResourceURLs]
  )
    .map(words)
    .join(' | ');

const AGGREGATE = 'rbac.authorization.k8s.io/aggregate-to-';
const aggregatesTo = (labels) =>
  Object.keys(labels).flatMap((label) => (label.startsWith(AGGREGATE) ? [label.slice(AGGREGATE.length)] : []));
const role = ({ metadata, rules, aggregationRule }) => {
  const [to] = aggregatesTo(metadata.labels);
  const [from] = (aggregationRule?.clusterRoleSelectors ?? []).flatMap(({ matchLabels }) => aggregatesTo(matchLabels));
  return { ...(to === undefined ? {} : { to }), ...(from === undefined ? {} : { from }), rules: rules.map(ruleText) };
};
const subject = ({ kind, name, namespace }) => [kind, name, ...(namespace === undefined ? [] : [namespace])].join(' ');
const binding = ({ roleRef, subjects = [] }) => ({ role: `${roleRef.kind} ${roleRef.name}`, subjects: subjects.map(subject) });

const facts = {
  clusterRoles: byName(ofKind(rbac, 'ClusterRole'), role),
  roles: byName(ofKind(rbac, 'Role'), role),
  clusterRoleBindings: byName(ofKind(rbac, 'ClusterRoleBinding'), binding),
  roleBindings: byName(ofKind(rbac, 'RoleBinding'), binding),
  flowSchemas: byName(ofKind(others, 'FlowSchema'), ({ spec }) => spec),
  priorityLevels: byName(ofKind(others, 'PriorityLevelConfiguration'), ({ spec }) => spec),
  priorityClasses: byName(ofKind(others, 'PriorityClass'), ({ value, description }) => ({ value, description })),
};
writeFileSync(new URL('../src/sim/apiserver/base-objects/objects.gen.json', import.meta.url), `${JSON.stringify(facts)}\n`);
