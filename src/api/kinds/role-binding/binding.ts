/** What bindings of roles and of cluster roles have in common (`pkg/apis/rbac`). */
import { type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import type { Column } from '../../kind.ts';
import { nameIsDnsSubdomain, pathSegment } from '../../names.ts';
import type { JsonValue } from '../../scalars.ts';
import type { ClusterRoleBinding, RoleBinding, RoleRef, Subject } from '../../types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { type Findings, checkOneOf, checkRule, findingsOf, isUnset } from '../checks.ts';
import { column, wideColumn } from '../columns.ts';
import { alter, fill, mapShared } from '../sharing.ts';

type Binding = RoleBinding | ClusterRoleBinding;

const GROUP = 'rbac.authorization.k8s.io';

export function defaultBinding<T extends Binding>(binding: T): T {
  const withSubjects = alter(binding, 'subjects', (subjects) => mapShared(subjects, defaultSubject) as NonNullable<T['subjects']>);
  const withRole = fill(withSubjects, { roleRef: {} } as Partial<T>);
  return alter(withRole, 'roleRef', (ref) => fill<RoleRef>(ref, { apiGroup: GROUP }) as T['roleRef']);
}

function defaultSubject(subject: Subject): Subject {
  return subject.kind === 'User' || subject.kind === 'Group' ? fill(subject, { apiGroup: GROUP }) : subject;
}

export function validateBinding(binding: Binding): readonly FieldError[] {
  return findingsOf((findings) => checkBinding(binding, findings));
}

export function validateBindingUpdate(next: Binding, stored: Binding): readonly FieldError[] {
  return findingsOf((findings) => {
    checkBinding(next, findings);
    if (deepEqual(next.roleRef, stored.roleRef)) return;
    findings.push(invalid('roleRef', roleText(next.roleRef), 'cannot change roleRef'));
  });
}

function roleText({ apiGroup = '', kind = '', name = '' }: Partial<RoleRef>): JsonValue {
  return { APIGroup: apiGroup, Kind: kind, Name: name };
}

function checkBinding({ kind, roleRef, subjects = [] }: Binding, findings: Findings): void {
  const namespaced = kind === 'RoleBinding';
  checkOneOf(roleRef.apiGroup, [GROUP], 'roleRef.apiGroup', findings);
  checkOneOf(roleRef.kind, namespaced ? ['Role', 'ClusterRole'] : ['ClusterRole'], 'roleRef.kind', findings);
  if (isUnset(roleRef.name)) findings.push(required('roleRef.name'));
  else checkRule(pathSegment, roleRef.name, 'roleRef.name', findings);
  for (const [index, subject] of subjects.entries()) checkSubject(subject, namespaced, `subjects[${index}]`, findings);
}

function checkSubject(subject: Subject, namespaced: boolean, path: string, findings: Findings): void {
  const { kind, name, apiGroup = '', namespace } = subject;
  if (isUnset(name)) findings.push(required(`${path}.name`));
  switch (kind) {
    case 'ServiceAccount':
      if (!isUnset(name)) checkRule((text) => nameIsDnsSubdomain(text, false), name, `${path}.name`, findings);
      if (apiGroup !== '') findings.push(notSupported(`${path}.apiGroup`, apiGroup, ['']));
      if (!namespaced && isUnset(namespace)) findings.push(required(`${path}.namespace`));
      return;
    case 'User':
    case 'Group':
      checkOneOf(apiGroup, [GROUP], `${path}.apiGroup`, findings);
      return;
    default:
      findings.push(notSupported(`${path}.kind`, kind ?? '', ['ServiceAccount', 'User', 'Group']));
  }
}

/** All but the name. */
export function bindingColumns<T extends Binding>(age: Column): Column<T>[] {
  return [
    column<T>('Role', 'string', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`),
    age,
    wideColumn<T>('Users', (binding) => subjectsOf(binding, 'User')),
    wideColumn<T>('Groups', (binding) => subjectsOf(binding, 'Group')),
    wideColumn<T>('ServiceAccounts', (binding) => subjectsOf(binding, 'ServiceAccount')),
  ];
}

function subjectsOf({ subjects = [] }: Binding, kind: string): string {
  const ofKind = subjects.filter((subject) => subject.kind === kind);
  return ofKind.map(({ name, namespace = '' }) => (kind === 'ServiceAccount' ? `${namespace}/${name}` : name)).join(', ');
}
