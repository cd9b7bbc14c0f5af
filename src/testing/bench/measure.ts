import { NODE } from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { Deployment, DeploymentStatus } from '../../api/types.gen.ts';
import { type Cluster, createCluster } from '../../sim/cluster.ts';
import { objectsOf } from '../../sim/engine.ts';
import type { MachineSpec } from '../../sim/kernel/spec.ts';

const START = Date.UTC(2026, 0, 1);

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** So that no run pays for what the one before it left behind. */
export function collectGarbage(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

/** Milliseconds by the clock, and milliseconds of all processors: the second says more on a machine that others use too. */
export interface Taken {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export function stopwatch(): () => Taken {
  const began = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { wallMs: performance.now() - began, cpuMs: (user + system) / 1000 };
  };
}

export interface Rollout extends Taken {
  readonly events: number;
  readonly virtualMs: number;
}

/** A cluster that has settled, of machines as big as those of the real control plane's measurement. */
export function settledCluster(nodes: number): Cluster {
  collectGarbage();
  const machines = Array.from({ length: nodes }, (_, index) => machine(index + 1));
  const cluster = createCluster({ startTime: START, machines, images: 'preloaded' }, 1);
  settle(cluster);
  return cluster;
}

const SETTLING_MS = 30_000;

/** Until every node is open to pods: the controller that takes away their first taint does a hundred a second. */
function settle(cluster: Cluster): void {
  cluster.advance(cluster.state.now + SETTLING_MS);
  runUntil(cluster, 'no node is tainted', () => objectsOf(cluster, NODE).every(({ spec }) => (spec?.taints ?? []).length === 0));
}

function machine(number: number): MachineSpec {
  return { name: `node-${number}`, cpu: '16', memory: '64Gi', zone: `zone-${number % 3}` };
}

/** Machines `first` to `last`, beside those that are there. */
export function addMachines(cluster: Cluster, first: number, last: number): void {
  for (let number = first; number <= last; number += 1)
    cluster.execute({ type: 'fault', fault: { type: 'node-add', machine: machine(number) } });
  settle(cluster);
}

/** Creates Deployments (the first behind a Service) and runs until every pod is Ready; the whole path. */
export function rollOut(cluster: Cluster, replicas: number, names: readonly string[] = ['web']): Rollout {
  const [first = 'web'] = names;
  return measured(cluster, () => {
    create(cluster, 'services', '', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: first },
      spec: { selector: { app: first }, ports: [{ port: 80 }] },
    });
    for (const name of names) create(cluster, 'deployments', 'apps', deployment(name, replicas));
    runUntil(cluster, `${replicas} pods are ready`, () => names.every((name) => statusOf(cluster, name).readyReplicas === replicas));
  });
}

/** What `act` takes of the clock, of the processors, and of virtual time. */
export function measured(cluster: Cluster, act: () => void): Rollout {
  const { now, handled } = cluster.state;
  const taken = stopwatch();
  act();
  return { ...taken(), events: cluster.state.handled - handled, virtualMs: cluster.state.now - now };
}

/** A quarter of a second at a time, for an hour at most. */
export function runUntil(cluster: Cluster, what: string, holds: () => boolean): void {
  const { now } = cluster.state;
  for (let quarters = 1; !holds(); quarters += 1) {
    if (quarters > 14_400) throw new Error(`not within an hour: ${what}`);
    cluster.advance(now + quarters * 250);
  }
}

export function create(cluster: Cluster, resource: string, group: string, body: JsonValue): void {
  const response = cluster.request({ verb: 'create', group, resource, namespace: 'default', body });
  if (response.code !== 201) throw new Error(JSON.stringify(response.body));
}

/** Of a Deployment. */
export function statusOf(cluster: Cluster, name: string): DeploymentStatus {
  const { body } = cluster.request({ verb: 'get', group: 'apps', resource: 'deployments', namespace: 'default', name });
  return (body as Deployment).status ?? {};
}

export function deployment(name: string, replicas: number, image = 'nginx:1.29'): JsonValue {
  const resources = { requests: { cpu: '100m', memory: '128Mi' } };
  const container = { name: 'app', image, ports: [{ containerPort: 80 }], resources };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [container] } },
    },
  };
}
