/** Which pods a job makes and which it takes away while it goes on (manageJob). */
import { type ApiError, isReason } from '../../../api/errors.ts';
import { keyOf } from '../../../api/object.ts';
import { isPodReady } from '../../../api/pod/conditions.ts';
import { goSorted } from '../../../base/go-sort.ts';
import type { Job, Pod } from '../../../api/types.gen.ts';
import { compareActive } from '../../client/active-pods.ts';
import { creationsObserved, deletionObserved, expectCreations, expectDeletions } from '../../client/expectations.ts';
import { createPods, deletePod } from '../../client/pod-control.ts';
import { backoffLeftMs, finishedAt } from './backoff.ts';
import { type Intervals, lowestFree, union, withIndexes } from './indexes.ts';
import { completionIndex, indexedPod, jobPod } from './pod.ts';
import { isIndexed, isSuspended } from './status.ts';
import { letGo } from './tracking-finalizer.ts';
import { type JobView, allFailures, indexesOf, isOnItsWayOut, replacesOnlyFailed, specOf } from './view.ts';

/** Most pods that one sync creates or deletes. */
const BURST = 500;
const BATCH_MS = 1000;

export interface Managed {
  /** Pods that are active now, as far as is known. */
  readonly active: number;
  readonly error: ApiError | undefined;
}

export function manage(view: JobView): Managed {
  const { job, active } = view;
  if (isSuspended(job)) return removePods(view, podsToRemove(job, active, active.length));
  const wanted = wantedPods(view);
  const excess = podsToRemove(job, active, Math.max(0, active.length - wanted)).slice(0, BURST);
  if (excess.length > 0) return removePods(view, excess);
  const missing = wanted - active.length - (replacesOnlyFailed(job) ? view.terminating : 0);
  return missing > 0 ? addPods(view, missing) : { active: active.length, error: undefined };
}

/** Without a number of completions the first success means that no more pods are needed. */
export function wantedPods({ job, active, succeeded }: Pick<JobView, 'job' | 'active' | 'succeeded'>): number {
  const { completions, parallelism = 0 } = specOf(job);
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(completions - succeeded, parallelism));
}

/** Deletes every active pod of a job that is at its end; gives how many that were. */
export function removeActive(view: JobView): { readonly removed: number; readonly error: ApiError | undefined } {
  let error: ApiError | undefined;
  let removed = 0;
  for (const pod of view.active) {
    const refused = deletePod(view.context, view.job, pod);
    if (isPodReady(pod)) view.ready -= 1;
    if (refused === undefined || isReason(refused, 'NotFound')) removed += 1;
    else error ??= refused;
  }
  view.terminating += removed;
  return { removed, error };
}

/** Of an Indexed job those go first that share an index, have none, or one that it doesn't have. */
export function podsToRemove(job: Job, active: readonly Pod[], atLeast: number): readonly Pod[] {
  const { stray, left } = isIndexed(job) ? strayPods(active, specOf(job).completions ?? 0) : { stray: [], left: active };
  const more = Math.max(0, atLeast - stray.length);
  return [...stray, ...(more === 0 ? [] : goSorted(left, compareActive).slice(0, more))];
}

function strayPods(active: readonly Pod[], completions: number): { readonly stray: readonly Pod[]; readonly left: readonly Pod[] } {
  const stray: Pod[] = [];
  const left: Pod[] = [];
  const byIndex = new Map<number, Pod[]>();
  for (const pod of active.toSorted((a, b) => (completionIndex(a) ?? -1) - (completionIndex(b) ?? -1))) {
    const index = completionIndex(pod);
    if (index === undefined || index >= completions) stray.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  for (const pods of byIndex.values()) {
    const sorted = goSorted(pods, compareActive);
    stray.push(...sorted.slice(0, -1));
    left.push(...sorted.slice(-1));
  }
  return { stray, left };
}

function removePods(view: JobView, pods: readonly Pod[]): Managed {
  const { context, job, memory } = view;
  expectDeletions(memory.expectations, pods.map(keyOf), context.now);
  let error: ApiError | undefined;
  let removed = 0;
  for (const pod of pods) {
    const refused = letGo(context, pod) ?? deletePod(context, job, pod);
    if (isPodReady(pod)) view.ready -= 1;
    if (refused !== undefined) deletionObserved(memory.expectations, keyOf(pod));
    if (refused === undefined || isReason(refused, 'NotFound')) removed += 1;
    else error ??= refused;
  }
  view.terminating += removed;
  return { active: view.active.length - removed, error };
}

/** While a job waits after a failure it is said to have no active pods. */
function addPods(view: JobView, missing: number): Managed {
  const { context, job, memory, active } = view;
  const isLimitedByIndex = specOf(job).backoffLimitPerIndex !== undefined;
  const leftMs = isLimitedByIndex ? 0 : backoffLeftMs(view.backoff, context.now);
  if (leftMs > 0) return wait(view, leftMs);
  const wanted = Math.min(missing, BURST);
  const indexes = view.indexes === undefined ? undefined : nextIndexes(view, view.indexes.completions, wanted);
  if (indexes !== undefined && indexes.now.length === 0 && indexes.leftMs > 0) return wait(view, indexes.leftMs);
  const count = indexes === undefined ? wanted : indexes.now.length;
  expectCreations(memory.expectations, count, context.now);
  const { created, error } = createPods(context, job, (at) => podAt(view, indexes?.now[at]), count);
  if (error === undefined) return { active: active.length + count, error };
  creationsObserved(memory.expectations, count - created);
  return { active: active.length + created, error };
}

function wait({ context, job }: JobView, leftMs: number): Managed {
  context.enqueueAfter(keyOf(job), Math.max(BATCH_MS, leftMs));
  return { active: 0, error: undefined };
}

function podAt({ job, indexes }: JobView, index: number | undefined): Pod {
  return index === undefined ? jobPod(job) : indexedPod(job, index, indexes?.toReplace.get(index));
}

/** Of the lowest indexes that are to come those that need not wait for their back-off, and how long the others have to. */
function nextIndexes(view: JobView, completions: number, count: number): { readonly now: readonly number[]; readonly leftMs: number } {
  const pending = lowestFree(takenIndexes(view), count, completions);
  const leftOf = (index: number): number => indexBackoffLeftMs(view.indexes?.toReplace.get(index), view.context.now);
  const now = pending.filter((index) => leftOf(index) === 0);
  return { now, leftMs: now.length > 0 ? 0 : Math.min(...pending.map(leftOf)) };
}

function takenIndexes({ job, pods, active, indexes }: JobView): Intervals {
  const leaving = replacesOnlyFailed(job) ? pods.filter(isOnItsWayOut) : [];
  const held = withIndexes(indexes?.succeeded ?? [], new Set(indexesOf([...active, ...leaving])));
  return union(held, indexes?.failed ?? []);
}

export function indexBackoffLeftMs(failed: Pod | undefined, now: number): number {
  if (failed === undefined) return 0;
  return backoffLeftMs({ failures: allFailures(failed) + 1, lastFailureAt: finishedAt(failed) }, now);
}
