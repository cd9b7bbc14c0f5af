/**
 * The garbage collector (pkg/controller/garbagecollector): deletes what lost its owners, and carries out foreground and orphaning
 * deletion. The graph says only where to look; each decision is made on what the API server says at that moment.
 */
import { ifFound, isReason } from '../../../api/errors.ts';
import { type KubeObject, type ResourceType, isTerminating, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { EVENT, IP_ADDRESS } from '../../../api/resources.ts';
import type { DeleteOptions, OwnerReference } from '../../../api/types.gen.ts';
import { release } from '../../client/controller-ref.ts';
import { type ComponentContext, defineComponent } from '../../kernel/component.ts';
import { type GarbageMemory, createGraph, dependentsOf, noteAbsent, resolveId } from './graph.ts';
import { reportInvalidNamespace } from './invalid-owner.ts';
import { ORPHAN_KEY, isWaitingForDependents, isWaitingForOrphans, onObjectChange } from './transitions.ts';

export const garbageCollector = defineComponent<GarbageMemory>({
  name: 'garbage-collector-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:generic-garbage-collector',
  watches: [],
  // Events come and go by the thousand, cluster IPs with their Services; neither own nor are owned.
  watchesAll: { except: [EVENT, IP_ADDRESS], onChange: onObjectChange },
  init: createGraph,
  sync: (context, key) => (key.startsWith(ORPHAN_KEY) ? orphanDependents(context, key.slice(ORPHAN_KEY.length)) : collect(context, key)),
});

type Context = ComponentContext<GarbageMemory>;

interface Item {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

function collect(context: Context, id: string): void {
  const item = liveItem(context, id);
  if (item === undefined) return;
  const owners = item.object.metadata.ownerReferences ?? [];
  if (isTerminating(item.object)) {
    if (isWaitingForDependents(item.object)) awaitDependents(context, item);
    // It needs no owners any more, but may be the one by which the others hear that theirs is gone.
    classify(context, item, owners);
    return;
  }
  if (owners.length === 0) return;
  const standing = classify(context, item, owners);
  if (standing.solid > 0) dropOwners(context, item, [...standing.dangling, ...standing.waiting]);
  else deleteItem(context, item, standing.waiting.length > 0);
}

interface Standing {
  readonly solid: number;
  readonly dangling: readonly string[];
  /** Owners that are being deleted in the foreground, and wait for this one to go. */
  readonly waiting: readonly string[];
}

function classify(context: Context, item: Item, owners: readonly OwnerReference[]): Standing {
  const dangling: string[] = [];
  const waiting: string[] = [];
  for (const reference of owners) {
    const state = ownerState(context, item, reference);
    if (state === 'dangling') dangling.push(reference.uid);
    else if (state === 'waiting') waiting.push(reference.uid);
  }
  return { solid: owners.length - dangling.length - waiting.length, dangling, waiting };
}

function ownerState(context: Context, item: Item, reference: OwnerReference): 'solid' | 'dangling' | 'waiting' {
  if (context.memory.absent.has(reference.uid)) return 'dangling';
  const type = context.client.typeOf(reference.apiVersion, reference.kind);
  // Of what it can't look up the collector keeps its hands off.
  if (type === undefined) return 'solid';
  if (type.namespaced && !item.type.namespaced) {
    reportInvalidNamespace(context, item.object, reference);
    return 'solid';
  }
  const owner = tryGet(context, type, type.namespaced ? namespaceOf(item.object) : '', reference.name);
  if (owner === undefined || uidOf(owner) !== reference.uid) {
    noteAbsent(context.memory, reference.uid);
    // The others that name it may have come after it went, when nobody told of it any more.
    for (const id of dependentsOf(context.memory, reference.uid)) context.enqueue(id);
    if (type.namespaced) reportInvalidNamespace(context, item.object, reference, type);
    return 'dangling';
  }
  return isWaitingForDependents(owner) ? 'waiting' : 'solid';
}

function dropOwners(context: Context, { type, object }: Item, uids: readonly string[]): void {
  if (uids.length > 0) release(context.client, uids, type, object);
}

function deleteItem(context: Context, item: Item, ownerWaits: boolean): void {
  const finalizers = item.object.metadata.finalizers ?? [];
  const dependents = dependentsOf(context.memory, uidOf(item.object));
  if (ownerWaits && dependents.length > 0) {
    unblockCycle(context, item, dependents);
    remove(context, item, 'Foreground');
  } else
    remove(
      context,
      item,
      finalizers.includes('orphan') ? 'Orphan' : finalizers.includes('foregroundDeletion') ? 'Foreground' : 'Background',
    );
}

/** Two objects that own each other would wait for each other for ever. */
function unblockCycle(context: Context, { type, object }: Item, dependents: readonly string[]): void {
  const waits = dependents.some((id) => {
    const dependent = cached(context, id);
    return dependent !== undefined && isWaitingForDependents(dependent);
  });
  if (!waits) return;
  const ownerReferences = (object.metadata.ownerReferences ?? []).map(({ uid }) => ({ uid, blockOwnerDeletion: false }));
  context.client.patch(type, namespaceOf(object), nameOf(object), 'strategic', { metadata: { uid: uidOf(object), ownerReferences } });
}

/** An object in foreground deletion goes when nobody that blocks it is left. */
function awaitDependents(context: Context, item: Item): void {
  const uid = uidOf(item.object);
  let isBlocked = false;
  for (const id of dependentsOf(context.memory, uid)) {
    const dependent = cached(context, id);
    if (dependent === undefined || !blocks(dependent, uid)) continue;
    isBlocked = true;
    if (!isTerminating(dependent)) context.enqueue(id);
  }
  if (!isBlocked) removeFinalizer(context, item, 'foregroundDeletion');
}

function blocks(dependent: KubeObject, ownerUid: string): boolean {
  return (
    dependent.metadata.ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion === true) ?? false
  );
}

function orphanDependents(context: Context, id: string): void {
  const item = liveItem(context, id);
  if (item === undefined || !isWaitingForOrphans(item.object)) return;
  const uid = uidOf(item.object);
  for (const dependentId of dependentsOf(context.memory, uid)) {
    const dependent = cached(context, dependentId);
    const type = resolveId(context.client, dependentId)?.type;
    if (dependent !== undefined && type !== undefined) release(context.client, [uid], type, dependent);
  }
  removeFinalizer(context, item, 'orphan');
}

function removeFinalizer(context: Context, { type, object }: Item, finalizer: string): void {
  const { finalizers = [], resourceVersion = '' } = object.metadata;
  const rest = finalizers.filter((other) => other !== finalizer);
  const patch = { metadata: { resourceVersion, finalizers: rest.length === 0 ? null : rest } };
  context.client.patch(type, namespaceOf(object), nameOf(object), 'merge', patch);
}

function remove(context: Context, { type, object }: Item, propagationPolicy: NonNullable<DeleteOptions['propagationPolicy']>): void {
  try {
    context.client.delete(type, namespaceOf(object), nameOf(object), { propagationPolicy, preconditions: { uid: uidOf(object) } });
  } catch (error) {
    if (!isReason(error, 'NotFound')) throw error;
  }
}

function liveItem(context: Context, id: string): Item | undefined {
  const resolved = resolveId(context.client, id);
  if (resolved === undefined) return undefined;
  const object = tryGet(context, resolved.type, resolved.namespace, resolved.name);
  return object === undefined ? undefined : { type: resolved.type, object };
}

function cached(context: Context, id: string): KubeObject | undefined {
  const resolved = resolveId(context.client, id);
  return resolved && context.lister(resolved.type).get(resolved.namespace, resolved.name);
}

function tryGet(context: Context, type: ResourceType, namespace: string, name: string): KubeObject | undefined {
  return ifFound(() => context.client.get(type, namespace, name));
}
