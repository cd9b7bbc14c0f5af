/** What a large cluster costs: a day in which nothing happens, an event among many pods, a rolling update, the loss of a node. */
import { costAmongMany } from './cost-per-event.ts';
import type { Figure } from './main.ts';
import { addMachines, collectGarbage, deployment, measured, rollOut, runUntil, settledCluster, statusOf } from './measure.ts';
import { nodeFailures } from './node-failure.ts';
import { type Cluster } from '../../sim/cluster.ts';

const DAY_MS = 86_400_000;
const NODES = 1_000;
const PODS_PER_NODE = 110;
const FAILURES = 8;
const UPDATED = 5_000;
const PODS = 30_000;

export async function large(): Promise<readonly Figure[]> {
  return [...quietDay(), ...costAmongMany(), ...changes()];
}

/** Leases, node status, monitors and housekeeping; no pod has anything to do. */
function quietDay(): readonly Figure[] {
  const cluster = settledCluster(100);
  rollOut(cluster, 3_000);
  collectGarbage();
  const { revision } = cluster.state.store;
  const { wallMs, cpuMs, events } = measured(cluster, () => void cluster.advance(cluster.state.now + DAY_MS));
  const writes = cluster.state.store.revision - revision;
  return [
    { name: 'a quiet day of 100 nodes and 3,000 pods', value: wallMs / 1000, unit: 's', target: { atMost: 10 } },
    { name: 'the same, time of processors', value: cpuMs / 1000, unit: 's' },
    { name: 'writes in it', value: writes, unit: '' },
    { name: 'time per write', value: (wallMs * 1000) / writes, unit: 'µs' },
    { name: 'events in it', value: events, unit: '' },
  ];
}

/** On one cluster, in turn. */
function changes(): readonly Figure[] {
  const cluster = largeCluster();
  return [...rollingUpdate(cluster), ...nodeFailures(cluster, FAILURES, () => statusOf(cluster, FULL).readyReplicas === FULL_PODS)];
}

/** Pods that were there before there were more nodes than they fill. */
const FULL = 'full';
const FULL_PODS = FAILURES * PODS_PER_NODE;

function largeCluster(): Cluster {
  const cluster = settledCluster(FAILURES);
  rollOut(cluster, FULL_PODS, [FULL]);
  addMachines(cluster, FAILURES + 1, NODES);
  rollOut(cluster, UPDATED, ['web']);
  const others = Array.from({ length: 8 }, (_, index) => `other-${index}`);
  rollOut(cluster, (PODS - UPDATED - FULL_PODS) / others.length, others);
  collectGarbage();
  return cluster;
}

/** Of a Deployment with a quarter of surge and a quarter that may be missing, behind a Service. */
function rollingUpdate(cluster: Cluster): readonly Figure[] {
  const isDone = () => {
    const { updatedReplicas, readyReplicas, replicas } = statusOf(cluster, 'web');
    return [updatedReplicas, readyReplicas, replicas].every((count) => count === UPDATED);
  };
  const { wallMs, cpuMs, virtualMs, events } = measured(cluster, () => {
    update(cluster);
    // The controller needs a moment to see what is asked of it.
    cluster.advance(cluster.state.now + 1_000);
    runUntil(cluster, 'the rolling update', isDone);
  });
  return [
    { name: 'a rolling update of 5,000 pods among 30,000 on 1,000 nodes', value: wallMs / 1000, unit: 's', target: { atMost: 60 } },
    { name: 'the same, time of processors', value: cpuMs / 1000, unit: 's' },
    { name: 'the same, virtual time', value: virtualMs / 1000, unit: 's' },
    { name: 'the same, cost per event', value: (wallMs * 1000) / events, unit: 'µs' },
  ];
}

function update(cluster: Cluster): void {
  const response = cluster.request({
    verb: 'update',
    group: 'apps',
    resource: 'deployments',
    namespace: 'default',
    name: 'web',
    body: deployment('web', UPDATED, 'nginx:1.30'),
  });
  if (response.code !== 200) throw new Error(JSON.stringify(response.body));
}
