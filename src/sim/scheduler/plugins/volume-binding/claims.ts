/** The claims of a pod, sorted by what there is to be done about them. */
import { controllerOf, isTerminating, nameOf, namespaceOf, uidOf } from '../../../../api/object.ts';
import type { PersistentVolumeClaim, Pod, PodSpec } from '../../../../api/types.gen.ts';
import { classOf, isFullyBound } from '../../../../api/volume/binding.ts';
import type { Informers } from '../../framework/plugin.ts';

export interface PodClaims {
  readonly bound: readonly PersistentVolumeClaim[];
  /** Not bound yet, because they wait for a pod to use them. */
  readonly waiting: readonly PersistentVolumeClaim[];
}

/** `hinders`: why no node will do for now. */
export function claimsOf(informers: Informers, pod: Pod, spec: PodSpec): PodClaims | { readonly hinders: string } | undefined {
  const names = claimNames(pod, spec);
  if (names.length === 0) return undefined;
  const bound: PersistentVolumeClaim[] = [];
  const waiting: PersistentVolumeClaim[] = [];
  let isHindered = false;
  for (const { name, isOwn } of names) {
    const claim = informers.claim(`${namespaceOf(pod)}/${name}`);
    if (claim === undefined) return { hinders: missing(name, isOwn) };
    const hinders = flawOf(claim) ?? (isOwn ? strangerTo(pod, claim) : undefined);
    if (hinders !== undefined) return { hinders };
    if (isFullyBound(claim)) bound.push(claim);
    else if (waitsForPod(informers, claim)) waiting.push(claim);
    else isHindered = true;
  }
  if (isHindered) return { hinders: 'pod has unbound immediate PersistentVolumeClaims' };
  return { bound, waiting };
}

/** `isOwn`: made for this pod, and named after it. */
export function claimNames(pod: Pod, { volumes }: PodSpec): readonly ClaimName[] {
  if (volumes === undefined) return NONE;
  let names = NONE;
  for (const { name, persistentVolumeClaim, ephemeral } of volumes) {
    if (persistentVolumeClaim !== undefined) names = [...names, { name: persistentVolumeClaim.claimName, isOwn: false }];
    else if (ephemeral !== undefined) names = [...names, { name: `${nameOf(pod)}-${name}`, isOwn: true }];
  }
  return names;
}

interface ClaimName {
  readonly name: string;
  readonly isOwn: boolean;
}

/** Most pods have no claims, and every pod is asked. */
const NONE: readonly ClaimName[] = [];

function missing(name: string, isOwn: boolean): string {
  return isOwn
    ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"`
    : `persistentvolumeclaim "${name}" not found`;
}

function flawOf(claim: PersistentVolumeClaim): string | undefined {
  const { status, spec } = claim;
  if (status?.phase === 'Lost') {
    return `persistentvolumeclaim "${nameOf(claim)}" bound to non-existent persistentvolume "${spec?.volumeName ?? ''}"`;
  }
  return isTerminating(claim) ? `persistentvolumeclaim "${nameOf(claim)}" is being deleted` : undefined;
}

function strangerTo(pod: Pod, claim: PersistentVolumeClaim): string | undefined {
  if (controllerOf(claim)?.uid === uidOf(pod)) return undefined;
  const [claimKey, podKey] = [claim, pod].map((object) => `${namespaceOf(object)}/${nameOf(object)}`);
  return `PVC ${claimKey} was not created for pod ${podKey} (pod is not owner)`;
}

function waitsForPod(informers: Informers, claim: PersistentVolumeClaim): boolean {
  return !claim.spec?.volumeName && informers.storageClass(classOf(claim))?.volumeBindingMode === 'WaitForFirstConsumer';
}
