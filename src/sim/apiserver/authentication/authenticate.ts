/** Who asks: the bearer of a token, or whom the request's bringer speaks for. */
import { failure } from '../../../api/errors.ts';
import type { ApiRequest } from '../../../api/request.ts';
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

/** Whom the bringer speaks for. Throws 403. */
export function impersonated(server: Server, { impersonate: wanted }: ApiRequest, bearer: Requester, access: Access): Requester {
  return wanted === undefined ? bearer : asRequester(impersonate(server, identityOf(bearer), wanted, access), bearer);
}

function asRequester(identity: Identity, { agent }: Requester): Requester {
  return { ...identity, actor: identity.user, ...(agent === undefined ? {} : { agent }) };
}
