/**
 * Counts each pod that has ended exactly once (trackJobStatusAndRemoveFinalizers): its uid is noted in the status, then its finalizer
 * goes, then the uid becomes part of a number. Whatever is lost on the way, one of the two still tells.
 */
import { type ApiError, isReason } from '../../../api/errors.ts';
import { isTerminating, uidOf } from '../../../api/object.ts';
import { JOB } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { delaysTheEnd } from './gates.ts';
import { hasIndex, total, withIndexes, writeIndexes } from './indexes.ts';
import { completionIndex, isTracked } from './pod.ts';
import { judgeFailure } from './policies.ts';
import { type Draft, type Verdict, conditionOf, ensureCondition, isIndexed, statusOf, trueCondition } from './status.ts';
import { letGo } from './tracking-finalizer.ts';
import { type JobView, hasPodFailed, isInRange, specOf } from './view.ts';

/** Most uids that a status holds. */
const MAX_UNCOUNTED = 500;

export function track(view: JobView, verdict: Verdict | undefined, isChanged: boolean): void {
  const { draft } = view;
  const held = new Set(view.pods.filter((pod) => isHeld(view, pod)).map(uidOf));
  let isDue = countReleased(draft, held) || isChanged;
  const noted = noteEnded(view, verdict);
  isDue = noteIndexes(view, noted.indexes) || noted.isChanged || isDue;
  const terminal = verdict === undefined ? undefined : announce(view, verdict);
  isDue ||= terminal?.isNew === true;
  if (isDue) {
    write(view);
    view.memory.backoff = view.backoff;
  }
  const error = release(view, noted.release, held);
  isDue = countReleased(draft, held);
  if (error !== undefined) {
    if (isDue) write(view);
    throw error;
  }
  const isFinished = terminal !== undefined && !noted.isFull && finish(view, terminal.verdict);
  if (isDue || isFinished) write(view);
  if (isFinished) tellFinished(view, terminal.verdict);
}

function isHeld({ memory }: JobView, pod: Pod): boolean {
  return isTracked(pod) && !memory.released.has(uidOf(pod));
}

/** Uids whose pods were let go become numbers. False when there are none. */
function countReleased(draft: Draft, held: ReadonlySet<string>): boolean {
  const { succeeded, failed } = draft.uncounted;
  const isThere = (uid: string): boolean => held.has(uid);
  const left = { succeeded: succeeded.filter(isThere), failed: failed.filter(isThere) };
  draft.uncounted = left;
  draft.succeeded += succeeded.length - left.succeeded.length;
  draft.failed += failed.length - left.failed.length;
  return left.succeeded.length !== succeeded.length || left.failed.length !== failed.length;
}

interface Noted {
  readonly release: readonly Pod[];
  readonly indexes: readonly number[];
  readonly isChanged: boolean;
  /** There is more to note than a status holds. */
  readonly isFull: boolean;
}

function noteEnded(view: JobView, verdict: Verdict | undefined): Noted {
  const { job, draft } = view;
  const [succeeded, failed] = [[...draft.uncounted.succeeded], [...draft.uncounted.failed]];
  const before = succeeded.length + failed.length;
  const [knownSucceeded, knownFailed] = [new Set(succeeded), new Set(failed)];
  const indexes: number[] = [];
  const release: Pod[] = [];
  for (const pod of inOrder(view)) {
    const uid = uidOf(pod);
    const hasFailed = hasPodFailed(pod, job);
    if (!isHeld(view, pod) || !mayGo(view, pod, hasFailed, verdict)) continue;
    release.push(pod);
    if (pod.status?.phase === 'Succeeded' && !knownFailed.has(uid)) {
      if (view.indexes !== undefined) indexes.push(...newlySucceeded(view, pod));
      else if (!knownSucceeded.has(uid)) succeeded.push(uid);
    } else if (hasFailed || (verdict !== undefined && verdict.type !== 'SuccessCriteriaMet')) {
      const isOurs = !isIndexed(job) || isInRange(pod, job);
      if (isOurs && !knownFailed.has(uid) && judgeFailure(specOf(job).podFailurePolicy, pod).counts) failed.push(uid);
    }
    if (indexes.length + succeeded.length + failed.length >= MAX_UNCOUNTED) break;
  }
  draft.uncounted = { succeeded, failed };
  const noted = indexes.length + succeeded.length + failed.length;
  return { release, indexes, isChanged: noted > before, isFull: noted >= MAX_UNCOUNTED };
}

function inOrder({ pods, job }: JobView): readonly Pod[] {
  if (!isIndexed(job)) return pods;
  return pods.toSorted((a, b) => (completionIndex(a) ?? -1) - (completionIndex(b) ?? -1));
}

/** A failed pod whose index is tried again stays until its successor knows of its failures. */
function mayGo({ job, indexes }: JobView, pod: Pod, hasFailed: boolean, verdict: Verdict | undefined): boolean {
  if (isTerminating(job) || verdict !== undefined || pod.status?.phase === 'Succeeded') return true;
  if (!hasFailed) return false;
  const index = completionIndex(pod);
  const waiting = index === undefined ? undefined : indexes?.toReplace.get(index);
  return waiting === undefined || uidOf(waiting) !== uidOf(pod);
}

function newlySucceeded({ job, indexes }: JobView, pod: Pod): readonly number[] {
  const index = completionIndex(pod);
  return index === undefined || !isInRange(pod, job) || hasIndex(indexes?.before ?? [], index) ? [] : [index];
}

function noteIndexes({ draft, indexes }: JobView, added: readonly number[]): boolean {
  if (indexes === undefined) return false;
  const succeeded = withIndexes(indexes.succeeded, added);
  const [completedIndexes, failedIndexes] = [writeIndexes(succeeded), indexes.failed && writeIndexes(indexes.failed)];
  const isChanged = added.length > 0 || completedIndexes !== draft.completedIndexes || failedIndexes !== draft.failedIndexes;
  Object.assign(draft, { succeeded: total(succeeded), completedIndexes, failedIndexes } satisfies Partial<Draft>);
  return isChanged;
}

/** Says what the job will come to, before it does. */
function announce({ draft, context }: JobView, verdict: Verdict): { readonly verdict: Verdict; readonly isNew: boolean } {
  const { type, reason, message } = verdict;
  if (type !== 'FailureTarget' && type !== 'SuccessCriteriaMet') return { verdict, isNew: false };
  const isNew = type === 'FailureTarget' || trueCondition(draft.conditions, type) === undefined;
  if (isNew) draft.conditions = [...draft.conditions, conditionOf(type, 'True', reason, message, context.now)];
  return { verdict: { type: type === 'FailureTarget' ? 'Failed' : 'Complete', reason, message }, isNew };
}

function write(view: JobView): void {
  view.job = view.context.client.updateStatus(JOB, { ...view.job, status: statusOf(view.draft) });
}

/** `held` loses the pods that were let go. */
function release({ context, memory }: JobView, pods: readonly Pod[], held: Set<string>): ApiError | undefined {
  let error: ApiError | undefined;
  for (const pod of pods) {
    memory.released.add(uidOf(pod));
    const refused = letGo(context, pod);
    if (refused !== undefined) memory.released.delete(uidOf(pod));
    if (refused === undefined || isReason(refused, 'NotFound')) held.delete(uidOf(pod));
    else error ??= refused;
  }
  return error;
}

/** A job has ended when all its pods have, and are counted. */
function finish({ draft, context, terminating }: JobView, { type, reason, message }: Verdict): boolean {
  const { succeeded, failed } = draft.uncounted;
  if (succeeded.length + failed.length > 0) return false;
  if (terminating > 0 && delaysTheEnd(context.spec.featureGates)) return false;
  draft.conditions = ensureCondition(draft.conditions, conditionOf(type, 'True', reason, message, context.now));
  if (type === 'Complete') draft.completionTime = formatTime(context.now);
  return true;
}

function tellFinished({ context, job, memory, draft }: JobView, { type, reason, message }: Verdict): void {
  memory.isFinished = true;
  if (type === 'Failed') return context.event(job, 'Warning', reason, message);
  if (draft.succeeded > (specOf(job).completions ?? Number.POSITIVE_INFINITY)) {
    const text = 'Too many succeeded pods running after completion count reached';
    context.event(job, 'Warning', 'TooManySucceededPods', text);
  }
  context.event(job, 'Normal', 'Completed', 'Job completed');
}
