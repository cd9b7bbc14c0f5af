import type { RoleBinding, Subject } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { array } from '../../parse/flags.ts';
import { defineVerb } from '../../verb.ts';
import { SET_FLAGS, change, eachTarget, targetsOf } from './target.ts';

const RBAC = 'rbac.authorization.k8s.io';

export const setSubject = defineVerb({
  name: 'subject',
  summary: 'Update the user, group, or service account in a role binding or cluster role binding',
  usage:
    '(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]',
  flags: { ...SET_FLAGS, user: array(), group: array(), serviceaccount: array() },
  async run(session, { args, flags }) {
    const targets = await targetsOf(session, args, flags);
    const wanted = subjectsOf(flags);
    if (wanted.length === 0) throw new CommandError('you must specify at least one value of user, group or serviceaccount');
    await eachTarget(targets, async (found) => {
      const { kind } = found.resource;
      if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding')
        throw new CommandError(
          `${found.resource.resource}/${found.name} setting subjects is only supported for RoleBinding/ClusterRoleBinding`,
        );
      const now = (found.object as RoleBinding).subjects ?? [];
      const added = wanted.filter((subject) => !now.some((one) => isSame(one, subject)));
      const after: RoleBinding = { ...(found.object as RoleBinding), subjects: [...now, ...added] };
      await change(session, found, after, flags, { done: 'subjects updated' });
    });
  },
});

function isSame(a: Subject, b: Subject): boolean {
  return a.kind === b.kind && a.name === b.name && (a.namespace ?? '') === (b.namespace ?? '') && (a.apiGroup ?? '') === (b.apiGroup ?? '');
}

interface Names {
  readonly user: readonly string[];
  readonly group: readonly string[];
  readonly serviceaccount: readonly string[];
}

function subjectsOf({ user, group, serviceaccount }: Names): readonly Subject[] {
  return [
    ...user.map((name) => ({ kind: 'User', apiGroup: RBAC, name })),
    ...group.map((name) => ({ kind: 'Group', apiGroup: RBAC, name })),
    ...serviceaccount.map(accountOf),
  ];
}

function accountOf(given: string): Subject {
  const [namespace = '', name, ...more] = given.split(':');
  if (name === undefined || name === '' || more.length > 0) throw new CommandError('serviceaccount must be <namespace>:<name>');
  return { kind: 'ServiceAccount', namespace, name };
}
