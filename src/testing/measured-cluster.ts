/** A cluster with a metrics-server, and what it says. */
import { NODE_METRICS, POD_METRICS, type NodeMetrics, type PodMetrics } from '../api/metrics.ts';
import { quantityMilli, quantityValue } from '../api/quantity.ts';
import type { ApiRequest, KubeList } from '../api/request.ts';
import type { Cluster } from '../sim/cluster.ts';
import { createCluster } from '../sim/cluster.ts';
import { START, type SmallCluster, handlesOf } from './small-cluster.ts';

/** Machines `node-1` and on, registered and ready; ten seconds old. */
export function measuredCluster(count = 1): SmallCluster {
  const machines = Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}`, cpu: '4', memory: '8Gi' }));
  const cluster = createCluster({ startTime: START, images: 'registry', machines, metrics: 'served' }, 1, { freeze: true });
  cluster.advance(START + 10_000);
  return handlesOf(cluster);
}

/** What the metrics API answers about a pod in `default`: its containers with milliCPUs and MiB, or the refusal. */
export function podUse(cluster: Cluster, name: string): string {
  const { body } = cluster.request(getOf('pods', name));
  if (body.kind === 'Status') return (body as { readonly message?: string }).message ?? '';
  const { containers, window } = body as PodMetrics;
  return [
    window,
    ...containers.map(({ name: container, usage }) => `${container} ${quantityMilli(usage.cpu)}m ${mebibytes(usage.memory)}Mi`),
  ].join(' ');
}

export function podMilli(cluster: Cluster, name: string): number {
  const { body } = cluster.request(getOf('pods', name));
  return quantityMilli((body as PodMetrics).containers[0]?.usage.cpu);
}

/** `node-1 45m 610Mi` for each. */
export function nodesUse(cluster: Cluster): readonly string[] {
  const { items } = cluster.request({ verb: 'list', group: NODE_METRICS.group, resource: 'nodes' }).body as KubeList<NodeMetrics>;
  return items.map(({ metadata, usage }) => `${metadata.name ?? ''} ${quantityMilli(usage.cpu)}m ${mebibytes(usage.memory)}Mi`);
}

function mebibytes(memory: string): number {
  return Math.trunc(quantityValue(memory) / (1024 * 1024));
}

function getOf(resource: string, name: string): ApiRequest {
  return { verb: 'get', group: POD_METRICS.group, resource, namespace: 'default', name };
}
