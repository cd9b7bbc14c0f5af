/** Who asks: the bearer of a token, or whom the request's bringer speaks for. */
import { badRequestError, failure } from '../../../api/errors.ts';
import type { ApiRequest, Impersonation } from '../../../api/request.ts';
import type { Identity } from '../../kernel/command.ts';
import type { Access } from '../authorization/access.ts';
import { identityOf } from '../authorization/authorize.ts';
import type { Requester, Server } from '../server.ts';
import { impersonate } from './impersonate.ts';
import { holderOf } from './service-account.ts';

/** A client that says nothing about itself. */
export const ANONYMOUS: Identity = { user: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Who brings the request. Throws 401. */
export function authenticate(server: Server, request: ApiRequest, requester: Requester): Requester {
  if (request.token === undefined) return requester;
  const holder = holderOf(server, request.token);
  if (typeof holder === 'string') throw failure(401, 'Unauthorized', 'Unauthorized');
  return asRequester(holder.identity, requester);
}

/** Whom the bringer speaks for. Throws 403, and 400 for one who says everything but a name. */
export function impersonated(server: Server, { impersonate: wanted }: ApiRequest, bearer: Requester, access: Access): Requester {
  if (wanted === undefined || isNobody(wanted)) return bearer;
  if (wanted.user === '') throw badRequestError(`requested ${goText(wanted)} without impersonating a user name`);
  return asRequester(impersonate(server, identityOf(bearer), wanted, access), bearer);
}

function isNobody({ user, uid = '', groups, extra }: Impersonation): boolean {
  return user === '' && uid === '' && groups === undefined && extra === undefined;
}

/** As Go prints what it has understood. */
function goText({ user, uid = '', groups, extra }: Impersonation): string {
  const list = (items: readonly string[]) => `[]string{${items.map((item) => JSON.stringify(item)).join(', ')}}`;
  const groupsText = groups === undefined || groups.length === 0 ? '[]string(nil)' : list(groups);
  const entries = Object.entries(extra ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const map = 'map[string][]string';
  const extraText =
    entries.length === 0 ? `${map}(nil)` : `${map}{${entries.map(([key, items]) => `${JSON.stringify(key)}:${list(items)}`).join(', ')}}`;
  return `&user.DefaultInfo{Name:${JSON.stringify(user)}, UID:${JSON.stringify(uid)}, Groups:${groupsText}, Extra:${extraText}}`;
}

function asRequester(identity: Identity, { agent }: Requester): Requester {
  return { ...identity, actor: identity.user, ...(agent === undefined ? {} : { agent }) };
}
