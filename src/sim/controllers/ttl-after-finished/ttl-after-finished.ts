/** Deletes jobs some time after they have finished, if they say so (pkg/controller/ttlafterfinished). */
import { isReason } from '../../../api/errors.ts';
import { isJobFinished } from '../../../api/kinds/job/conditions.ts';
import { isTerminating, keyOf, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { JOB } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Job } from '../../../api/types.gen.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

export const ttlAfterFinishedController: LateBehaviour = {
  onChange(context, _type, { type, object }) {
    if (type !== 'DELETED' && isToGo(object as Job)) context.enqueue(keyOf(object));
  },
  sync(context, key) {
    const job = context.lister(JOB).byKey(key);
    if (job === undefined || !isToGo(job)) return undefined;
    const leftMs = timeLeftMs(job, context.now) ?? 0;
    return leftMs > 0 ? leftMs : remove(context, job);
  },
};

/** Milliseconds until a finished job is to go, negative once that has passed; undefined for a job that stays. */
export function timeLeftMs({ spec, status }: Job, now: number): number | undefined {
  const finished = status?.conditions?.find(({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True');
  if (spec?.ttlSecondsAfterFinished === undefined || !finished?.lastTransitionTime) return undefined;
  return parseTime(finished.lastTransitionTime) + spec.ttlSecondsAfterFinished * 1000 - now;
}

function isToGo(job: Job): boolean {
  return !isTerminating(job) && job.spec?.ttlSecondsAfterFinished !== undefined && isJobFinished(job);
}

/** Looks again first: the time to live may have been made longer. */
function remove({ client, now }: LateContext, { metadata }: Job): number | undefined {
  const [namespace, name] = [metadata.namespace ?? '', metadata.name ?? ''];
  try {
    const fresh = client.get(JOB, namespace, name);
    const leftMs = isToGo(fresh) ? timeLeftMs(fresh, now) : undefined;
    if (leftMs === undefined || leftMs > 0) return leftMs;
    const preconditions = { uid: uidOf(fresh) };
    client.delete(JOB, namespaceOf(fresh), nameOf(fresh), { propagationPolicy: 'Foreground', preconditions });
    return undefined;
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}
