/**
 * Speaking for somebody else (k8s.io/apiserver/pkg/endpoints/filters/impersonation). Each mode has its own verbs; the first that lets
 * the requester speak wins, and when none does the first one's refusal is told.
 */
import type { ApiError } from '../../../api/errors.ts';
import { dns1123Subdomain } from '../../../api/names.ts';
import type { Impersonation } from '../../../api/request.ts';
import type { Identity } from '../../kernel/command.ts';
import type { Access, ResourceAccess } from '../authorization/access.ts';
import { authorize, forbiddenAccess } from '../authorization/authorize.ts';
import type { Server } from '../server.ts';
import { accountOf, groupsOf } from './service-account.ts';

/** Throws 403. */
export function impersonate(server: Server, who: Identity, wanted: Impersonation, access: Access): Identity {
  let refusal: ApiError | undefined;
  for (const mode of modesFor(who, wanted)) {
    const refused = firstRefusal(server, who, mode, checksOf(mode, wanted, access));
    if (refused === undefined) return impersonated(wanted, mode !== LEGACY);
    refusal ??= refused;
  }
  throw refusal ?? new Error('no mode of impersonation applies');
}

const LEGACY = '';
type Mode = 'associated-node' | 'arbitrary-node' | 'serviceaccount' | 'user-info' | typeof LEGACY;

const NODE_PREFIX = 'system:node:';

function nodeNameOf(user: string): string | undefined {
  const name = user.startsWith(NODE_PREFIX) ? user.slice(NODE_PREFIX.length) : '';
  return name !== '' && dns1123Subdomain(name).length === 0 ? name : undefined;
}

function modesFor(who: Identity, wanted: Impersonation): readonly Mode[] {
  const { user, uid = '', groups = [], extra = {} } = wanted;
  const nameAlone = uid === '' && groups.length === 0 && Object.keys(extra).length === 0;
  const node = nodeNameOf(user);
  if (node === undefined && accountOf(user) === undefined) return ['user-info', LEGACY];
  if (!nameAlone) return [LEGACY];
  if (node === undefined) return ['serviceaccount', LEGACY];
  const itsNode = who.extra?.['authentication.kubernetes.io/node-name'];
  const isAssociated = accountOf(who.user) !== undefined && itsNode?.length === 1 && itsNode[0] === node;
  return [...(isAssociated ? (['associated-node'] as const) : []), 'arbitrary-node', LEGACY];
}

interface Check {
  readonly access: Access;
  /** Refused whatever the roles say. */
  readonly never?: string;
}

const AUTHENTICATION = 'authentication.k8s.io';

/** What somebody must be allowed to do to speak for another. */
function checksOf(mode: Mode, wanted: Impersonation, access: Access): readonly Check[] {
  const { user, uid = '', groups = [], extra = {} } = wanted;
  const verb = mode === LEGACY ? 'impersonate' : `impersonate:${mode}`;
  const about = (group: string, resource: string, name: string, more: Partial<ResourceAccess> = {}): Check => ({
    access: { verb, group, resource, subresource: '', name, namespace: '', fields: [], ...more },
  });
  const home = mode === LEGACY ? '' : AUTHENTICATION;
  const on: Check = { access: { ...access, verb: `impersonate-on:${mode}:${access.verb}` } };
  return [
    ...(mode === LEGACY ? [] : [on]),
    userCheck(mode, user, (resource, name, namespace = '') => about(home, resource, name, { namespace })),
    ...(uid === '' ? [] : [about(AUTHENTICATION, 'uids', uid)]),
    ...(mode === LEGACY ? [] : forbiddenGroup(groups, (name) => about(home, 'groups', name))),
    ...groups.map((group) => about(home, 'groups', group)),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => about(AUTHENTICATION, 'userextras', value, { subresource: key })),
    ),
  ];
}

function userCheck(mode: Mode, user: string, about: (resource: string, name: string, namespace?: string) => Check): Check {
  const account = accountOf(user);
  if (account !== undefined) return about('serviceaccounts', account.name, account.namespace);
  if (mode === 'associated-node') return about('nodes', '*');
  return mode === 'arbitrary-node' ? about('nodes', nodeNameOf(user) ?? '') : about('users', user);
}

function forbiddenGroup(groups: readonly string[], about: (name: string) => Check): readonly Check[] {
  if (groups.includes('')) return [{ ...about(''), never: 'impersonating the empty string group is not allowed' }];
  if (!groups.includes('system:masters')) return [];
  return [{ ...about('system:masters'), never: 'impersonating the system:masters group is not allowed' }];
}

function firstRefusal(server: Server, who: Identity, mode: Mode, checks: readonly Check[]): ApiError | undefined {
  const asked = mode === 'associated-node' ? { ...who, extra: {} } : who;
  for (const { access, never } of checks) {
    if (never !== undefined) return forbiddenAccess(who, access, never);
    const { allowed, reason } = authorize(server, asked, access);
    if (!allowed) return forbiddenAccess(who, access, reason);
  }
  return undefined;
}

/** Nodes and service accounts have groups of their own; everybody but an anonymous user is authenticated. */
function impersonated({ user, uid, groups = [], extra }: Impersonation, constrained: boolean): Identity {
  const account = accountOf(user);
  const given =
    constrained && nodeNameOf(user) !== undefined
      ? ['system:nodes']
      : groups.length === 0 && account
        ? groupsOf(account.namespace)
        : groups;
  const base: Identity = { user, groups: withCommonGroup(user, given) };
  return { ...base, ...(uid ? { uid } : {}), ...(extra === undefined || Object.keys(extra).length === 0 ? {} : { extra }) };
}

function withCommonGroup(user: string, groups: readonly string[]): readonly string[] {
  const common =
    user === 'system:anonymous' || groups.includes('system:unauthenticated') ? 'system:unauthenticated' : 'system:authenticated';
  return groups.includes(common) ? groups : [...groups, common];
}
