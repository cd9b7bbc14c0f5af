/** What is to be had of the API server while it, or etcd behind it, is stopped. */
import { type ApiError, failure } from '../../api/errors.ts';
import type { ApiRequest, ApiResponse } from '../../api/request.ts';

export const API_SERVER = 'kube-apiserver';
export const ETCD = 'etcd';

/** Where the API server listens, for those who find nobody there. */
export const API_SERVER_ADDRESS = '127.0.0.1:6443';

/** Requests are answered, and can be written. */
export function isServing(stopped: ReadonlySet<string>): boolean {
  return stopped.size === 0 || !(stopped.has(API_SERVER) || stopped.has(ETCD));
}

/** For each request of a component. */
export function assertServing(stopped: ReadonlySet<string>): void {
  if (!isServing(stopped)) throw stopped.has(API_SERVER) ? refused() : timedOut();
}

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

function refused(): ApiError {
  return failure(503, '', `The connection to the server ${API_SERVER_ADDRESS} was refused - did you specify the right host or port?`);
}

function timedOut(): ApiError {
  return failure(500, '', 'etcdserver: request timed out');
}
