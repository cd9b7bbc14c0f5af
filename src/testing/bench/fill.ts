/** As many pods as fit into one cluster: the same in Node and in a browser's worker. */
import type { Cluster } from '../../sim/cluster.ts';
import type { SchedulerMemory } from '../../sim/scheduler/memory.ts';
import { create, deployment, runUntil, settledCluster } from './measure.ts';

export interface Filling {
  readonly nodes: number;
  readonly deployments: number;
  /** Of each Deployment. */
  readonly replicas: number;
}

/** The ceiling of Kubernetes. */
export const FULL: Filling = { nodes: 5_000, deployments: 30, replicas: 5_000 };

/** Creates the Deployments and runs until the scheduler has given every pod a node. */
export function fill(cluster: Cluster, { deployments, replicas }: Filling): void {
  const pods = deployments * replicas;
  for (let index = 0; index < deployments; index += 1) create(cluster, 'deployments', 'apps', deployment(`web-${index}`, replicas));
  runUntil(cluster, `${pods} pods are scheduled`, () => assignedPods(cluster) >= pods);
}

function assignedPods(cluster: Cluster): number {
  return cluster.look('default-scheduler', '', ({ memory }) => (memory as SchedulerMemory).cache.pods.size) ?? 0;
}

/** The engine's. */
export function warmUp(): void {
  const cluster = settledCluster(100);
  fill(cluster, { nodes: 100, deployments: 1, replicas: 3_000 });
  // Until they run.
  cluster.advance(cluster.state.now + 60_000);
}
