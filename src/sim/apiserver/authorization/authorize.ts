/**
 * Who may do what: the authorizers of a server with `--authorization-mode=Node,RBAC`, behind the group that may do everything.
 * The cluster's own components don't come this way, though roles for them exist.
 */
import { type ApiError, failure } from '../../../api/errors.ts';
import { groupResource } from '../../../api/object.ts';
import type { ApiRequest } from '../../../api/request.ts';
import type { PolicyRule } from '../../../api/types.gen.ts';
import type { Identity } from '../../kernel/command.ts';
import { ensureBase } from '../base.ts';
import type { Requester, Server } from '../server.ts';
import type { Access } from './access.ts';
import { authorizeNode, nodeOf } from './node.ts';
import { type Decision, aggregate, authorizeByRoles, grantsTo, storedRoles } from './rbac.ts';

const MASTERS = 'system:masters';
const TRUSTED: readonly string[] = [MASTERS];

export function isMaster({ groups }: Identity): boolean {
  return groups.includes(MASTERS);
}

/** A component of the cluster says no groups and is trusted. */
export function identityOf(requester: Requester): Identity {
  return isIdentity(requester) ? requester : { ...requester, groups: TRUSTED };
}

function isIdentity(requester: Requester): requester is Requester & Identity {
  return requester.groups !== undefined;
}

export function authorize(server: Server, who: Identity, access: Access): Decision {
  if (isMaster(who)) return { allowed: true, reason: '' };
  ensureBase(server);
  const byNode = authorizeNode(server.store, who, access);
  if (byNode.allowed) return byNode;
  const byRoles = authorizeByRoles(who, access, storedRoles(server.store));
  if (byRoles.allowed) return byRoles;
  return { allowed: false, reason: [byNode.reason, byRoles.reason].filter((reason) => reason !== '').join('\n') };
}

/** Throws 403. */
export function assertAllowed(server: Server, requester: Requester, access: Access): void {
  const who = identityOf(requester);
  const { allowed, reason } = authorize(server, who, access);
  if (!allowed) throw forbiddenAccess(who, access, reason);
}

/** A write that finds nothing to change and would create needs the right to do that, too. Throws 403. */
export function assertMayCreate(server: Server, requester: Requester, request: Extract<ApiRequest, { verb: 'update' | 'patch' }>): void {
  const { group, resource, name, namespace = '' } = request;
  assertAllowed(server, requester, { verb: 'create', group, resource, subresource: '', name, namespace, fields: [] });
}

export function forbiddenAccess({ user }: Identity, access: Access, reason: string): ApiError {
  const subject = subjectText(access);
  const what = `User ${JSON.stringify(user)} cannot ${access.verb} ${objectText(access)}`;
  const message = `${subject}: ${sanitized(what)}${reason === '' ? '' : `: ${reason}`}`;
  if ('path' in access) return failure(403, 'Forbidden', message, {});
  const { name, group, resource } = access;
  return failure(403, 'Forbidden', message, { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource });
}

function subjectText(access: Access): string {
  if ('path' in access) return 'forbidden';
  return `${groupResource(access)}${access.name === '' ? '' : ` ${JSON.stringify(access.name)}`} is forbidden`;
}

function objectText(access: Access): string {
  if ('path' in access) return `path ${JSON.stringify(access.path)}`;
  const { resource, subresource, group, namespace } = access;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  const where = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  return `resource ${JSON.stringify(whole)} in API group ${JSON.stringify(group)} ${where}`;
}

function sanitized(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export interface Rights {
  readonly rules: readonly PolicyRule[];
  /** The list may lack rights that can't be listed. */
  readonly incomplete: boolean;
  readonly error: string;
}

/** All rules that hold for somebody in a namespace, as far as they can be listed. */
export function rightsOf(server: Server, who: Identity, namespace: string): Rights {
  ensureBase(server);
  const grants = [...grantsTo(who, namespace, storedRoles(server.store))];
  const incomplete = nodeOf(who) !== undefined;
  const failures = grants.flatMap(({ error }) => (error === undefined ? [] : [error]));
  const errors = [
    ...(incomplete ? ['node authorizer does not support user rule resolution'] : []),
    ...(failures.length === 0 ? [] : [aggregate(failures)]),
  ];
  return { rules: grants.flatMap(({ rules }) => rules), incomplete, error: errors.length === 0 ? '' : aggregate(errors) };
}
