/**
 * The ReplicaSet and the ReplicationController controller (pkg/controller/replicaset): keeps as many pods as a set asks for,
 * adopts pods that its selector matches, releases those it no longer matches, and reports their counts.
 * Pods are counted as they change (`tally.ts`), so that a sync costs the same for three pods and for three thousand.
 */
import { type ApiError, isReason } from '../../../api/errors.ts';
import { isTerminating, keyOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { isPodActive } from '../../../api/pod/conditions.ts';
import { POD } from '../../../api/resources.ts';
import type { Pod, ReplicaSetStatus } from '../../../api/types.gen.ts';
import { adopt, controllerRef, controllerUid, release } from '../../client/controller-ref.ts';
import { areSatisfied, creationsObserved, deletionObserved, expectCreations, expectDeletions } from '../../client/expectations.ts';
import { createPods, deletePod, podOfOwner } from '../../client/pod-control.ts';
import { type ComponentContext, type ComponentDefinition, defineComponent, watch } from '../../kernel/component.ts';
import { REPLICATION_CONTROLLERS, REPLICA_SETS, type ReplicatedSet, type SetKind, desiredReplicas } from './kinds.ts';
import { type ReplicationMemory, createMemory, onPodChange, onSetChange } from './memory.ts';
import { calculateStatus, isSameStatus } from './status.ts';
import { type Tally, forgetShown, noteShown, ripen } from './tally.ts';
import { podsToDelete } from './victims.ts';

export const replicaSetController: ComponentDefinition<ReplicationMemory> = defineReplication(REPLICA_SETS);
export const replicationController: ComponentDefinition<ReplicationMemory> = defineReplication(REPLICATION_CONTROLLERS);

type Context = ComponentContext<ReplicationMemory>;

/** Most pods that one sync creates or deletes. */
const BURST = 500;

function defineReplication(kind: SetKind): ComponentDefinition<ReplicationMemory> {
  return defineComponent<ReplicationMemory>({
    name: kind.name,
    process: 'kube-controller-manager',
    user: `system:serviceaccount:kube-system:${kind.name}`,
    watches: [watch(kind.type, onSetChange), watch(POD, (context, change) => onPodChange(context, kind, change))],
    init: createMemory,
    sync: (context, key) => syncSet(context, kind, key),
  });
}

function syncSet(context: Context, kind: SetKind, key: string): number | void {
  const set = context.lister(kind.type).byKey(key);
  const tally = set && context.memory.tallies.get(uidOf(set));
  if (set === undefined || tally === undefined) return;
  const nextDue = ripen(tally, context.now);
  let error: ApiError | undefined;
  if (!isTerminating(set)) {
    releaseStrays(context, tally, uidOf(set));
    // What was adopted must come back through the informer before the counts can be trusted.
    if (adoptCandidates(context, kind, tally, set)) return forgetShown(tally);
    if (areSatisfied(tally.expectations, context.now)) error = manageReplicas(context, kind, tally, set);
  }
  noteShown(tally);
  writeStatus(context, kind, tally, set, calculateStatus(kind, set, tally, error?.message, context.now));
  if (error !== undefined) throw error;
  return nextDue === undefined ? undefined : nextDue - context.now;
}

function releaseStrays(context: Context, tally: Tally, uid: string): void {
  for (const [key, released] of tally.strays) {
    const pod = context.lister(POD).byKey(key);
    if (released || pod === undefined || controllerUid(pod) !== uid) continue;
    release(context.client, [uid], POD, pod);
    tally.strays.set(key, true);
  }
}

/** True while adopted pods have not come back. */
function adoptCandidates(context: Context, kind: SetKind, tally: Tally, set: ReplicatedSet): boolean {
  let waiting = false;
  for (const [key, adopted] of tally.candidates) {
    const pod = context.lister(POD).byKey(key);
    if (pod === undefined || controllerUid(pod) !== '' || !isPodActive(pod)) tally.candidates.delete(key);
    else if (adopted || adopt(context.client, kind.type, set, POD, pod)) {
      tally.candidates.set(key, true);
      waiting = true;
    }
  }
  return waiting;
}

function manageReplicas(context: Context, kind: SetKind, tally: Tally, set: ReplicatedSet): ApiError | undefined {
  const surplus = tally.active - desiredReplicas(set);
  if (surplus === 0) return undefined;
  return surplus < 0
    ? createMissing(context, kind, tally, set, Math.min(-surplus, BURST))
    : deleteSurplus(context, kind, tally, set, Math.min(surplus, BURST));
}

function createMissing(context: Context, kind: SetKind, tally: Tally, set: ReplicatedSet, count: number): ApiError | undefined {
  expectCreations(tally.expectations, count, context.now);
  const pod = podOfOwner(set, set.spec?.template, controllerRef(kind.type, set));
  const { created, error } = createPods(context, set, () => pod, count);
  creationsObserved(tally.expectations, count - created);
  return error;
}

function deleteSurplus(context: Context, kind: SetKind, tally: Tally, set: ReplicatedSet, count: number): ApiError | undefined {
  const victims = podsToDelete(
    activePodsOf(context, tally, uidOf(set)),
    podsOnNode(context, kind, set),
    count,
    context.now,
    context.spec.featureGates,
  );
  expectDeletions(tally.expectations, victims.map(keyOf), context.now);
  let failure: ApiError | undefined;
  for (const pod of victims) {
    const error = deletePod(context, set, pod);
    if (error === undefined) continue;
    deletionObserved(tally.expectations, keyOf(pod));
    if (!isReason(error, 'NotFound')) failure ??= error;
  }
  return failure;
}

function activePodsOf(context: Context, tally: Tally, uid: string): Pod[] {
  const pods = context.lister(POD).by('owner', uid);
  return pods.filter((pod) => isPodActive(pod) && (tally.strays.size === 0 || !tally.strays.has(keyOf(pod))));
}

/** How many pods the sets of the same owner have on a node, this one's included; none count for a set without an owner. */
function podsOnNode(context: Context, kind: SetKind, set: ReplicatedSet): (node: string) => number {
  const owner = controllerUid(set);
  const siblings = owner === '' ? [] : context.lister(kind.type).by('owner', owner);
  const tallies = siblings.flatMap((sibling) => context.memory.tallies.get(uidOf(sibling)) ?? []);
  return (node) => tallies.reduce((sum, { perNode }) => sum + (perNode.get(node) ?? 0), 0);
}

/** Retried once against the newest object, as upstream: the informer may be behind our own last write. */
function writeStatus(context: Context, kind: SetKind, tally: Tally, set: ReplicatedSet, status: ReplicaSetStatus): void {
  if (isSameStatus(set, status)) return;
  const write = (current: ReplicatedSet): void => {
    tally.wrote = context.client.updateStatus(kind.type, { ...current, status }).metadata.resourceVersion ?? '';
  };
  try {
    write(set);
  } catch (error) {
    if (isReason(error, 'NotFound')) return;
    if (!isReason(error, 'Conflict')) throw error;
    const fresh = context.client.get(kind.type, namespaceOf(set), nameOf(set));
    if (uidOf(fresh) === uidOf(set)) write(fresh);
  }
}
