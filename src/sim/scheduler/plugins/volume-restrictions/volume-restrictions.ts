import { nameOf, namespaceOf } from '../../../../api/object.ts';
import type { Pod, Volume } from '../../../../api/types.gen.ts';
import type { ClusterCache } from '../../cache/cluster-cache.ts';
import { type PodStorage, isSingleMount, storageOf } from '../../cache/pod-storage.ts';
import { always } from '../../framework/events.ts';
import { type Cycle, type PreFilterResult, SKIP, defineSchedulerPlugin, unresolvable, unschedulable } from '../../framework/plugin.ts';

const NAME = 'VolumeRestrictions';
const DISK_CONFLICT = unschedulable(NAME, 'node(s) had no available disk');
const CLAIM_IN_USE = unschedulable(
  NAME,
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
);

interface Restricted {
  readonly disks: readonly Volume[];
  readonly isClaimInUse: boolean;
}

/** A disk of the older kinds is mounted once on a node, and a ReadWriteOncePod claim serves one pod in the whole cluster. */
export const volumeRestrictions = defineSchedulerPlugin<Restricted, undefined>({
  name: NAME,
  preFilter: restrictionsOf,
  filter({ cache }, node, { disks, isClaimInUse }) {
    const neighbours = disks.length === 0 ? undefined : cache.storage.get(node.slot)?.values();
    for (const { volumes } of neighbours ?? [])
      if (disks.some((disk) => volumes.some((other) => conflict(disk, other)))) return DISK_CONFLICT;
    return isClaimInUse ? CLAIM_IN_USE : undefined;
  },
  requeueOn: {
    AssignedPodDelete: (event, pod) => shares(pod, event.pod),
    NodeAdd: always,
    PersistentVolumeClaimAdd: ({ claim }, pod) => namespaceOf(claim) === namespaceOf(pod) && claimNames(pod).includes(nameOf(claim)),
  },
});

function restrictionsOf({ pod, cache, informers }: Cycle): PreFilterResult<Restricted> {
  const names = claimNames(pod);
  const disks = (pod.spec?.volumes ?? []).filter(isSingleMount);
  let isClaimInUse = false;
  for (const name of names) {
    const claim = informers.claim(`${namespaceOf(pod)}/${name}`);
    if (claim === undefined) return { rejection: unresolvable(NAME, `persistentvolumeclaim "${name}" not found`) };
    if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) isClaimInUse ||= isUsed(cache, namespaceOf(pod), name);
  }
  return disks.length === 0 && !isClaimInUse ? SKIP : { state: { disks, isClaimInUse } };
}

function isUsed({ storage }: ClusterCache, namespace: string, claim: string): boolean {
  for (const pods of storage.values()) {
    for (const pod of pods.values()) if (pod.namespace === namespace && uses(pod, claim)) return true;
  }
  return false;
}

function uses({ volumes }: PodStorage, claim: string): boolean {
  return volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim);
}

function claimNames(pod: Pod): readonly string[] {
  return (pod.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}

/** A pod that goes leaves behind a disk or a claim that this one wants. */
function shares(pod: Pod, gone: Pod): boolean {
  const storage = storageOf(gone);
  if (storage === undefined || storage.namespace !== namespaceOf(pod)) return false;
  const disks = (pod.spec?.volumes ?? []).filter(isSingleMount);
  if (disks.some((disk) => storage.volumes.some((other) => conflict(disk, other)))) return true;
  return claimNames(pod).some((name) => uses(storage, name));
}

/** The same disk, and not read by both alone; of EBS volumes not even that. */
function conflict(one: Volume, other: Volume): boolean {
  const { gcePersistentDisk: disk, awsElasticBlockStore: block, iscsi, rbd } = one;
  const both = (a: { readonly readOnly?: boolean }, b: { readonly readOnly?: boolean }) => a.readOnly === true && b.readOnly === true;
  if (disk !== undefined && other.gcePersistentDisk?.pdName === disk.pdName) return !both(disk, other.gcePersistentDisk);
  if (block !== undefined && other.awsElasticBlockStore?.volumeID === block.volumeID) return true;
  if (iscsi !== undefined && other.iscsi?.iqn === iscsi.iqn) return !both(iscsi, other.iscsi);
  if (rbd === undefined || other.rbd === undefined || both(rbd, other.rbd)) return false;
  const { monitors, pool = 'rbd', image } = other.rbd;
  return rbd.image === image && (rbd.pool ?? 'rbd') === pool && rbd.monitors.some((monitor) => monitors.includes(monitor));
}
