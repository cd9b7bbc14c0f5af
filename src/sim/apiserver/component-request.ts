/** Requests of the cluster's own components that come as those of any client: allowed by roles, audited, answered by whoever serves them. */
import { ApiError } from '../../api/errors.ts';
import type { ApiRequest, ApiResponse } from '../../api/request.ts';
import type { Status } from '../../api/types.gen.ts';
import { groupsOfUser } from './authentication/service-account.ts';
import { handleRequest } from './handle.ts';
import { assertServing } from './outage.ts';
import type { Requester, Server } from './server.ts';

export function requestFrom(server: Server, request: ApiRequest, requester: Requester): ApiResponse['body'] {
  assertServing(server.stopped);
  const { code, body } = handleRequest(server, request, { ...requester, groups: groupsOfUser(requester.user) });
  if (code >= 400) throw new ApiError(body as Status);
  return body;
}
