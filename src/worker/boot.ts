/** Where clusters come from: the living one of a first visit, an empty one, or a snapshot. */
import type { Boot, FaultRequest } from '../protocol/messages.ts';
import { nameOf } from '../api/object.ts';
import { NODE } from '../api/resources.ts';
import { type Cluster, engineWith, objectsOf } from '../sim/engine.ts';
import type { ClusterSpec, MachineSpec } from '../sim/kernel/spec.ts';
import { DEMO } from './demo.ts';
import { lateOutside, loadTools } from './late.ts';
import { readSnapshot } from './snapshot.ts';

const ZONES = ['zone-a', 'zone-b', 'zone-c'] as const;

/** How long the demo has been alive when it is first seen, in virtual milliseconds: long enough to be all Running. */
const DEMO_AGE_MS = 90_000;
/** The demo's objects come when its nodes are ready. */
const DEMO_AFTER_MS = 15_000;

const engine = engineWith(lateOutside);

export async function bootCluster(boot: Boot): Promise<Cluster> {
  switch (boot.from) {
    case 'snapshot':
      await loadTools();
      return engine.restoreCluster(readSnapshot(boot.bytes));
    case 'empty':
      return emptyCluster(boot);
    case 'demo':
      return demoCluster(boot.seed, boot.startTime);
    case 'server':
      throw new Error('this worker runs no cluster of its own');
  }
}

async function emptyCluster({ startTime, nodes, seed, scheduler }: Extract<Boot, { from: 'empty' }>): Promise<Cluster> {
  if (scheduler === undefined) return engine.createCluster(specOf(startTime, nodes), seed);
  await loadTools();
  return engine.createCluster({ ...specOf(startTime, nodes), scheduler }, seed);
}

/** Booted in the past, so that it has come alive by `startTime`. */
function demoCluster(seed: number, startTime: number): Cluster {
  const cluster = engine.createCluster(demoSpec(startTime), seed);
  cluster.advance(startTime);
  cluster.takeHints();
  return cluster;
}

export function demoSpec(startTime: number): ClusterSpec {
  return { ...specOf(startTime - DEMO_AGE_MS), workload: { afterMs: DEMO_AFTER_MS, objects: DEMO } };
}

/** Of as many nodes as anybody could want. */
const CLUSTER_CIDR = '10.128.0.0/9';

function specOf(startTime: number, nodes: number = ZONES.length): ClusterSpec {
  return { startTime, machines: machines(nodes), images: 'registry', volumes: 'provisioned', metrics: 'served', clusterCidr: CLUSTER_CIDR };
}

function machines(count: number): MachineSpec[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `node-${index + 1}`,
    cpu: '4',
    memory: '8Gi',
    zone: ZONES[index % ZONES.length] ?? 'zone-a',
  }));
}

/** A machine for "add a node": the next free name, as big as the others unless asked otherwise. */
export function newMachine(cluster: Cluster, request: Extract<FaultRequest, { type: 'node-add' }>): MachineSpec {
  const names = new Set(objectsOf(cluster, NODE).map(nameOf));
  let number = names.size + 1;
  while (names.has(`node-${number}`)) number += 1;
  return {
    name: request.name || `node-${number}`,
    cpu: request.cpu || '4',
    memory: request.memory || '8Gi',
    zone: request.zone ?? ZONES[(number - 1) % ZONES.length] ?? 'zone-a',
  };
}
