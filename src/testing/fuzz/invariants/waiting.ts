import { type KubeObject, isTerminating } from '../../../api/object.ts';
import { NAMESPACE } from '../../../api/resources.ts';
import { type Ledger, readOf } from '../ledger.ts';

/** A component will look at this key again: it failed and waits for its next try. */
export function isWaiting({ cluster }: Ledger, component: string, key: string): boolean {
  for (const { name, queue } of cluster.state.components.values())
    if (name === component) return queue.delayed.has(key) || queue.queued.has(key);
  return false;
}

/** Its namespace is on its way out, where nothing can be made any more. */
export function isAbandoned(ledger: Ledger, object: KubeObject): boolean {
  const namespace = readOf(ledger, NAMESPACE, object.metadata.namespace ?? '');
  return namespace === undefined || isTerminating(namespace);
}

/**
 * A pod that is on its way out and is taken from its controller goes without the controller's notice, as upstream: of a pod that is being
 * deleted its handlers look at the present owner alone (job_controller.go and daemon_controller.go: updatePod). Unless something else has
 * woken the controller since; `otherwiseAt` is when something may have.
 */
export function hasLostInSilence(
  { lostDyingAt, podsAt, specAt }: Ledger,
  { metadata: { uid = '' } }: KubeObject,
  otherwiseAt = 0,
): boolean {
  return (lostDyingAt.get(uid) ?? -1) >= Math.max(podsAt.get(uid) ?? 0, specAt.get(uid) ?? 0, otherwiseAt);
}

/** So long a controller waits to see what it did, in milliseconds (pkg/controller/controller_utils.go: ExpectationsTimeout). */
const EXPIRY_MS = 300_000;

/**
 * It has deleted a pod that had just been taken from it, and waits for a deletion that is not told as one of its own: until its patience is
 * at an end and something wakes it, it makes and deletes nothing (job_controller.go: deletePod, syncJob).
 */
export function awaitsADeletion({ missedDeletionAt, podsAt, specAt }: Ledger, { metadata: { uid = '' } }: KubeObject): boolean {
  const since = missedDeletionAt.get(uid);
  return since !== undefined && Math.max(podsAt.get(uid) ?? 0, specAt.get(uid) ?? 0) <= since + EXPIRY_MS;
}
