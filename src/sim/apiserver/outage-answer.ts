/** What requests from outside meet while the API server, or etcd behind it, is stopped. */
import type { ApiRequest, ApiResponse } from '../../api/request.ts';
import { API_SERVER, isServing, refused, timedOut } from './outage.ts';

/** The answer to a request from outside that can't be handled; undefined when it can. */
export function outageAnswer(stopped: ReadonlySet<string>, request: ApiRequest): ApiResponse | undefined {
  if (isServing(stopped)) return undefined;
  if (stopped.has(API_SERVER)) return { code: 503, body: refused().status, warnings: [], refused: true };
  if (isFromMemory(request)) return undefined;
  const { code, status } = timedOut();
  return { code, body: status, warnings: [] };
}

/** What the API server answers without etcd: of itself, and from its watch cache. */
function isFromMemory(request: ApiRequest): boolean {
  switch (request.verb) {
    case 'discover':
    case 'version':
      return true;
    case 'get':
      return request.resourceVersion === '0';
    case 'list':
      return request.options?.resourceVersion === '0';
    case 'watch':
      return (request.options?.resourceVersion ?? '') !== '';
    case 'create':
    case 'update':
    case 'patch':
    case 'delete':
    case 'deletecollection':
      return false;
    default:
      return request satisfies never;
  }
}
