/** Which volume suits which claim (k8s.io/component-helpers/storage/volume): what the binder and the scheduler agree on. */
import { selectorOf, matchesSelector } from '../labels.ts';
import { isTerminating, nameOf, namespaceOf, uidOf } from '../object.ts';
import { matchesNodeSelector, type SelectableNode } from '../pod/node-affinity.ts';
import { compareQuantities } from '../quantity.ts';
import type { Quantity } from '../scalars.ts';
import type { ObjectReference, PersistentVolume, PersistentVolumeClaim } from '../types.gen.ts';

/** On claims that were bound once, and whose volume therefore holds their data. */
export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
/** On claims and volumes whose other half the controller chose, not their author. */
export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';
/** On volumes that somebody made for a claim: who. */
export const PROVISIONED_BY = 'pv.kubernetes.io/provisioned-by';
/** On claims that wait for somebody to make a volume: who. */
export const STORAGE_PROVISIONER = 'volume.kubernetes.io/storage-provisioner';
/** On claims that waited for their first pod: the node that it goes to. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
/** The provisioner of classes whose volumes are made by hand. */
export const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export interface Matching {
  /** Only volumes that can be reached from there. */
  readonly node?: SelectableNode;
  /** Names of volumes that are given away already. */
  readonly taken?: ReadonlySet<string>;
  /** The claim waits for its first pod: without a node only a volume that names the claim comes into question. */
  readonly waits: boolean;
}

/** A volume that names the claim, else the smallest that suits it; of equal ones the first. */
export function matchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  { node, taken, waits }: Matching,
): PersistentVolume | undefined {
  let smallest: PersistentVolume | undefined;
  for (const volume of volumes) {
    if (taken?.has(nameOf(volume)) || isReservedForOther(volume, claim) || !isBigEnough(volume, claim)) continue;
    if (differsInMode(claim, volume) || differsInAttributes(claim, volume) || isTerminating(volume)) continue;
    const isReachable = node === undefined || isReachableFrom(volume, node);
    if (isBoundTo(volume, claim)) return isReachable ? volume : undefined;
    if ((node === undefined && waits) || !isReachable || !isOffered(volume, claim)) continue;
    if (node !== undefined && !hasAccessModes(volume, claim)) continue;
    if (smallest === undefined || compareQuantities(sizeOf(smallest), sizeOf(volume)) > 0) smallest = volume;
  }
  return smallest;
}

/** Whether the volume names the claim, and means no earlier one of that name. */
export function isBoundTo({ spec }: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const reference = spec?.claimRef;
  if (reference === undefined || reference.name !== nameOf(claim) || reference.namespace !== namespaceOf(claim)) return false;
  return !reference.uid || reference.uid === uidOf(claim);
}

/** The volume with the claim's name on it; itself when it is there already. */
export function boundToClaim(volume: PersistentVolume, claim: PersistentVolumeClaim): PersistentVolume {
  const isChosen = !isBoundTo(volume, claim) && volume.metadata.annotations?.[BOUND_BY_CONTROLLER] === undefined;
  if (!isChosen && isBoundTo(volume, claim) && volume.spec?.claimRef?.uid === uidOf(claim)) return volume;
  const annotated = isChosen ? annotate(volume, BOUND_BY_CONTROLLER, 'yes') : volume;
  return { ...annotated, spec: { ...volume.spec, claimRef: referenceTo(claim) } };
}

/** The same object with one more annotation. */
export function annotate<T extends PersistentVolume | PersistentVolumeClaim>(object: T, name: string, value: string): T {
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...metadata.annotations, [name]: value } } };
}

/** '' when none is asked for. */
export function classOf({ metadata, spec }: PersistentVolume | PersistentVolumeClaim): string {
  return metadata.annotations?.[CLASS_ANNOTATION] ?? spec?.storageClassName ?? '';
}

/** Whether the claim says which class it wants, be it none. */
export function namesClass({ metadata, spec }: PersistentVolumeClaim): boolean {
  return metadata.annotations?.[CLASS_ANNOTATION] !== undefined || spec?.storageClassName !== undefined;
}

export function isFullyBound({ metadata, spec }: PersistentVolumeClaim): boolean {
  return Boolean(spec?.volumeName) && metadata.annotations?.[BIND_COMPLETED] !== undefined;
}

export function isReachableFrom({ spec }: PersistentVolume, node: SelectableNode): boolean {
  const required = spec?.nodeAffinity?.required;
  return required === undefined || matchesNodeSelector(required, node);
}

export function isBigEnough(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return compareQuantities(sizeOf(volume), requestOf(claim)) >= 0;
}

export function differsInMode({ spec: wanted }: PersistentVolumeClaim, { spec: offered }: PersistentVolume): boolean {
  return (wanted?.volumeMode ?? 'Filesystem') !== (offered?.volumeMode ?? 'Filesystem');
}

export function differsInAttributes({ spec: wanted }: PersistentVolumeClaim, { spec: offered }: PersistentVolume): boolean {
  return (wanted?.volumeAttributesClassName ?? '') !== (offered?.volumeAttributesClassName ?? '');
}

export function hasAccessModes({ spec: offered }: PersistentVolume, { spec: wanted }: PersistentVolumeClaim): boolean {
  return (wanted?.accessModes ?? []).every((mode) => offered?.accessModes?.includes(mode));
}

export function sizeOf({ spec }: PersistentVolume): Quantity {
  return spec?.capacity?.['storage'] ?? '0';
}

export function requestOf({ spec }: PersistentVolumeClaim): Quantity {
  return spec?.resources?.requests?.['storage'] ?? '0';
}

export function referenceTo({ metadata }: PersistentVolumeClaim): ObjectReference {
  const { namespace = '', name = '', uid = '', resourceVersion = '' } = metadata;
  return { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
}

function isReservedForOther(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  return volume.spec?.claimRef !== undefined && !isBoundTo(volume, claim);
}

/** To whoever asks for its class, and for its labels if for any. */
function isOffered(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const selector = claim.spec?.selector;
  return (
    volume.status?.phase === 'Available' &&
    (selector === undefined || matchesSelector(selectorOf(selector), volume.metadata.labels)) &&
    classOf(volume) === classOf(claim)
  );
}
