/** A cluster of a few machines for tests of what runs on them, with the requests that such tests make. */
import type { KubeObject, ResourceType } from '../api/object.ts';
import { podStatusText } from '../api/pod/status.ts';
import { EVENT, POD } from '../api/resources.ts';
import type { JsonValue } from '../api/scalars.ts';
import type { ApiRequest, ApiResponse, KubeList } from '../api/request.ts';
import type { Container, ContainerStatus, Event, Pod, PodSpec } from '../api/types.gen.ts';
import { type Cluster, createCluster } from '../sim/cluster.ts';
import type { Fault, TrafficRequest } from '../sim/kernel/command.ts';
import type { ClusterSpec } from '../sim/kernel/spec.ts';

export interface SmallCluster {
  readonly cluster: Cluster;
  run(seconds: number): void;
  create<T extends KubeObject>(type: ResourceType<T>, object: T): T;
  createPod(name: string, spec: PodSpec, annotations?: { readonly [key: string]: string }): Pod;
  get<T extends KubeObject>(type: ResourceType<T>, name: string): T | undefined;
  list<T extends KubeObject>(type: ResourceType<T>): readonly T[];
  pod(name: string): Pod;
  patch<T extends KubeObject>(type: ResourceType<T>, name: string, body: JsonValue): T;
  remove(type: ResourceType, name: string, gracePeriodSeconds?: number): void;
  /** `Reason message` of an object's Events, in the order of their first occurrence; with `×n` when counted up. */
  events(name: string): readonly string[];
  fault(fault: Fault): number;
  traffic(
    request: TrafficRequest,
  ): readonly { readonly ok: boolean; readonly status: number; readonly body: string; readonly pod: string }[];
}

export const START = Date.UTC(2026, 0, 1);

/** Machines `node-1`, `node-2` … with 4 CPUs and 8Gi, registered and ready. */
export function smallCluster(machines = 1, images: ClusterSpec['images'] = 'registry'): SmallCluster {
  const names = Array.from({ length: machines }, (_, index) => `node-${index + 1}`);
  const spec: ClusterSpec = { startTime: START, images, machines: names.map((name) => ({ name, cpu: '4', memory: '8Gi' })) };
  const cluster = createCluster(spec, 1, { freeze: true });
  cluster.advance(START + 10_000);
  return handlesOf(cluster);
}

/** The same requests on a cluster that comes from elsewhere, a snapshot for one. */
export function handlesOf(cluster: Cluster): SmallCluster {
  const ask = (request: ApiRequest): ApiResponse => {
    const response = cluster.request(request);
    if (response.code >= 400) throw new Error(JSON.stringify(response.body));
    return response;
  };
  const place = (type: ResourceType) => ({
    group: type.group,
    resource: type.resource,
    ...(type.namespaced ? { namespace: 'default' } : {}),
  });
  const list = <T extends KubeObject>(type: ResourceType<T>) => (ask({ verb: 'list', ...place(type) }).body as KubeList<T>).items;
  const get = <T extends KubeObject>(type: ResourceType<T>, name: string) => list(type).find(({ metadata }) => metadata.name === name);
  const create = <T extends KubeObject>(type: ResourceType<T>, object: T) =>
    ask({ verb: 'create', ...place(type), body: object as unknown as JsonValue }).body as unknown as T;
  return {
    cluster,
    run: (seconds) => void cluster.advance(cluster.state.now + seconds * 1000),
    create,
    createPod: (name, spec, annotations = {}) => create(POD, { apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations }, spec }),
    get,
    list,
    pod: (name) => required(get(POD, name), name),
    patch: <T extends KubeObject>(type: ResourceType<T>, name: string, body: JsonValue) =>
      ask({ verb: 'patch', ...place(type), name, patchType: 'strategic', body }).body as unknown as T,
    remove: (type, name, gracePeriodSeconds) =>
      void ask({ verb: 'delete', ...place(type), name, ...(gracePeriodSeconds === undefined ? {} : { body: { gracePeriodSeconds } }) }),
    events: (name) =>
      list(EVENT)
        .filter(({ involvedObject }) => involvedObject.name === name)
        .toSorted(byName)
        .map(eventText),
    fault: (fault) => cluster.execute({ type: 'fault', fault }).code,
    traffic: (traffic) => cluster.ask('network', '', { traffic } as unknown as JsonValue) as unknown as ReturnType<SmallCluster['traffic']>,
  };
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`no ${name}`);
  return value;
}

/** Names of Events end with the time at which they were first seen. */
function byName(a: Event, b: Event): number {
  const at = ({ metadata }: Event) => BigInt(`0x${(metadata.name ?? '').split('.').at(-1) ?? '0'}`);
  return at(a) < at(b) ? -1 : 1;
}

function eventText({ reason = '', message = '', count = 1 }: Event): string {
  return `${reason} ${message}${count > 1 ? ` ×${count}` : ''}`;
}

/** A pod of one container `app`. */
export function one(image: string, more: Partial<Container> = {}): PodSpec {
  return { containers: [{ name: 'app', image, ...more }] };
}

/** The STATUS column of kubectl get pods. */
export function statusText(c: SmallCluster, name: string): string {
  return podStatusText(c.pod(name));
}

/** Status of a pod's first regular container. */
export function appStatus(c: SmallCluster, name: string): ContainerStatus {
  const status = c.pod(name).status?.containerStatuses?.[0];
  if (status === undefined) throw new Error(`${name} has no container status`);
  return status;
}

/** A container's command for a shell script. */
export function script(source: string): Partial<Container> {
  return { command: ['sh', '-c', source] };
}
