/** What follows when a pod was not placed, or could not be bound. */
import { ApiError } from '../../api/errors.ts';
import type { Pod } from '../../api/types.gen.ts';
import { patchPodCondition } from '../client/pod-condition.ts';
import { type SchedulerContext, profilesOf } from './memory.ts';
import { tell } from './tell.ts';
import { type QueuedPod, noteFailure } from './queue/scheduling-queue.ts';
import { delay, hold } from './requeue.ts';

/** Longest note of an Event, in bytes. */
const MAX_NOTE = 1024;

/** No node this time. Without `rejectors` it was an error, tried again after a delay; else something must change first. */
export function fail(
  context: SchedulerContext,
  queued: QueuedPod,
  pod: Pod,
  message: string,
  reason: 'Unschedulable' | 'SchedulerError',
  rejectors: readonly string[],
): void {
  const error = rejectors.length === 0;
  noteFailure(queued, context.now, error, profilesOf(context).backoff);
  if (error) delay(context, queued);
  else hold(context, queued, rejectors);
  tell(
    context,
    queued.profile,
    pod,
    'Warning',
    'FailedScheduling',
    message.length > MAX_NOTE ? `${message.slice(0, MAX_NOTE - 4)} ...` : message,
  );
  writeCondition(context, pod, reason, message);
}

function writeCondition(context: SchedulerContext, pod: Pod, reason: string, message: string): void {
  try {
    const nominated = context.memory.cache.nominees.get(pod.metadata.uid ?? '')?.node;
    const status = nominated === (pod.status?.nominatedNodeName ?? undefined) ? {} : { nominatedNodeName: nominated ?? null };
    patchPodCondition(context.client, context.now, pod, { type: 'PodScheduled', status: 'False', reason, message }, status);
  } catch (error) {
    // The pod may be gone meanwhile; then its informer will say so.
    if (!(error instanceof ApiError)) throw error;
  }
}
