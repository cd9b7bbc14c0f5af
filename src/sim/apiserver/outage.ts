/** Whether the API server, and etcd behind it, are there, and what becomes of requests when they are not. */
import { type ApiError, failure } from '../../api/errors.ts';

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

export function refused(): ApiError {
  return failure(503, '', `The connection to the server ${API_SERVER_ADDRESS} was refused - did you specify the right host or port?`);
}

export function timedOut(): ApiError {
  return failure(500, '', 'etcdserver: request timed out');
}
