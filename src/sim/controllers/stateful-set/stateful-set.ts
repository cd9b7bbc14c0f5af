/**
 * The StatefulSet controller (pkg/controller/statefulset): pods that have names of their own and keep their claims. What is done in
 * one sync is decided in `replicas.ts`; claims are made here and bound by others.
 */
import { ApiError } from '../../../api/errors.ts';
import { type ResourceType, isTerminating, keyOf, uidOf } from '../../../api/object.ts';
import { isPodReady, podCondition } from '../../../api/pod/conditions.ts';
import { CONTROLLER_REVISION, POD, STATEFUL_SET } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Pod, StatefulSet, StatefulSetStatus } from '../../../api/types.gen.ts';
import { claim } from '../../client/claim.ts';
import { isTelling, ownersConcerned, selectorOfOwner } from '../../client/concerned.ts';
import { adopt, controllerUid } from '../../client/controller-ref.ts';
import { lookEveryMs, paceMs } from '../../client/pace.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';
import { isMemberOf } from './identity.ts';
import { type StatefulContext, type StatefulMemory, isBehind, memoryOf, observe } from './memory.ts';
import { updateReplicas } from './replicas.ts';
import { type Revisions, revisionsOf, syncRevisions, truncateHistory } from './revisions.ts';
import { desiredReplicas, minReadySeconds } from './rollout.ts';
import { writeStatus } from './status.ts';

export const statefulSetController: LateBehaviour<StatefulMemory> = {
  onChange(context, { resource }: ResourceType, change: Change) {
    observe(context, resource, change);
    if (resource === STATEFUL_SET.resource) onSetChange(context, change as Change<StatefulSet>);
    else if (resource === POD.resource) onPodChange(context, change as Change<Pod>);
  },
  sync: syncStatefulSet,
};

/** How long to wait for what was written to come back. */
const BEHIND_MS = 5;

function syncStatefulSet(context: StatefulContext, key: string): number | undefined {
  const set = context.lister(STATEFUL_SET).byKey(key);
  if (set === undefined) {
    context.memory.delete(key);
    return undefined;
  }
  const memory = memoryOf(context, set);
  if (isBehind(memory, context.now)) return BEHIND_MS;
  adoptRevisions(context, set);
  const pods = claim(context, STATEFUL_SET, set, POD, selectorOfOwner(set), (pod) => isMemberOf(set, pod));
  const revisions = syncRevisions(context, set);
  const status = updatePods(context, set, memory, revisions, pods);
  const isWaiting = minReadySeconds(set) > 0 && status.readyReplicas !== status.availableReplicas;
  return isWaiting ? nextAvailabilityMs(pods, minReadySeconds(set) * 1000, context.now) : undefined;
}

/** Whatever was refused, the status is told and old revisions go. */
function updatePods(
  context: StatefulContext,
  set: StatefulSet,
  memory: StatefulMemory,
  revisions: Revisions,
  pods: readonly Pod[],
): StatefulSetStatus {
  const { status, error } = updateReplicas({ context, set, memory, ...revisions }, pods);
  try {
    writeStatus(context, memory, set, status);
  } catch (refusal) {
    if (!(refusal instanceof ApiError) || error === undefined) throw refusal;
  }
  truncateHistory(context, set, pods, revisions);
  if (error !== undefined) throw error;
  return status;
}

function adoptRevisions(context: StatefulContext, set: StatefulSet): void {
  if (isTerminating(set)) return;
  for (const revision of revisionsOf(context, set))
    if (controllerUid(revision) === '') adopt(context.client, STATEFUL_SET, set, CONTROLLER_REVISION, revision);
}

/** Until the next of the pods has been ready for long enough. */
function nextAvailabilityMs(pods: readonly Pod[], minReadyMs: number, now: number): number {
  const waits = pods.flatMap((pod) => {
    const since = isPodReady(pod) ? podCondition(pod, 'Ready')?.lastTransitionTime : undefined;
    const wait = since === undefined ? 0 : parseTime(since) + minReadyMs - now;
    return wait > 0 ? [wait] : [];
  });
  return waits.length === 0 ? minReadyMs : Math.min(...waits);
}

function everyMs(set: StatefulSet): number {
  return lookEveryMs(desiredReplicas(set));
}

/** Our own status comes back too; it is no reason for haste. */
function onSetChange(context: StatefulContext, { object, previous }: Change<StatefulSet>): void {
  const isSame = previous !== undefined && uidOf(previous) === uidOf(object) && isTerminating(previous) === isTerminating(object);
  const isStatusOnly = isSame && previous.metadata.generation === object.metadata.generation;
  context.enqueueAfter(keyOf(object), isStatusOnly ? everyMs(object) : 0);
}

function onPodChange(context: StatefulContext, change: Change<Pod>): void {
  if (!isTelling(change)) return;
  for (const set of ownersConcerned(context.lister(STATEFUL_SET), STATEFUL_SET, change, true))
    context.enqueueAfter(keyOf(set), paceMs(memoryOf(context, set).pace, context.now, everyMs(set)));
}
