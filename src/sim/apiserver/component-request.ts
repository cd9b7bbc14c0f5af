/** Requests of the cluster's own components that come as those of any client: allowed by roles, audited, answered by whoever serves them. */
import { ApiError } from '../../api/errors.ts';
import type { ApiRequest, ApiResponse } from '../../api/request.ts';
import type { Status } from '../../api/types.gen.ts';
import { handleRequest } from './handle.ts';
import { assertServing } from './outage.ts';
import type { Requester, Server } from './server.ts';

export function requestFrom(server: Server, request: ApiRequest, requester: Requester): ApiResponse['body'] {
  assertServing(server.stopped);
  const { code, body } = handleRequest(server, request, { ...requester, groups: groupsOf(requester.user) });
  if (code >= 400) throw new ApiError(body as Status);
  return body;
}

/** Of a service account, as its token would say. */
function groupsOf(user: string): readonly string[] {
  const namespace = /^system:serviceaccount:([^:]+):/.exec(user)?.[1];
  const accounts = namespace === undefined ? [] : ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return [...accounts, 'system:authenticated'];
}
