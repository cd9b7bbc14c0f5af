/** What this project's API server says to a manifest: a fresh cluster each, with what the manifest takes for granted. */
import { type KubeObject, apiVersionOf } from '../../api/object.ts';
import type { ApiRequest, ApiResource, ApiResourceList, ApiResponse } from '../../api/request.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { Pod, Status } from '../../api/types.gen.ts';
import type { ParsedDocument } from '../../api/yaml.ts';
import type { ClusterState } from '../../sim/cluster-state.ts';
import { type Cluster, createCluster, restoreCluster } from '../../sim/cluster.ts';

export type Verdict =
  | 'accepted'
  | 'rejected'
  | 'strict-error'
  | 'decode-error'
  | 'unknown-kind'
  | 'no-kind'
  | 'not-yaml'
  /** Decoded; whether it could be created is not known, or not a question. */
  | 'ok'
  /** Refused for another reason: authorization, admission, a conflict. */
  | 'refused';

export interface Answer {
  readonly verdict: Verdict;
  readonly text: string;
}

const START = Date.UTC(2026, 0, 1);

export function answerTo({ value, errors }: ParsedDocument): Answer {
  const broken = errors.find(({ kind }) => kind !== 'duplicate');
  if (broken !== undefined) return { verdict: 'not-yaml', text: broken.message };
  const object = (value ?? {}) as unknown as Partial<KubeObject>;
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '')
    return { verdict: 'no-kind', text: '' };
  // kubectl takes lists apart and never sends them.
  if (kind.endsWith('List') && 'items' in object) return { verdict: 'ok', text: '' };
  const resource = RESOURCES().find((each) => each.kind === kind && apiVersion === apiVersionOf(each));
  if (resource === undefined) return { verdict: 'unknown-kind', text: `no matches for kind "${kind}" in version "${apiVersion}"` };
  const [repeated] = errors;
  if (repeated !== undefined) return { verdict: 'strict-error', text: repeated.message };
  return verdictOf(create(restoreCluster(BOOTED()), resource, object));
}

/** A cluster that has been asked once, and so has all that it is born with. */
const BOOTED = once((): ClusterState => {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1);
  prepare(cluster, 'default', {});
  return cluster.snapshot();
});

/** What it says it serves, in which kubectl looks for a kind. */
const RESOURCES = once(() => (restoreCluster(BOOTED()).request({ verb: 'discover' }).body as ApiResourceList).items);

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function create(cluster: Cluster, { group, version, resource, namespaced }: ApiResource, object: Partial<KubeObject>): ApiResponse {
  const own = (object.metadata as { readonly namespace?: unknown } | null | undefined)?.namespace;
  const namespace = typeof own === 'string' && own !== '' ? own : 'default';
  prepare(cluster, namespaced ? namespace : '', object);
  return cluster.request({
    verb: 'create',
    group,
    version,
    resource,
    ...(namespaced ? { namespace } : {}),
    body: withoutVersion(object) as unknown as JsonValue,
    options: { fieldValidation: 'Strict' },
  });
}

/** The registry, which the recording does not have, refuses an object that has been stored before. */
function withoutVersion(object: Partial<KubeObject>): object {
  if (object.metadata?.resourceVersion === undefined) return object;
  const { resourceVersion: _version, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The namespace, and of a pod its service account and its classes. */
function prepare(cluster: Cluster, namespace: string, object: Partial<KubeObject>): void {
  const ask = (request: ApiRequest): void => void cluster.request(request);
  if (namespace !== '') ask(creation('', 'namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }));
  if (object.kind !== 'Pod') return;
  const { serviceAccountName, serviceAccount, priority, priorityClassName, runtimeClassName } = (object as Partial<Pod>).spec ?? {};
  const account = serviceAccountName || serviceAccount || 'default';
  ask({ ...creation('', 'serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account } }), namespace });
  if (priorityClassName || priority !== undefined) {
    const metadata = { name: priorityClassName || 'for-all' };
    const body = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata, value: priority ?? 1000, globalDefault: true };
    ask(creation('scheduling.k8s.io', 'priorityclasses', body));
  }
  if (runtimeClassName) {
    const body = { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: runtimeClassName }, handler: 'runc' };
    ask(creation('node.k8s.io', 'runtimeclasses', body));
  }
}

function creation(group: string, resource: string, body: object): Extract<ApiRequest, { verb: 'create' }> {
  return { verb: 'create', group, resource, body: body as unknown as JsonValue };
}

function verdictOf({ code, body }: ApiResponse): Answer {
  if (code < 400) return { verdict: 'accepted', text: '' };
  const { reason = '', message = '', details } = body as Status;
  const text = `${code} ${reason} ${message}`;
  // What every cluster has is there already; and the recorded verdict is one without allocators of addresses and ports.
  if (reason === 'AlreadyExists' || details?.causes?.every((cause) => ALLOCATION.test(cause.message ?? '')))
    return { verdict: 'accepted', text };
  if (code === 422) return { verdict: 'rejected', text };
  if (code === 400) return { verdict: message.includes('strict decoding error') ? 'strict-error' : 'decode-error', text };
  return { verdict: 'refused', text };
}

const ALLOCATION = /not configured (?:on this cluster|for dual-stack)|failed to allocate|already allocated|not in the valid range/;
