/** An API server with its controllers and no machines, and short words for what tests ask of it. */
import type { AuditRecord } from '../api/audit.ts';
import type { KubeObject, ResourceType } from '../api/object.ts';
import type { ApiRequest, ApiResponse } from '../api/request.ts';
import type { JsonValue } from '../api/scalars.ts';
import type { Status } from '../api/types.gen.ts';
import { createCluster } from '../sim/cluster.ts';
import type { Identity } from '../sim/kernel/command.ts';

const START = Date.UTC(2026, 0, 1);

export interface TestServer {
  send(request: ApiRequest, who?: Identity): ApiResponse;
  create(object: object, who?: Identity): ApiResponse;
  /** A merge patch; `resource` as in `deployments.apps`. */
  patch(resource: string, name: string, patch: object, subresource?: string): ApiResponse;
  read<T extends KubeObject>(type: ResourceType<T>, name: string): T;
  remove(resource: string, name: string): ApiResponse;
  /** What the audit trail says of the last write. */
  lastAudit(): AuditRecord | undefined;
  /** Lets the controllers catch up. */
  settle(ms?: number): void;
}

export function testServer(): TestServer {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1, { freeze: true });
  const settle = (ms = 1000) => void cluster.advance(cluster.state.now + ms);
  settle();
  const send: TestServer['send'] = (request, who) => cluster.request(request, who);
  return {
    send,
    create(object, who) {
      const { apiVersion, kind, metadata } = object as KubeObject;
      const body = object as unknown as JsonValue;
      return send({ verb: 'create', ...placeOf(RESOURCES[kind] ?? pluralOf(kind), apiVersion, metadata.namespace), body }, who);
    },
    patch: (resource, name, patch, subresource) =>
      send({
        verb: 'patch',
        ...targetOf(resource),
        name,
        patchType: 'merge',
        body: patch as JsonValue,
        ...(subresource === undefined ? {} : { subresource }),
      }),
    read: (type, name) => send({ verb: 'get', group: type.group, resource: type.resource, namespace: 'default', name }).body as never,
    remove: (resource, name) => send({ verb: 'delete', ...targetOf(resource), name }),
    lastAudit: () => cluster.state.server.audit.at(-1),
    settle,
  };
}

/** `201`, or the code and what is said. */
export function outcome({ code, body }: ApiResponse): string {
  return code < 400 ? String(code) : `${code} ${(body as Status).message ?? ''}`;
}

/** A pod of one container `c`, with more of its spec and its metadata. */
export function pod(name: string, spec: object = {}, metadata: object = {}): object {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, ...metadata }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } };
}

export function podOf(name: string, resources: object): object {
  return pod(name, { containers: [{ name: 'c', image: 'nginx', resources }] });
}

const RESOURCES: { readonly [kind: string]: string } = {
  StorageClass: 'storageclasses',
  PriorityClass: 'priorityclasses',
  IngressClass: 'ingressclasses',
  RuntimeClass: 'runtimeclasses',
  Ingress: 'ingresses',
};

function pluralOf(kind: string): string {
  return `${kind.toLowerCase()}s`;
}

function placeOf(resource: string, apiVersion: string, namespace = 'default') {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { group, version, resource, namespace };
}

function targetOf(name: string) {
  const dot = name.indexOf('.');
  return { group: dot < 0 ? '' : name.slice(dot + 1), resource: dot < 0 ? name : name.slice(0, dot), namespace: 'default' };
}
