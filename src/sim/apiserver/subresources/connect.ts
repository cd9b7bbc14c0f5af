/**
 * Subresources that connect a client with a kubelet or with what runs behind a Service: log, exec, attach, port-forward, proxy. The
 * API server only passes them on. Logs come from the kubelet; for the others nobody listens there, which is what it says.
 */
import { badRequestError, failure } from '../../../api/errors.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import type { ApiResponse, LogOptions } from '../../../api/request.ts';
import type { Pod } from '../../../api/types.gen.ts';
import type { RequestScope, Server } from '../server.ts';
import { getObject } from '../verbs/get.ts';
import { KUBELET_PORT, addressOf } from './kubelet-address.ts';
import { readLog } from './log.ts';

const CONNECTING = ['log', 'exec', 'attach', 'portforward', 'proxy'] as const;
type Connecting = (typeof CONNECTING)[number];

export function isConnecting(subresource: string | undefined): subresource is Connecting {
  return subresource !== undefined && (CONNECTING as readonly string[]).includes(subresource);
}

export function connect(scope: RequestScope, namespace: string, name: string, subresource: Connecting, log: LogOptions = {}): ApiResponse {
  if (subresource === 'log') return readLog(scope, namespace, name, log);
  const object = getObject(scope.server, scope.kind, namespace, name);
  if (subresource === 'proxy') throw failure(503, 'ServiceUnavailable', proxyRefusal(scope.server, object));
  const node = (object as Pod).spec?.nodeName ?? '';
  if (node === '') throw badRequestError(`pod ${name} does not have a host assigned`);
  throw badRequestError('Upgrade request required');
}

function proxyRefusal(server: Server, object: KubeObject): string {
  if (object.kind === 'Service') return `no endpoints available for service ${JSON.stringify(nameOf(object))}`;
  const target = object.kind === 'Node' ? `${addressOf(server, nameOf(object))}:${KUBELET_PORT}` : ((object as Pod).status?.podIP ?? '');
  return `error trying to reach service: dial tcp ${target}: connect: connection refused`;
}
