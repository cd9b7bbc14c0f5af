/** What a request from outside passes before it is handled: authentication, impersonation, authorization, and audit around them. */
import { ApiError } from '../../api/errors.ts';
import type { ApiRequest, ApiResponse } from '../../api/request.ts';
import { type Outcome, noteRequest } from './audit/audit.ts';
import { ANONYMOUS, authenticate, impersonated } from './authentication/authenticate.ts';
import { accessOf } from './authorization/access.ts';
import { authorize, forbiddenAccess, identityOf } from './authorization/authorize.ts';
import type { Requester, Server } from './server.ts';

/** `handle` is told who asks; it does not throw an ApiError. */
export function throughFilters(
  server: Server,
  request: ApiRequest,
  requester: Requester,
  handle: (who: Requester, annotations: Map<string, string>) => ApiResponse,
): ApiResponse {
  const access = accessOf(request);
  const annotations = new Map<string, string>();
  let bearer = ANONYMOUS;
  let outcome: Omit<Outcome, 'code'> = { decision: 'forbid', reason: '' };
  const response = asResponse(() => {
    const asked = authenticate(server, request, requester);
    bearer = identityOf(asked);
    const who = impersonated(server, request, asked, access);
    const { allowed, reason } = authorize(server, identityOf(who), access);
    outcome = { decision: allowed ? 'allow' : 'forbid', reason: allowed ? reason : '' };
    if (!allowed) throw forbiddenAccess(identityOf(who), access, reason);
    return handle(who, annotations);
  });
  noteRequest(server, request, bearer, access, {
    decision: outcome.decision,
    reason: outcome.reason,
    code: response.code,
    ...asField(annotations),
  });
  return response;
}

function asResponse(answer: () => ApiResponse): ApiResponse {
  try {
    return answer();
  } catch (error) {
    if (error instanceof ApiError) return { code: error.code, body: error.status, warnings: [] };
    throw error;
  }
}

function asField(annotations: ReadonlyMap<string, string>): Pick<Outcome, 'annotations'> {
  return annotations.size === 0 ? {} : { annotations: Object.fromEntries(annotations) };
}
