import { nameOf, namespaceOf } from '../../../../api/object.ts';
import type { CSINode, Pod, Volume } from '../../../../api/types.gen.ts';
import { classOf } from '../../../../api/volume/binding.ts';
import { type PodStorage, storageOf } from '../../cache/pod-storage.ts';
import { always } from '../../framework/events.ts';
import { type Informers, type Rejection, SKIP, defineSchedulerPlugin, unresolvable, unschedulable } from '../../framework/plugin.ts';

const NAME = 'NodeVolumeLimits';
const TOO_MANY = unschedulable(NAME, 'node(s) exceed max volume count');

/** A driver attaches no more volumes to a node than its CSINode says. */
export const nodeVolumeLimits = defineSchedulerPlugin<PodStorage, undefined>({
  name: NAME,
  preFilter({ pod }) {
    const storage = storageOf(pod);
    return storage === undefined || !storage.volumes.some(isClaim) ? SKIP : { state: storage };
  },
  filter({ informers, cache }, node, storage) {
    const wanted = volumesOf(informers, storage);
    if (typeof wanted === 'string') return unresolvable(NAME, wanted);
    if (wanted.size === 0) return undefined;
    const limits = limitsOf(informers.csiNode(node.name));
    if (limits.size === 0) return undefined;
    const attached = attachedTo(informers, node.name, cache.storage.get(node.slot)?.values() ?? []);
    return exceeds(wanted, attached, limits);
  },
  requeueOn: {
    CSINodeAdd: always,
    CSINodeUpdate: ({ csiNode, previous }) => hasGrown(limitsOf(csiNode), limitsOf(previous)),
    AssignedPodDelete: (event) => storageOf(event.pod)?.volumes.some(isClaim) === true,
    PersistentVolumeClaimAdd: ({ claim }, pod) => namespaceOf(claim) === namespaceOf(pod) && claimNames(pod).includes(nameOf(claim)),
    VolumeAttachmentDelete: (_event, pod) => pod.spec?.volumes?.some(({ persistentVolumeClaim: claim }) => claim !== undefined) === true,
  },
});

function isClaim({ persistentVolumeClaim, ephemeral }: Volume): boolean {
  return persistentVolumeClaim !== undefined || ephemeral !== undefined;
}

/** Drivers by volume, the volume named `driver/handle`. */
type Volumes = ReadonlyMap<string, string>;

/** What the pod's claims come to; in words which of them is missing. */
function volumesOf(informers: Informers, storage: PodStorage): Volumes | string {
  const volumes = new Map<string, string>();
  for (const name of namesIn(storage)) {
    if (informers.claim(`${storage.namespace}/${name}`) === undefined)
      return `looking up PVC ${storage.namespace}/${name}: persistentvolumeclaim "${name}" not found`;
    const found = volumeOf(informers, storage.namespace, name);
    if (found !== undefined) volumes.set(`${found.driver}/${found.handle}`, found.driver);
  }
  return volumes;
}

/** The driver of a bound volume, or the one that will make it; undefined for a volume that no driver attaches. */
function volumeOf(informers: Informers, namespace: string, name: string): { readonly driver: string; readonly handle: string } | undefined {
  const claim = informers.claim(`${namespace}/${name}`);
  const volume = claim && informers.volume(claim.spec?.volumeName ?? '');
  if (volume !== undefined) {
    const source = volume.spec?.csi;
    return source && { driver: source.driver, handle: source.volumeHandle };
  }
  const storageClass = claim && informers.storageClass(classOf(claim));
  if (storageClass === undefined || storageClass.provisioner.startsWith('kubernetes.io/')) return undefined;
  return { driver: storageClass.provisioner, handle: `to come ${namespace}/${name}` };
}

/** Volumes of the pods there, and those that are attached for whatever reason. */
function attachedTo(informers: Informers, node: string, pods: Iterable<PodStorage>): Volumes {
  const attached = new Map<string, string>();
  for (const storage of pods) {
    for (const name of namesIn(storage)) {
      const found = volumeOf(informers, storage.namespace, name);
      if (found !== undefined) attached.set(`${found.driver}/${found.handle}`, found.driver);
    }
  }
  for (const { spec } of informers.attachmentsTo(node)) {
    const handle = informers.volume(spec.source.persistentVolumeName ?? '')?.spec?.csi?.volumeHandle;
    if (handle !== undefined) attached.set(`${spec.attacher}/${handle}`, spec.attacher);
  }
  return attached;
}

function exceeds(wanted: Volumes, attached: Volumes, limits: ReadonlyMap<string, number>): Rejection | undefined {
  const counts = new Map<string, number>();
  const isNew = new Set<string>();
  for (const driver of attached.values()) counts.set(driver, (counts.get(driver) ?? 0) + 1);
  for (const [volume, driver] of wanted) {
    if (attached.has(volume)) continue;
    counts.set(driver, (counts.get(driver) ?? 0) + 1);
    isNew.add(driver);
  }
  for (const driver of isNew) if ((counts.get(driver) ?? 0) > (limits.get(driver) ?? Number.POSITIVE_INFINITY)) return TOO_MANY;
  return undefined;
}

function limitsOf(csiNode: CSINode | undefined): ReadonlyMap<string, number> {
  const drivers = csiNode?.spec.drivers ?? [];
  return new Map(
    drivers.flatMap(({ name, allocatable }) => (allocatable?.count === undefined ? [] : [[name, allocatable.count] as const])),
  );
}

function hasGrown(now: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): boolean {
  return [...now].some(([driver, limit]) => limit > (before.get(driver) ?? 0));
}

function claimNames(pod: Pod): readonly string[] {
  const storage = storageOf(pod);
  return storage === undefined ? [] : namesIn(storage);
}

/** An ephemeral volume's claim is named after its pod. */
function namesIn({ name: pod, volumes }: PodStorage): readonly string[] {
  return volumes.flatMap(({ name, persistentVolumeClaim, ephemeral }) =>
    persistentVolumeClaim !== undefined ? [persistentVolumeClaim.claimName] : ephemeral !== undefined ? [`${pod}-${name}`] : [],
  );
}
