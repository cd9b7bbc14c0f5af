/** Where clusters come from: the living one of a first visit, an empty one, or a snapshot. */
import type { Boot, FaultRequest } from '../protocol/messages.ts';
import type { JsonObject } from '../api/scalars.ts';
import { kindByGvk } from '../api/kinds/registry.ts';
import type { KubeObject } from '../api/object.ts';
import { type Cluster, createCluster, restoreCluster } from '../sim/cluster.ts';
import type { MachineSpec } from '../sim/kernel/spec.ts';
import { DEMO } from './demo.ts';
import { readSnapshot } from './snapshot.ts';

const ZONES = ['zone-a', 'zone-b', 'zone-c'] as const;

/** How long the demo has been alive when it is first seen, in virtual milliseconds: long enough to be all Running. */
const DEMO_AGE_MS = 90_000;

export function bootCluster(boot: Boot): Cluster {
  switch (boot.from) {
    case 'snapshot':
      return restoreCluster(readSnapshot(boot.bytes));
    case 'empty':
      return createCluster({ startTime: boot.startTime, machines: machines(), images: 'registry' }, boot.seed);
    case 'demo':
      return demoCluster(boot.seed, boot.startTime);
  }
}

/** Booted in the past, so that it has come alive by `startTime`. */
function demoCluster(seed: number, startTime: number): Cluster {
  const cluster = createCluster({ startTime: startTime - DEMO_AGE_MS, machines: machines(), images: 'registry' }, seed);
  cluster.advance(cluster.state.now + 15_000);
  for (const object of DEMO) create(cluster, object);
  cluster.advance(startTime);
  cluster.takeHints();
  return cluster;
}

function create(cluster: Cluster, value: JsonObject): void {
  const object = value as unknown as KubeObject;
  const type = kindByGvk(object.apiVersion, object.kind)?.type;
  if (type === undefined) throw new Error(`the demo names an unknown kind ${object.kind}`);
  cluster.request({ verb: 'create', group: type.group, resource: type.resource, namespace: 'default', body: value }, 'kubernetes-admin');
}

function machines(): MachineSpec[] {
  return ZONES.map((zone, index) => ({ name: `node-${index + 1}`, cpu: '4', memory: '8Gi', zone }));
}

/** A machine for "add a node": the next free name, as big as the others unless asked otherwise. */
export function newMachine(cluster: Cluster, request: Extract<FaultRequest, { type: 'node-add' }>): MachineSpec {
  const { body } = cluster.request({ verb: 'list', group: '', resource: 'nodes' });
  const names = new Set('items' in body ? body.items.map((node) => ('metadata' in node ? node.metadata.name : '')) : []);
  let number = names.size + 1;
  while (names.has(`node-${number}`)) number += 1;
  return {
    name: request.name || `node-${number}`,
    cpu: request.cpu || '4',
    memory: request.memory || '8Gi',
    zone: request.zone ?? ZONES[(number - 1) % ZONES.length] ?? 'zone-a',
  };
}
