import type { Pod, Volume } from '../../../api/types.gen.ts';

/** What an assigned pod keeps from others: its claims, and disks that can't be mounted twice. */
export interface PodStorage {
  readonly namespace: string;
  /** The pod's name: ephemeral claims are called after it. */
  readonly name: string;
  readonly volumes: readonly Volume[];
}

/** By slot of the node, then by uid of the pod. */
export type StorageOfNodes = Map<number, Map<string, PodStorage>>;

/** Undefined for a pod whose volumes are its own business, as those of most are. */
export function storageOf({ metadata, spec }: Pod): PodStorage | undefined {
  if (spec?.volumes === undefined || !spec.volumes.some(matters)) return undefined;
  return { namespace: metadata.namespace ?? '', name: metadata.name ?? '', volumes: spec.volumes.filter(matters) };
}

/** Other pods may be hindered by it. */
export function matters(volume: Volume): boolean {
  return volume.persistentVolumeClaim !== undefined || volume.ephemeral !== undefined || isSingleMount(volume);
}

/** A disk of the kinds that VolumeRestrictions looks at. */
export function isSingleMount(volume: Volume): boolean {
  return (
    volume.gcePersistentDisk !== undefined ||
    volume.awsElasticBlockStore !== undefined ||
    volume.iscsi !== undefined ||
    volume.rbd !== undefined
  );
}

export function addStorage(nodes: StorageOfNodes, slot: number, uid: string, storage: PodStorage): void {
  const pods = nodes.get(slot);
  if (pods === undefined) nodes.set(slot, new Map([[uid, storage]]));
  else pods.set(uid, storage);
}

export function removeStorage(nodes: StorageOfNodes, slot: number, uid: string): void {
  const pods = nodes.get(slot);
  if (pods?.delete(uid) && pods.size === 0) nodes.delete(slot);
}
