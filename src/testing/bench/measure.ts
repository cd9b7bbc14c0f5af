import type { JsonValue } from '../../api/scalars.ts';
import { type Cluster, createCluster } from '../../sim/cluster.ts';

const START = Date.UTC(2026, 0, 1);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** So that no run pays for what the one before it left behind. */
export function collectGarbage(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

export interface Rollout {
  readonly wallMs: number;
  readonly events: number;
  readonly virtualMs: number;
}

/** A cluster that has settled, of machines as big as those of the real control plane's measurement. */
export function settledCluster(nodes: number): Cluster {
  collectGarbage();
  const machines = Array.from({ length: nodes }, (_, index) => ({
    name: `node-${index + 1}`,
    cpu: '16',
    memory: '64Gi',
    zone: `zone-${index % 3}`,
  }));
  const cluster = createCluster({ startTime: START, machines, images: 'preloaded' }, 1);
  cluster.advance(START + 30_000);
  return cluster;
}

/** Creates a Deployment (behind a Service) and runs until every pod is Ready; the whole path, wall time of it all. */
export function rollOut(cluster: Cluster, replicas: number): Rollout {
  const { now, handled } = cluster.state;
  const began = performance.now();
  create(cluster, 'services', '', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  create(cluster, 'deployments', 'apps', deployment(replicas));
  for (let seconds = 1; readyReplicas(cluster) < replicas; seconds += 1) {
    if (seconds > 3600) throw new Error(`only ${readyReplicas(cluster)} of ${replicas} pods are ready after an hour`);
    cluster.advance(now + seconds * 250);
  }
  return { wallMs: performance.now() - began, events: cluster.state.handled - handled, virtualMs: cluster.state.now - now };
}

function create(cluster: Cluster, resource: string, group: string, body: JsonValue): void {
  const response = cluster.request({ verb: 'create', group, resource, namespace: 'default', body });
  if (response.code !== 201) throw new Error(JSON.stringify(response.body));
}

function readyReplicas(cluster: Cluster): number {
  const { body } = cluster.request({ verb: 'get', group: 'apps', resource: 'deployments', namespace: 'default', name: 'web' });
  return (body as { status?: { readyReplicas?: number } }).status?.readyReplicas ?? 0;
}

function deployment(replicas: number): JsonValue {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          containers: [
            { name: 'app', image: 'nginx:1.29', ports: [{ containerPort: 80 }], resources: { requests: { cpu: '100m', memory: '128Mi' } } },
          ],
        },
      },
    },
  };
}
