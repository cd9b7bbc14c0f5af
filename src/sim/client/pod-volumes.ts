/** The claims behind a pod's volumes, and what they are bound to: what attaching and mounting agree on. */
import type { Client } from '../../api/client.ts';
import { ifFound } from '../../api/errors.ts';
import { controllerOf, nameOf, namespaceOf, uidOf } from '../../api/object.ts';
import { CSI_DRIVER, CSI_NODE } from '../../api/resources.ts';
import type { CSIDriver, CSINode, PersistentVolume, PersistentVolumeClaim, Pod } from '../../api/types.gen.ts';

export interface ClaimedVolume {
  /** Its name in the pod. */
  readonly name: string;
  readonly claimName: string;
  /** The claim is made for the pod. */
  readonly isOwn: boolean;
}

export function claimedVolumes(pod: Pod): readonly ClaimedVolume[] {
  return (pod.spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }): ClaimedVolume[] => {
    if (persistentVolumeClaim !== undefined) return [{ name, claimName: persistentVolumeClaim.claimName, isOwn: false }];
    return ephemeral === undefined ? [] : [{ name, claimName: `${nameOf(pod)}-${name}`, isOwn: true }];
  });
}

export function hasClaims({ spec }: Pod): boolean {
  return (
    spec?.volumes?.some(({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim !== undefined || ephemeral !== undefined) ?? false
  );
}

export interface Storehouse {
  claim(key: string): PersistentVolumeClaim | undefined;
  volume(name: string): PersistentVolume | undefined;
}

/** The volume, or why the pod can't have it, in the kubelet's words (desired_state_of_world_populator.go). */
export function volumeOf(store: Storehouse, pod: Pod, { name, claimName, isOwn }: ClaimedVolume): PersistentVolume | string {
  const key = `${namespaceOf(pod)}/${claimName}`;
  const failed = (why: string): string => `error processing PVC ${key}: ${why}`;
  const claim = store.claim(key);
  if (claim === undefined) return failed(`failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  if (isOwn && controllerOf(claim)?.uid !== uidOf(pod)) {
    return `ephemeral volume ${name}: PVC ${key} was not created for pod ${namespaceOf(pod)}/${nameOf(pod)} (pod is not owner)`;
  }
  if (claim.status?.phase !== 'Bound') return failed('PVC is not bound');
  const volumeName = claim.spec?.volumeName ?? '';
  if (volumeName === '') return failed('PVC has empty pvc.Spec.VolumeName');
  return boundVolume(store, volumeName, uidOf(claim));
}

function boundVolume(store: Storehouse, name: string, claimUid: string): PersistentVolume | string {
  const volume = store.volume(name);
  if (volume === undefined) return `failed to fetch PV ${name} from API server: persistentvolumes "${name}" not found`;
  const uid = volume.spec?.claimRef?.uid;
  if (volume.spec?.claimRef === undefined) {
    return `found PV object ${name} but it has a nil pv.Spec.ClaimRef indicating it is not yet bound to the claim`;
  }
  return uid === claimUid
    ? volume
    : `found PV object ${name} but its pv.Spec.ClaimRef.UID ${uid ?? ''} does not point to claim.UID ${claimUid}`;
}

/** A driver that nobody has described has to attach. */
export function needsAttach(client: Pick<Client, 'get'>, driver: string): boolean {
  return csiDriver(client, driver)?.spec?.attachRequired !== false;
}

export function csiDriver(client: Pick<Client, 'get'>, name: string): CSIDriver | undefined {
  return ifFound(() => client.get(CSI_DRIVER, '', name));
}

export function csiNode(client: Pick<Client, 'get'>, name: string): CSINode | undefined {
  return ifFound(() => client.get(CSI_NODE, '', name));
}

export function runsDriver(node: CSINode | undefined, driver: string): boolean {
  return node?.spec?.drivers?.some(({ name }) => name === driver) ?? false;
}
