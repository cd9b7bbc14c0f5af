/** Use of cpu and memory, which a metrics-server measures: the API server passes such requests on (kube-aggregator, metrics-server's pkg/api). */
import { badRequestError, failure, notFoundError } from '../../../api/errors.ts';
import { matchesFields, parseFieldSelector } from '../../../api/fields.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { METRICS_GROUP, type NodeMetrics, type PodMetrics, type ResourceUse, type Samples } from '../../../api/metrics.ts';
import type { KubeObject, ResourceType } from '../../../api/object.ts';
import { formatQuantity } from '../../../api/quantity.ts';
import type { ApiRequest, ApiResponse, ListOptions } from '../../../api/request.ts';
import { NODE, POD } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { Node, ObjectMeta, Pod } from '../../../api/types.gen.ts';
import { findKind } from '../kinds.ts';
import type { RequestScope } from '../server.ts';
import { getObject, listAll } from '../verbs/get.ts';
import { METRICS_SERVER } from '../../kernel/spec.ts';

export function readNodeMetrics(scope: RequestScope, namespace: string, request: ApiRequest): ApiResponse {
  return read(scope, namespace, request, {
    type: NODE,
    measured: 'nodemetrics',
    measure: (nodes: readonly Node[]) => {
      const samples = ask(scope, nodes.length === 1 ? nodes.map(nameOf) : undefined);
      return nodes.flatMap((node) => nodeMetrics(scope, node, samples) ?? []);
    },
  });
}

export function readPodMetrics(scope: RequestScope, namespace: string, request: ApiRequest): ApiResponse {
  return read(scope, namespace, request, {
    type: POD,
    measured: 'podmetrics',
    measure: (pods: readonly Pod[]) => {
      const running = pods.filter(({ status }) => status?.phase === 'Running');
      const nodes = [...new Set(running.map(({ spec }) => spec?.nodeName ?? ''))];
      const samples = ask(scope, nodes);
      return running.flatMap((pod) => podMetrics(scope, pod, samples) ?? []);
    },
  });
}

interface Reading<T extends KubeObject> {
  /** Of what is measured. */
  readonly type: ResourceType<T>;
  /** What errors call the measurements. */
  readonly measured: string;
  measure(objects: readonly T[]): readonly KubeObject[];
}

function read<T extends KubeObject>(scope: RequestScope, namespace: string, request: ApiRequest, reading: Reading<T>): ApiResponse {
  const kind = findKind(scope.server, reading.type) ?? scope.kind;
  if (request.verb === 'get') {
    const object = getObject(scope.server, kind, namespace, request.name) as T;
    const [measured] = reading.measure([object]);
    const called = reading.type.namespaced ? `${namespace}/${request.name}` : request.name;
    if (measured === undefined) throw notFoundError({ group: METRICS_GROUP, resource: reading.measured }, called);
    return { code: 200, body: measured, warnings: [] };
  }
  const options = request.verb === 'list' ? request.options : undefined;
  const items = reading.measure(listAll(scope.server, kind, namespace).items.filter(selector(options)) as unknown as readonly T[]);
  return { code: 200, body: { kind: `${scope.kind.type.kind}List`, apiVersion: API_VERSION, metadata: {}, items }, warnings: [] };
}

const API_VERSION = `${METRICS_GROUP}/v1beta1`;
const FIELDS = ['metadata.name', 'metadata.namespace'];

function selector({ labelSelector = '', fieldSelector = '' }: ListOptions = {}): (object: KubeObject) => boolean {
  const labels = parseSelector(labelSelector);
  const fields = parseFieldSelector(fieldSelector);
  const unknown = fields.find(({ field }) => !FIELDS.includes(field));
  if (unknown !== undefined) throw badRequestError(`field label not supported: ${unknown.field}`);
  const valueOf =
    ({ name = '', namespace = '' }: ObjectMeta) =>
    (field: string) =>
      field === 'metadata.name' ? name : namespace;
  return (object) => matchesSelector(labels, object.metadata.labels) && matchesFields(fields, valueOf(object.metadata));
}

function ask({ server }: RequestScope, nodes: readonly string[] | undefined): Samples {
  const answer = server.ask(METRICS_SERVER, nodes === undefined ? {} : { nodes });
  if (answer === undefined) throw failure(503, 'ServiceUnavailable', 'the server is currently unable to handle the request');
  return answer as unknown as Samples;
}

function nodeMetrics({ server }: RequestScope, node: Node, { at, windowMs, nodes }: Samples): NodeMetrics | undefined {
  const sample = nodes[nameOf(node)];
  if (sample === undefined) return undefined;
  return { apiVersion: API_VERSION, kind: 'NodeMetrics', ...measured(node, server.now(), at, windowMs), usage: usage(sample) };
}

function podMetrics({ server }: RequestScope, pod: Pod, { at, nodes }: Samples): PodMetrics | undefined {
  const sample = nodes[pod.spec?.nodeName ?? '']?.pods[pod.metadata.uid ?? ''];
  if (sample === undefined) return undefined;
  const containers = sample.containers.map((container) => ({ name: container.name, usage: usage(container) }));
  return { apiVersion: API_VERSION, kind: 'PodMetrics', ...measured(pod, server.now(), at, sample.windowMs), containers };
}

/** Measurements are made for each answer, and that is when they say that they were made. */
function measured({ metadata }: KubeObject, now: number, at: number, windowMs: number) {
  const { name, namespace, labels } = metadata;
  return {
    metadata: {
      name: name ?? '',
      ...(namespace === undefined ? {} : { namespace }),
      creationTimestamp: formatTime(now),
      ...(labels === undefined ? {} : { labels }),
    },
    timestamp: formatTime(at),
    window: `${windowMs / 1000}s`,
  };
}

function usage({ cpuNano, bytes }: { readonly cpuNano: number; readonly bytes: number }): ResourceUse {
  return {
    cpu: formatQuantity({ nano: BigInt(cpuNano), format: 'DecimalSI' }),
    memory: formatQuantity({ nano: BigInt(bytes) * 1_000_000_000n, format: 'BinarySI' }),
  };
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name ?? '';
}
