/** How long a job waits before it replaces pods that have failed (pkg/controller/job/backoff_utils.go). */
import { isSidecar } from '../../../api/pod/resources.ts';
import { podCondition } from '../../../api/pod/conditions.ts';
import { parseTime } from '../../../api/time.ts';
import type { ContainerStatus, Pod } from '../../../api/types.gen.ts';

/** Times in milliseconds since the epoch. */
export interface Backoff {
  /** Since a pod last succeeded. */
  readonly failures: number;
  readonly lastFailureAt: number | undefined;
}

export const NO_FAILURES: Backoff = { failures: 0, lastFailureAt: undefined };

export interface BackoffLimits {
  readonly firstMs: number;
  readonly mostMs: number;
}

const LONG_AGO = '0001-01-01T00:00:00Z';
const LIMITS: BackoffLimits = { firstMs: 10_000, mostMs: 600_000 };

/** What is known once these pods have finished as well. */
export function nextBackoff(known: Backoff, succeeded: readonly Pod[], failed: readonly Pod[]): Backoff {
  const lastFailureAt = latest(failed);
  if (succeeded.length === 0) {
    return lastFailureAt === undefined ? known : { failures: known.failures + failed.length, lastFailureAt };
  }
  const successAt = latest(succeeded) ?? 0;
  const since = failed.map(finishedAt).filter((at) => at > successAt);
  return since.length === 0 ? NO_FAILURES : { failures: since.length, lastFailureAt };
}

/** The wait doubles with every failure. Milliseconds that are left of it. */
export function backoffLeftMs({ failures, lastFailureAt }: Backoff, now: number, { firstMs, mostMs }: BackoffLimits = LIMITS): number {
  if (failures === 0 || lastFailureAt === undefined) return 0;
  const wait = failures === 1 ? firstMs : Math.min(firstMs * 2 ** (failures - 1), mostMs);
  return Math.max(0, wait - (now - lastFailureAt));
}

/** When a pod finished, as well as it can be told: by its containers, else when it stopped being ready, was deleted or was made. */
export function finishedAt(pod: Pod): number {
  const { metadata, spec, status } = pod;
  const containers = latestEnd(status?.containerStatuses ?? []);
  const sidecars = new Set(spec?.initContainers?.filter(isSidecar).map(({ name }) => name));
  const statuses = (status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name));
  const ended = statuses.length === 0 ? containers : latestEnd(statuses, containers);
  if (ended !== undefined) return ended;
  const ready = podCondition(pod, 'Ready');
  if (ready?.status === 'False' && ready.lastTransitionTime) return parseTime(ready.lastTransitionTime);
  if (metadata.deletionTimestamp !== undefined) {
    return parseTime(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
  }
  return parseTime(metadata.creationTimestamp ?? LONG_AGO);
}

/** Undefined as soon as one has not ended. */
function latestEnd(statuses: readonly ContainerStatus[], before?: number): number | undefined {
  let last = before;
  for (const { state } of statuses) {
    const ended = state?.terminated?.finishedAt;
    if (!ended) return undefined;
    last = Math.max(last ?? Number.NEGATIVE_INFINITY, parseTime(ended));
  }
  return last;
}

function latest(pods: readonly Pod[]): number | undefined {
  return pods.length === 0 ? undefined : Math.max(...pods.map(finishedAt));
}
