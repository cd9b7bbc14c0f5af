/** The claims of a StatefulSet's pods: their names, and to whom they belong (pkg/controller/statefulset/stateful_set_utils.go). */
import { type KubeObject, type ResourceType, apiVersionOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { POD, STATEFUL_SET } from '../../../api/resources.ts';
import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../../api/types.gen.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { isInRange } from './rollout.ts';

export function claimName(set: StatefulSet, template: PersistentVolumeClaim, ordinal: number): string {
  return `${nameOf(template)}-${nameOf(set)}-${ordinal}`;
}

/** The claims that the pod of an ordinal has to have. */
export function claimsOf(set: StatefulSet, ordinal: number): readonly PersistentVolumeClaim[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => ({
    ...template,
    metadata: {
      ...template.metadata,
      name: claimName(set, template, ordinal),
      namespace: namespaceOf(set),
      labels: { ...template.metadata.labels, ...set.spec?.selector.matchLabels },
    },
  }));
}

/** Who may own a claim: its pod, of the ordinal that is asked about, and the set. */
export interface Holders {
  readonly set: StatefulSet;
  readonly pod: Pod;
  readonly ordinal: number;
}

export interface Owners {
  readonly set: boolean;
  readonly pod: boolean;
}

/** To whom a claim belongs by the set's policy: it goes with the set, or with its pod once that is one too many. */
export function wantedOwners(set: StatefulSet, ordinal: number): Owners {
  const { whenDeleted, whenScaled } = retentionOf(set);
  const isCondemned = !isInRange(set, ordinal);
  const pod = whenScaled === 'Delete' && isCondemned;
  return { set: whenDeleted === 'Delete' && !pod, pod };
}

/** Whether a claim's owners are as they should be, or not ours to change. */
export function ownersMatch(claim: PersistentVolumeClaim, holders: Holders): boolean {
  const { set, pod } = holders;
  if (isOfPredecessor(claim, STATEFUL_SET, set) || isOfPredecessor(claim, POD, pod)) return true;
  const has: Owners = { set: isOwnedBy(claim, set), pod: isOwnedBy(claim, pod) };
  if (hasOtherController(claim, holders)) return !has.set && !has.pod;
  const isUncontrolled = ({ uid, controller }: OwnerReference): boolean =>
    (uid === uidOf(set) || uid === uidOf(pod)) && controller !== true;
  if (ownersOf(claim).some(isUncontrolled)) return false;
  const wanted = wantedOwners(set, holders.ordinal);
  return has.set === wanted.set && has.pod === wanted.pod;
}

/** The claim with the owners that it should have; without ours where somebody else controls it. */
export function withOwners(claim: PersistentVolumeClaim, holders: Holders): PersistentVolumeClaim {
  const { set, pod } = holders;
  const others = ownersOf(claim).filter((owner) => !names(owner, STATEFUL_SET, set) && !names(owner, POD, pod));
  const wanted = hasOtherController(claim, holders) ? NONE : wantedOwners(set, holders.ordinal);
  const ownerReferences = [
    ...others,
    ...(wanted.set ? [controllerRef(STATEFUL_SET, set)] : []),
    ...(wanted.pod ? [controllerRef(POD, pod)] : []),
  ];
  const { ownerReferences: _, ...metadata } = claim.metadata;
  return { ...claim, metadata: ownerReferences.length === 0 ? metadata : { ...metadata, ownerReferences } };
}

/** Whether somebody else controls a claim that by its policy would be ours, also the same set or pod in an earlier life. */
export function hasOtherController(claim: PersistentVolumeClaim, { set, pod }: Holders): boolean {
  const { whenDeleted, whenScaled } = retentionOf(set);
  if (whenDeleted === 'Retain' && whenScaled === 'Retain') return false;
  return ownersOf(claim).some((owner) => {
    if (names(owner, STATEFUL_SET, set)) return owner.uid !== uidOf(set);
    if (names(owner, POD, pod)) return owner.uid !== uidOf(pod);
    return owner.controller === true;
  });
}

/** A claim that will go with a former pod of this name is no claim for a new one. */
export function isStale(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  return retentionOf(set).whenScaled === 'Delete' && isOfPredecessor(claim, POD, pod);
}

const NONE: Owners = { set: false, pod: false };

function retentionOf({ spec }: StatefulSet) {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = spec?.persistentVolumeClaimRetentionPolicy ?? {};
  return { whenDeleted, whenScaled };
}

function ownersOf({ metadata }: KubeObject): readonly OwnerReference[] {
  return metadata.ownerReferences ?? [];
}

function isOwnedBy(claim: PersistentVolumeClaim, owner: KubeObject): boolean {
  return ownersOf(claim).some(({ uid }) => uid === uidOf(owner));
}

function names({ apiVersion, kind, name }: OwnerReference, type: ResourceType, object: KubeObject): boolean {
  return apiVersion === apiVersionOf(type) && kind === type.kind && name === nameOf(object);
}

function isOfPredecessor(claim: PersistentVolumeClaim, type: ResourceType, object: KubeObject): boolean {
  const owner = ownersOf(claim).find((reference) => names(reference, type, object));
  return owner !== undefined && owner.uid !== uidOf(object);
}
