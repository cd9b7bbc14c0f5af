import type { Subject } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { type FlagValues, array, text, withValues } from '../../parse/flags.ts';
import { defineGenerator, requireName } from './generator.ts';
import { RBAC } from './role.ts';

const SUBJECT_FLAGS = { user: array(), group: array(), serviceaccount: array() };

export const roleBindingGenerator = defineGenerator({
  name: 'rolebinding',
  summary: 'Create a role binding for a particular role or cluster role',
  usage:
    'NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: { ...SUBJECT_FLAGS, clusterrole: text(), role: text() },
  failure: 'failed to create rolebinding:',
  generate(_session, { args, flags }) {
    const name = requireName(args, 'create rolebinding');
    const { role, clusterrole } = flags;
    if ((role === '') === (clusterrole === '')) throw new CommandError('exactly one of clusterrole or role must be specified');
    const roleRef = role === '' ? refTo('ClusterRole', clusterrole) : refTo('Role', role);
    return { apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name }, roleRef, ...subjects(flags) };
  },
});

export const clusterRoleBindingGenerator = defineGenerator({
  name: 'clusterrolebinding',
  summary: 'Create a cluster role binding for a particular cluster role',
  usage:
    'NAME --clusterrole=NAME [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: { ...SUBJECT_FLAGS, clusterrole: withValues(text(), { namesOf: 'clusterroles' }) },
  required: ['clusterrole'],
  failure: 'failed to create clusterrolebinding:',
  generate(_session, { args, flags }) {
    const name = requireName(args, 'create clusterrolebinding');
    const roleRef = refTo('ClusterRole', flags.clusterrole);
    return { apiVersion: `${RBAC}/v1`, kind: 'ClusterRoleBinding', metadata: { name }, roleRef, ...subjects(flags) };
  },
});

function refTo(kind: string, name: string) {
  return { apiGroup: RBAC, kind, name };
}

function subjects({ user, group, serviceaccount }: FlagValues<typeof SUBJECT_FLAGS>): { readonly subjects?: readonly Subject[] } {
  const found = [
    ...user.map((name) => ({ apiGroup: RBAC, kind: 'User', name })),
    ...group.map((name) => ({ apiGroup: RBAC, kind: 'Group', name })),
    ...serviceaccount.map(serviceAccount),
  ];
  return found.length === 0 ? {} : { subjects: found };
}

function serviceAccount(given: string): Subject {
  const [namespace = '', name = '', ...more] = given.split(':');
  if (namespace === '' || name === '' || more.length > 0) throw new CommandError('serviceaccount must be <namespace>:<name>');
  return { kind: 'ServiceAccount', name, namespace };
}
