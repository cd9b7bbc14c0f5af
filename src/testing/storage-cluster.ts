/** A cluster with storage, and the claims and pods that tests of it are about. */
import { PERSISTENT_VOLUME_CLAIM } from '../api/resources.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec, PodSpec } from '../api/types.gen.ts';
import { createCluster } from '../sim/cluster.ts';
import { START, type SmallCluster, handlesOf, one } from './small-cluster.ts';

/** Machines `node-1` and `node-2`, registered and ready. */
export function withStorage(): SmallCluster {
  const machines = ['node-1', 'node-2'].map((name) => ({ name, cpu: '4', memory: '8Gi' }));
  const cluster = createCluster({ startTime: START, images: 'registry', machines, volumes: 'provisioned' }, 1, { freeze: true });
  cluster.advance(START + 10_000);
  return handlesOf(cluster);
}

/** Of 1Gi, for one node. */
export function claim(c: SmallCluster, name: string, spec: PersistentVolumeClaimSpec = {}): void {
  c.create(PERSISTENT_VOLUME_CLAIM, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
  });
}

export function claimOf(c: SmallCluster, name: string): PersistentVolumeClaim | undefined {
  return c.get(PERSISTENT_VOLUME_CLAIM, name);
}

/** A pod that has the claim as its volume `data`, on a node if one is named. */
export function using(name: string, node?: string): PodSpec {
  return {
    ...one('nginx:1.27'),
    ...(node === undefined ? {} : { nodeSelector: { 'kubernetes.io/hostname': node } }),
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }],
  };
}
