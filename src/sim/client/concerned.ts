/** Whom a change of a pod or a revision concerns: as the controllers of DaemonSets and StatefulSets look at them. */
import { type Selector, matchesSelector, selectorOf } from '../../api/labels.ts';
import { type KubeObject, type ResourceType, controllerOf, isTerminating, namespaceOf, uidOf } from '../../api/object.ts';
import { podCondition } from '../../api/pod/conditions.ts';
import type { LabelSelector, OwnerReference, Pod } from '../../api/types.gen.ts';
import type { Change, Lister } from '../kernel/component.ts';

export interface Selecting extends KubeObject {
  readonly spec?: { readonly selector?: LabelSelector };
}

/**
 * Its controller, the one it had before, and if it has none whoever selects it: when it appears, and when its labels or its owner
 * have changed. Of one that is on its way out and has no controller nobody hears but with `hearsDying` (the handlers of StatefulSets
 * don't look at the deletion, those of DaemonSets do).
 */
export function ownersConcerned<O extends Selecting>(
  owners: Lister<O>,
  type: ResourceType<O>,
  change: Change,
  hearsDying = false,
): readonly O[] {
  if (owners.size === 0) return NOBODY;
  const { object, previous } = change;
  const reference = controllerOf(object);
  const before = previous === undefined ? undefined : controllerOf(previous);
  const isNew = previous === undefined || reference?.uid !== before?.uid;
  const owner = ownerBy(owners, type, object, reference);
  const former = isNew && previous !== undefined ? ownerBy(owners, type, previous, before) : undefined;
  if (owner !== undefined || reference !== undefined || change.type === 'DELETED') return [former, owner].filter(isThere);
  const isOffered = (isNew || previous.metadata.labels !== object.metadata.labels) && (hearsDying || !isTerminating(object));
  return isOffered ? [...(former === undefined ? [] : [former]), ...selectingOwners(owners, object)] : [];
}

const NOBODY: readonly never[] = [];

/** Whether a controller of pods can tell a pod from what it was: by whose and where it is, its labels, its phase and its readiness. */
export function isTelling({ type, object, previous }: Change<Pod>): boolean {
  if (type !== 'MODIFIED' || previous === undefined) return true;
  const { metadata, spec, status } = object;
  const before = previous.metadata;
  return (
    metadata.labels !== before.labels ||
    metadata.ownerReferences !== before.ownerReferences ||
    metadata.deletionTimestamp !== before.deletionTimestamp ||
    spec?.nodeName !== previous.spec?.nodeName ||
    // A pod that finds no place may be meant for a node that is gone.
    (spec?.nodeName === undefined && podCondition(object, 'PodScheduled') !== podCondition(previous, 'PodScheduled')) ||
    status?.phase !== previous.status?.phase ||
    podCondition(object, 'Ready') !== podCondition(previous, 'Ready')
  );
}

/** The selector of an object that has one, parsed once. */
export function selectorOfOwner({ spec }: Selecting): Selector {
  const source = spec?.selector;
  if (source === undefined) return selectorOf(undefined);
  let selector = parsed.get(source);
  if (selector === undefined) parsed.set(source, (selector = selectorOf(source)));
  return selector;
}

const parsed = new WeakMap<LabelSelector, Selector>();

function ownerBy<O extends Selecting>(owners: Lister<O>, type: ResourceType<O>, of: KubeObject, reference: OwnerReference | undefined) {
  if (reference?.kind !== type.kind) return undefined;
  const owner = owners.get(namespaceOf(of), reference.name);
  return owner !== undefined && uidOf(owner) === reference.uid ? owner : undefined;
}

function selectingOwners<O extends Selecting>(owners: Lister<O>, object: KubeObject): readonly O[] {
  return owners.by('namespace', namespaceOf(object)).filter((owner) => matchesSelector(selectorOfOwner(owner), object.metadata.labels));
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}
