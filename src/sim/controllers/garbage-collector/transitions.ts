/** What a change of an object means for the graph, and for whom it is time to be looked at. */
import { type KubeObject, type ResourceType, isTerminating, namespaceOf, uidOf } from '../../../api/object.ts';
import type { OwnerReference } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import type { Change, ComponentContext } from '../../kernel/component.ts';
import { type GarbageMemory, addDependent, dependentsOf, idOf, noteAbsent, removeDependent } from './graph.ts';

type Context = ComponentContext<GarbageMemory>;

/** Marks a key of the work queue: carry out the orphaning of this object's dependents. */
export const ORPHAN_KEY = 'orphan:';

/** An owner that waits for many dependents is looked at once for all that go in such a while. */
const UNBLOCK_DELAY_MS = 100;

export function onObjectChange(context: Context, type: ResourceType, { type: event, object, previous }: Change): void {
  const owners = object.metadata.ownerReferences;
  if (event === 'DELETED') {
    if (owners !== undefined) unlink(context, type, object, owners, []);
    onOwnerGone(context, uidOf(object));
    return;
  }
  const before = previous?.metadata.ownerReferences;
  if (owners !== before && !deepEqual(owners, before)) relink(context, type, object, before ?? [], owners ?? []);
  if (isTerminating(object)) onTerminating(context, type, object, previous);
}

/** Being deleted in the foreground: stays until its blocking dependents are gone. */
export function isWaitingForDependents(object: KubeObject): boolean {
  return isTerminating(object) && (object.metadata.finalizers?.includes('foregroundDeletion') ?? false);
}

export function isWaitingForOrphans(object: KubeObject): boolean {
  return isTerminating(object) && (object.metadata.finalizers?.includes('orphan') ?? false);
}

function onTerminating(context: Context, type: ResourceType, object: KubeObject, previous: KubeObject | undefined): void {
  const started = (waits: (object: KubeObject) => boolean) => waits(object) && (previous === undefined || !waits(previous));
  if (started(isWaitingForOrphans)) context.enqueue(`${ORPHAN_KEY}${idOf(type, object)}`);
  if (started(isWaitingForDependents)) context.enqueue(idOf(type, object));
}

/** A name may be given anew; a uid never. */
function onOwnerGone(context: Context, uid: string): void {
  const { dependents } = context.memory;
  if (!dependents.has(uid)) return;
  noteAbsent(context.memory, uid);
  for (const id of dependentsOf(context.memory, uid)) context.enqueue(id);
  dependents.delete(uid);
}

function relink(
  context: Context,
  type: ResourceType,
  object: KubeObject,
  before: readonly OwnerReference[],
  after: readonly OwnerReference[],
): void {
  unlink(context, type, object, before, after);
  for (const reference of after) {
    if (before.some(({ uid }) => uid === reference.uid)) continue;
    const id = idOf(type, object);
    const isFirst = addDependent(context.memory, reference.uid, id);
    const owner = isFirst ? cachedOwner(context, object, reference) : undefined;
    // An owner that nobody has seen, or that is on its way out, is looked up at once.
    const isDoubtful = isFirst && (owner === undefined || isWaitingForDependents(owner));
    if (isDoubtful || context.memory.absent.has(reference.uid)) context.enqueue(id);
  }
}

/** Owners that are named no longer, or that this object blocks no longer, may be waiting for just that. */
function unlink(
  context: Context,
  type: ResourceType,
  object: KubeObject,
  before: readonly OwnerReference[],
  after: readonly OwnerReference[],
): void {
  for (const reference of before) {
    const kept = after.find(({ uid }) => uid === reference.uid);
    const left = kept === undefined ? removeDependent(context.memory, reference.uid, idOf(type, object)) : 1;
    if (kept?.blockOwnerDeletion === true && reference.blockOwnerDeletion === true) continue;
    const owner = cachedOwner(context, object, reference);
    const kind = context.client.typeOf(reference.apiVersion, reference.kind);
    if (owner === undefined || kind === undefined || !isWaitingForDependents(owner)) continue;
    context.enqueueAfter(idOf(kind, owner), left === 0 ? 0 : UNBLOCK_DELAY_MS);
  }
}

/** Undefined as well when the kind is unknown, or another object has the name. */
function cachedOwner(context: Context, dependent: KubeObject, reference: OwnerReference): KubeObject | undefined {
  const type = context.client.typeOf(reference.apiVersion, reference.kind);
  if (type === undefined) return undefined;
  const owner = context.lister(type).get(type.namespaced ? namespaceOf(dependent) : '', reference.name);
  return owner !== undefined && uidOf(owner) === reference.uid ? owner : undefined;
}
