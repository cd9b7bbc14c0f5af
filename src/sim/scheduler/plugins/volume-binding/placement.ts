/** What the claims of a pod would come to on a node (pkg/scheduler/framework/plugins/volumebinding/binder.go). */
import { ownValue } from '../../../../base/own.ts';
import { nameOf } from '../../../../api/object.ts';
import { compareQuantities } from '../../../../api/quantity.ts';
import { matchesSelector } from '../../../../api/labels.ts';
import type { CSIStorageCapacity, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../../api/types.gen.ts';
import { NO_PROVISIONER, SELECTED_NODE, classOf, isReachableFrom, matchingVolume, requestOf } from '../../../../api/volume/binding.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import type { Informers } from '../../framework/plugin.ts';
import { compiledSelector } from '../../framework/selectors.ts';

export interface Placement {
  readonly bind: readonly { readonly claim: PersistentVolumeClaim; readonly volume: PersistentVolume }[];
  /** Claims for which a volume has to be made. */
  readonly provision: readonly PersistentVolumeClaim[];
}

const NODE_CONFLICT = "node(s) didn't match PersistentVolume's node affinity";
const NO_VOLUME = 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)';

/** Why the volumes that the claims have are no good there. */
export function conflictOf(informers: Informers, bound: readonly PersistentVolumeClaim[], node: NodeInfo): string | undefined {
  for (const { spec } of bound) {
    const volume = informers.volume(spec?.volumeName ?? '');
    if (volume === undefined) return NO_VOLUME;
    if (!isReachableFrom(volume, { name: '', labels: node.labels })) return NODE_CONFLICT;
  }
  return undefined;
}

/** One of them needs more than a driver that tells of its capacity has for that node. */
export function isShortOfCapacity(informers: Informers, provision: readonly PersistentVolumeClaim[], node: NodeInfo): boolean {
  return provision.some((claim) => {
    const storageClass = informers.storageClass(classOf(claim));
    if (storageClass === undefined || informers.csiDriver(storageClass.provisioner)?.spec.storageCapacity !== true) return false;
    return !informers.storageCapacities().some((capacity) => offers(capacity, nameOf(storageClass), claim, node));
  });
}

function offers(offer: CSIStorageCapacity, storageClass: string, claim: PersistentVolumeClaim, { labels }: NodeInfo): boolean {
  const limit = offer.maximumVolumeSize ?? offer.capacity;
  if (offer.storageClassName !== storageClass || limit === undefined || compareQuantities(limit, requestOf(claim)) < 0) return false;
  return matchesSelector(compiledSelector(offer.nodeTopology), labels);
}

/** The smallest claims choose first; undefined when one of them can have no volume there. */
export function placementOn(informers: Informers, waiting: readonly PersistentVolumeClaim[], node: NodeInfo): Placement | undefined {
  const bind: Placement['bind'][number][] = [];
  const provision: PersistentVolumeClaim[] = [];
  const free: PersistentVolumeClaim[] = [];
  for (const claim of waiting) {
    const selected = claim.metadata.annotations?.[SELECTED_NODE];
    if (selected === undefined) free.push(claim);
    else if (selected === node.name) provision.push(claim);
    else return undefined;
  }
  const taken = new Set<string>();
  for (const claim of free.toSorted((a, b) => compareQuantities(requestOf(a), requestOf(b)))) {
    const candidates = informers.volumes().filter((volume) => classOf(volume) === classOf(claim));
    const volume = matchingVolume(claim, candidates, { node: { name: '', labels: node.labels }, taken, waits: true });
    if (volume === undefined) provision.push(claim);
    else {
      taken.add(nameOf(volume));
      bind.push({ claim, volume });
    }
  }
  return provision.every((claim) => isProvidedOn(informers.storageClass(classOf(claim)), node)) ? { bind, provision } : undefined;
}

function isProvidedOn(storageClass: StorageClass | undefined, node: NodeInfo): boolean {
  if (storageClass === undefined || storageClass.provisioner === '' || storageClass.provisioner === NO_PROVISIONER) return false;
  const { allowedTopologies = [] } = storageClass;
  return (
    allowedTopologies.length === 0 ||
    allowedTopologies.some(({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.every(({ key, values }) => values.includes(ownValue(node.labels, key) ?? '')),
    )
  );
}
