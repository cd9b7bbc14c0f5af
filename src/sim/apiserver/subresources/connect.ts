/**
 * Subresources that connect a client with a kubelet or with what runs behind a Service: log, exec, attach, port-forward, proxy. The
 * API server only passes them on; nobody listens there, which is what it says.
 */
import { badRequestError, failure } from '../../../api/errors.ts';
import { type KubeObject, nameOf } from '../../../api/object.ts';
import type { ApiResponse } from '../../../api/request.ts';
import type { Node, Pod } from '../../../api/types.gen.ts';
import { NODE } from '../../../api/resources.ts';
import { readObject } from '../../store/store.ts';
import type { RequestScope, Server } from '../server.ts';
import { getObject } from '../verbs/get.ts';

const CONNECTING = ['log', 'exec', 'attach', 'portforward', 'proxy'] as const;
type Connecting = (typeof CONNECTING)[number];

export function isConnecting(subresource: string | undefined): subresource is Connecting {
  return subresource !== undefined && (CONNECTING as readonly string[]).includes(subresource);
}

const KUBELET_PORT = 10_250;

export function connect(scope: RequestScope, namespace: string, name: string, subresource: Connecting): ApiResponse {
  const object = getObject(scope.server, scope.kind, namespace, name);
  if (subresource === 'proxy') throw failure(503, 'ServiceUnavailable', proxyRefusal(scope.server, object));
  const node = (object as Pod).spec?.nodeName ?? '';
  if (subresource === 'log') return logsOf(scope.server, object as Pod, node);
  if (node === '') throw badRequestError(`pod ${name} does not have a host assigned`);
  throw badRequestError('Upgrade request required');
}

/** A pod that is on no node has no logs yet. */
function logsOf(server: Server, pod: Pod, node: string): ApiResponse {
  const containers = (pod.spec?.containers ?? []).map(({ name }) => name);
  if (containers.length > 1)
    throw badRequestError(`a container name must be specified for pod ${nameOf(pod)}, choose one of: [${containers.join(' ')}]`);
  if (node === '') return { code: 204, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success' }, warnings: [] };
  const address = `${addressOf(server, node)}:${KUBELET_PORT}`;
  const url = `https://${address}/containerLogs/${pod.metadata.namespace ?? ''}/${nameOf(pod)}/${containers[0] ?? ''}`;
  throw failure(500, '', `Get ${JSON.stringify(url)}: dial tcp ${address}: connect: connection refused`);
}

function proxyRefusal(server: Server, object: KubeObject): string {
  if (object.kind === 'Service') return `no endpoints available for service ${JSON.stringify(nameOf(object))}`;
  const target = object.kind === 'Node' ? `${addressOf(server, nameOf(object))}:${KUBELET_PORT}` : ((object as Pod).status?.podIP ?? '');
  return `error trying to reach service: dial tcp ${target}: connect: connection refused`;
}

function addressOf(server: Server, node: string): string {
  const addresses = (readObject(server.store, NODE.resource, node) as Node | undefined)?.status?.addresses ?? [];
  return addresses.find(({ type }) => type === 'InternalIP')?.address ?? node;
}
