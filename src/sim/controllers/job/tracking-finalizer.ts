/** The finalizer that keeps a job's pods until they are in its counts, and how it goes. */
import { ApiError, isReason } from '../../../api/errors.ts';
import { controllerOf, isTerminating, nameOf, namespaceOf, splitKey, uidOf } from '../../../api/object.ts';
import { isJobFinished } from '../../../api/kinds/job/conditions.ts';
import { JOB, POD } from '../../../api/resources.ts';
import type { Job, Pod } from '../../../api/types.gen.ts';
import type { JobContext } from './memory.ts';
import { TRACKING_FINALIZER, isTracked } from './pod.ts';

/** Takes the finalizer off a pod. Gives the refusal rather than throwing it. */
export function letGo({ client }: Pick<JobContext, 'client'>, pod: Pod): ApiError | undefined {
  if (!isTracked(pod)) return undefined;
  try {
    const metadata = { '$deleteFromPrimitiveList/finalizers': [TRACKING_FINALIZER] };
    client.patch(POD, namespaceOf(pod), nameOf(pod), 'strategic', { metadata });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

export function isManagedElsewhere({ spec }: Job): boolean {
  return spec?.managedBy !== undefined && spec.managedBy !== 'kubernetes.io/job-controller';
}

/** The job that a pod says controls it, if that is the one there is. */
export function jobOf({ lister }: Pick<JobContext, 'lister'>, pod: Pod): Job | undefined {
  const reference = controllerOf(pod);
  if (reference?.kind !== JOB.kind) return undefined;
  const job = lister(JOB).get(namespaceOf(pod), reference.name);
  return job !== undefined && uidOf(job) === reference.uid ? job : undefined;
}

/** Whether nobody will count a pod any more: its job is gone or finished, or it has none. */
export function isForgotten(context: Pick<JobContext, 'lister'>, pod: Pod): boolean {
  if (!isTracked(pod)) return false;
  const reference = controllerOf(pod);
  if (reference === undefined) return true;
  if (reference.kind !== JOB.kind || reference.apiVersion !== 'batch/v1') return false;
  const job = jobOf(context, pod);
  return job === undefined || (isJobFinished(job) && !isManagedElsewhere(job));
}

const ORPHAN = 'orphan ';

/** Such a pod waits in the same queue as the jobs, under a key that none of them can have. */
export function orphanKey(podKey: string): string {
  return `${ORPHAN}${podKey}`;
}

export function isOrphanKey(key: string): boolean {
  return key.startsWith(ORPHAN);
}

export function syncOrphan(context: JobContext, key: string): void {
  const { namespace, name } = splitKey(key.slice(ORPHAN.length));
  const pod = context.lister(POD).get(namespace, name);
  if (pod === undefined || !isForgotten(context, pod)) return;
  const refused = letGo(context, pod);
  if (refused !== undefined && !isReason(refused, 'NotFound')) throw refused;
}

/** Pods that have to be let go when they change: those on their way out, or without any controller. */
export function isOffered(context: Pick<JobContext, 'lister'>, pod: Pod): boolean {
  return (isTerminating(pod) || controllerOf(pod) === undefined) && isForgotten(context, pod);
}
