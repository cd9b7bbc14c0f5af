import { isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { isPodAvailable, isPodReady } from '../../../api/pod/conditions.ts';
import { STATEFUL_SET } from '../../../api/resources.ts';
import type { Pod, StatefulSet, StatefulSetStatus } from '../../../api/types.gen.ts';
import { revisionNameOf } from './identity.ts';
import { type StatefulContext, type StatefulMemory, noteWritten } from './memory.ts';
import { type Rollout, desiredReplicas, minReadySeconds } from './rollout.ts';

type Counts = Record<'replicas' | 'readyReplicas' | 'availableReplicas' | 'currentReplicas' | 'updatedReplicas', number>;

/** Pods that were only planned have no phase and don't count. `justDeleted` are those of the current revision that this sync deleted. */
export function calculateStatus({ context, set, current, update, collisionCount }: Rollout, pods: readonly Pod[], justDeleted: number) {
  const counts: Counts = { replicas: 0, readyReplicas: 0, availableReplicas: 0, currentReplicas: 0, updatedReplicas: 0 };
  for (const pod of pods) countPod(counts, pod, current.name, update.name, minReadySeconds(set), context.now);
  counts.currentReplicas -= justDeleted;
  const isDone = isComplete(set, counts);
  if (isDone) counts.currentReplicas = counts.updatedReplicas;
  const { replicas, availableReplicas, ...others } = counts;
  const shown = Object.fromEntries(Object.entries(others).filter(([, count]) => count !== 0));
  const { generation } = set.metadata;
  const status: StatefulSetStatus = {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    replicas,
    availableReplicas,
    ...shown,
    currentRevision: isDone ? update.name : current.name,
    updateRevision: update.name,
    collisionCount,
  };
  return status;
}

function countPod(counts: Counts, pod: Pod, current: string, update: string, minReady: number, now: number): void {
  const { phase } = pod.status ?? {};
  if (phase === undefined) return;
  counts.replicas += 1;
  if (phase === 'Running' && isPodReady(pod)) {
    counts.readyReplicas += 1;
    if (isPodAvailable(pod, minReady, now)) counts.availableReplicas += 1;
  }
  if (isTerminating(pod)) return;
  if (revisionNameOf(pod) === current) counts.currentReplicas += 1;
  if (revisionNameOf(pod) === update) counts.updatedReplicas += 1;
}

/** A rolling update is done when all pods are new and ready: then the new revision is the current one. */
function isComplete(set: StatefulSet, { replicas, readyReplicas, updatedReplicas }: Counts): boolean {
  const desired = desiredReplicas(set);
  const isRolling = set.spec?.updateStrategy?.type === 'RollingUpdate';
  return isRolling && updatedReplicas === desired && readyReplicas === desired && replicas === desired;
}

const COMPARED = [
  'replicas',
  'currentReplicas',
  'readyReplicas',
  'updatedReplicas',
  'currentRevision',
  'availableReplicas',
  'updateRevision',
] as const;

/** Writes the status if it has changed; retried once against the newest object. */
export function writeStatus(context: StatefulContext, memory: StatefulMemory, set: StatefulSet, status: StatefulSetStatus): void {
  const known = set.status;
  const isSame = COMPARED.every((field) => (known?.[field] || undefined) === (status[field] || undefined));
  if (isSame && (status.observedGeneration ?? 0) <= (known?.observedGeneration ?? 0)) return;
  const written = tryWrite(context, { ...set, status }) ?? onFresh(context, set, status);
  if (written !== undefined) noteWritten(memory, STATEFUL_SET, written, context.now);
}

/** Undefined on a conflict. */
function tryWrite(context: StatefulContext, next: StatefulSet): StatefulSet | undefined {
  try {
    return context.client.updateStatus(STATEFUL_SET, next);
  } catch (error) {
    if (!isReason(error, 'Conflict')) throw error;
    return undefined;
  }
}

function onFresh(context: StatefulContext, set: StatefulSet, status: StatefulSetStatus): StatefulSet | undefined {
  const fresh = context.client.get(STATEFUL_SET, namespaceOf(set), nameOf(set));
  return uidOf(fresh) === uidOf(set) ? context.client.updateStatus(STATEFUL_SET, { ...fresh, status }) : undefined;
}
