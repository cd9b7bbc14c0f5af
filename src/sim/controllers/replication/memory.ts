/** The controller's memory: one tally for each set, and the pods that nobody controls, both kept by the pods' changes. */
import { matchesSelector } from '../../../api/labels.ts';
import { isTerminating, keyOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { POD } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { controllerUid } from '../../client/controller-ref.ts';
import { areSatisfied, creationsObserved, deletionObserved } from '../../client/expectations.ts';
import { type Orphans, forgetOrphan, noteOrphan, orphansOf } from '../../client/orphans.ts';
import { paceMs } from '../../client/pace.ts';
import type { Change, ComponentContext } from '../../kernel/component.ts';
import { type ReplicatedSet, type SetKind, desiredReplicas, minReadyMs, selectorOfReplicas } from './kinds.ts';
import { type Tally, type Yardstick, addPod, createTally, forgetPod, recount, subtractPod, takeChange } from './tally.ts';

export interface ReplicationMemory {
  /** By the set's uid. */
  readonly tallies: Map<string, Tally>;
  /** Pods without a controller. */
  readonly orphans: Orphans;
}

type Context = ComponentContext<ReplicationMemory>;

const STATUS_ECHO_MS = 50;

export function createMemory(): ReplicationMemory {
  return { tallies: new Map(), orphans: new Map() };
}

export function onSetChange(context: Context, { type, object, previous }: Change<ReplicatedSet>): void {
  const { tallies } = context.memory;
  if (type === 'DELETED') {
    tallies.delete(uidOf(object));
    return;
  }
  if (previous !== undefined && uidOf(previous) !== uidOf(object)) tallies.delete(uidOf(previous));
  const yardstick = yardstickOf(object);
  let tally = tallies.get(uidOf(object));
  if (tally === undefined) tallies.set(uidOf(object), (tally = createTally(keyOf(object), yardstick)));
  if (previous === undefined || uidOf(previous) !== uidOf(object) || !isSameYardstick(yardstick, tally.yardstick)) {
    recount(tally, yardstick, podsOf(context, object), context.now);
    findCandidates(context, tally, object);
  }
  tally.desired = desiredReplicas(object);
  // Our own status comes back too, and is no news.
  if (previous !== undefined && object.metadata.resourceVersion === tally.wrote) return;
  const isStatusOnly = previous !== undefined && previous.spec === object.spec && isTerminating(previous) === isTerminating(object);
  context.enqueueAfter(tally.key, isStatusOnly ? STATUS_ECHO_MS : 0);
}

export function onPodChange(context: Context, kind: SetKind, { type, object, previous }: Change<Pod>): void {
  const uid = type === 'DELETED' ? '' : controllerUid(object);
  const before = previous === undefined ? '' : controllerUid(previous);
  const left = before === '' ? undefined : context.memory.tallies.get(before);
  if (left !== undefined && previous !== undefined) onPodLeft(context, left, previous, uid !== before);
  if (before === '' && previous !== undefined && (uid !== '' || type === 'DELETED')) forgetOrphan(context.memory.orphans, previous);
  if (type === 'DELETED') return;
  if (uid === '') onOrphan(context, kind, object, previous);
  else {
    const tally = context.memory.tallies.get(uid);
    if (tally !== undefined) onPodHeld(context, tally, object, before === uid ? previous : undefined);
  }
}

/** Takes the pod's former state out of its set's counts; for good, if it is gone or belongs to somebody else now. */
function onPodLeft(context: Context, tally: Tally, previous: Pod, forGood: boolean): void {
  const key = keyOf(previous);
  subtractPod(tally, key, previous);
  if (!forGood) return;
  forgetPod(tally, key);
  deletionObserved(tally.expectations, key);
  wake(context, tally);
}

function onPodHeld(context: Context, tally: Tally, pod: Pod, before: Pod | undefined): void {
  const key = keyOf(pod);
  addPod(tally, key, pod, before, context.now);
  tally.candidates.delete(key);
  if (pod.metadata.deletionTimestamp !== undefined) deletionObserved(tally.expectations, key);
  else if (before === undefined) creationsObserved(tally.expectations, 1);
  if (tally.strays.get(key) === false) context.enqueue(tally.key);
  else wake(context, tally);
}

/** What calls for action is acted on at once; what is only to be reported may wait for more of its kind. */
function wake(context: Context, tally: Tally): void {
  if (tally.active !== tally.desired && areSatisfied(tally.expectations, context.now)) context.enqueue(tally.key);
  else if (takeChange(tally)) context.enqueueAfter(tally.key, paceMs(tally, context.now));
}

/** Offers the pod to the sets of its namespace, once for each set of labels it has. */
function onOrphan(context: Context, kind: SetKind, pod: Pod, previous: Pod | undefined): void {
  const { orphans, tallies } = context.memory;
  const key = keyOf(pod);
  if (!noteOrphan(orphans, pod) && previous?.metadata.labels === pod.metadata.labels) return;
  for (const set of context.lister(kind.type).by('namespace', namespaceOf(pod))) {
    const tally = tallies.get(uidOf(set));
    if (tally === undefined) continue;
    if (!matchesSelector(selectorOfReplicas(set), pod.metadata.labels)) tally.candidates.delete(key);
    else {
      tally.candidates.set(key, false);
      context.enqueue(tally.key);
    }
  }
}

function findCandidates(context: Context, tally: Tally, set: ReplicatedSet): void {
  tally.candidates.clear();
  for (const key of orphansOf(context.memory.orphans, namespaceOf(set))) {
    const labels = context.lister(POD).byKey(key)?.metadata.labels;
    if (matchesSelector(tally.yardstick.selector, labels)) tally.candidates.set(key, false);
  }
}

function podsOf(context: Context, set: ReplicatedSet): { key: string; pod: Pod }[] {
  return context
    .lister(POD)
    .by('owner', uidOf(set))
    .map((pod) => ({ key: keyOf(pod), pod }));
}

function yardstickOf(set: ReplicatedSet): Yardstick {
  return { selector: selectorOfReplicas(set), templateLabels: set.spec?.template?.metadata?.labels, minReadyMs: minReadyMs(set) };
}

function isSameYardstick(a: Yardstick, b: Yardstick): boolean {
  return (
    a.minReadyMs === b.minReadyMs &&
    (a.selector === b.selector || deepEqual(a.selector, b.selector)) &&
    (a.templateLabels === b.templateLabels || deepEqual(a.templateLabels, b.templateLabels))
  );
}
