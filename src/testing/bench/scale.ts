/** From nothing to everything Running, and to everything scheduled, at the sizes that Kubernetes promises for one cluster. */
import type { Cluster } from '../../sim/cluster.ts';
import type { SchedulerMemory } from '../../sim/scheduler/memory.ts';
import type { Figure } from './main.ts';
import { type Rollout, collectGarbage, create, deployment, measured, rollOut, runUntil, settledCluster } from './measure.ts';

interface Size {
  readonly nodes: number;
  readonly pods: number;
  /** Seconds by the clock. */
  readonly atMost: number;
}

const SIZES: readonly Size[] = [
  { nodes: 1_000, pods: 5_000, atMost: 2 },
  { nodes: 5_000, pods: 10_000, atMost: 6 },
];

/** The whole path, until all pods run and the Deployment knows of it. */
export async function scale(): Promise<readonly Figure[]> {
  warmUp();
  return SIZES.flatMap(({ nodes, pods, atMost }) => {
    const cluster = settledCluster(nodes);
    collectGarbage();
    return figuresOf(`${pods} pods on ${nodes} nodes, all Running`, atMost, rollOut(cluster, pods));
  });
}

const HUGE = { nodes: 5_000, deployments: 30, replicas: 5_000 };

/** As many pods as fit into one cluster. It takes minutes. */
export async function huge(): Promise<readonly Figure[]> {
  warmUp();
  const { nodes, deployments, replicas } = HUGE;
  const cluster = settledCluster(nodes);
  collectGarbage();
  const pods = deployments * replicas;
  const taken = measured(cluster, () => {
    for (let index = 0; index < deployments; index += 1) create(cluster, 'deployments', 'apps', deployment(`web-${index}`, replicas));
    runUntil(cluster, `${pods} pods are scheduled`, () => assignedPods(cluster) >= pods);
  });
  return figuresOf(`${pods} pods on ${nodes} nodes, all scheduled`, 60, taken);
}

/** Those that the scheduler has given a node. */
function assignedPods(cluster: Cluster): number {
  return cluster.look('default-scheduler', '', ({ memory }) => (memory as SchedulerMemory).cache.pods.size) ?? 0;
}

/** The engine's. */
function warmUp(): void {
  rollOut(settledCluster(100), 3_000);
}

function figuresOf(name: string, atMost: number, { wallMs, cpuMs, virtualMs, events }: Rollout): readonly Figure[] {
  const resident = process.memoryUsage().rss / 2 ** 30;
  collectGarbage();
  const heap = process.memoryUsage().heapUsed / 2 ** 30;
  return [
    { name, value: wallMs / 1000, unit: 's', target: { atMost } },
    { name: 'the same, time of processors', value: cpuMs / 1000, unit: 's' },
    { name: 'the same, per event', value: (cpuMs * 1000) / events, unit: 'µs of processors' },
    { name: 'the same, virtual time', value: virtualMs / 1000, unit: 's' },
    { name: 'resident memory after it', value: resident, unit: 'GB', target: { atMost: 2 } },
    { name: 'heap after it', value: heap, unit: 'GB' },
  ];
}
