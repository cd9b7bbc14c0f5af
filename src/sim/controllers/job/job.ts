/**
 * The Job controller (pkg/controller/job): runs pods until enough of them have succeeded or too many have failed. What several pods do
 * within a second it sees together. It leaves alone the jobs that somebody else manages, and those that are finished.
 */
import { ApiError } from '../../../api/errors.ts';
import { isGateOn } from '../../../api/feature-gates.ts';
import { isJobFinished } from '../../../api/kinds/job/conditions.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { type ResourceType, isTerminating, keyOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { JOB, POD } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { Job, Pod } from '../../../api/types.gen.ts';
import { claim } from '../../client/claim.ts';
import { ownersConcerned, selectorOfOwner } from '../../client/concerned.ts';
import { areSatisfied, creationsObserved, deletionObserved } from '../../client/expectations.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';
import { delaysTheEnd, underGates } from './gates.ts';
import { manage, removeActive } from './manage.ts';
import { type JobContext, type JobMemory, memoryOf } from './memory.ts';
import { TRACKING_FINALIZER, isTracked } from './pod.ts';
import { type Verdict, conditionOf, ensureCondition, isSuspended } from './status.ts';
import { track } from './track.ts';
import { isManagedElsewhere, isOffered, isOrphanKey, jobOf, orphanKey, syncOrphan } from './tracking-finalizer.ts';
import { deadlineLeftMs, verdictOf } from './verdict.ts';
import { type JobView, specOf, viewOf } from './view.ts';

export const jobController: LateBehaviour<JobMemory> = {
  onChange(context, { resource }: ResourceType, change: Change) {
    if (resource === JOB.resource) onJobChange(context, change as Change<Job>);
    else onPodChange(context, change as Change<Pod>);
  },
  sync(context, key) {
    return isOrphanKey(key) ? syncOrphan(context, key) : syncKey(context, key);
  },
};

const BATCH_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

function syncKey(context: JobContext, key: string): number | undefined {
  const job = context.lister(JOB).byKey(key);
  if (job === undefined || isJobFinished(job) || isManagedElsewhere(job)) return undefined;
  const memory = memoryOf(context, job);
  if (memory.isFinished) return undefined;
  try {
    syncJob(context, memory, job);
    memory.refusals = 0;
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Slower than other controllers, whose first retry comes within milliseconds.
    memory.refusals += 1;
    return Math.min(BATCH_MS * 2 ** (memory.refusals - 1), LONGEST_RETRY_MS);
  }
}

export function syncJob(context: JobContext, memory: JobMemory, known: Job): void {
  const gates = context.spec.featureGates;
  const job = underGates(known, gates);
  const isSettled = areSatisfied(memory.expectations, context.now);
  const view = viewOf(context, memory, job, podsOf(context, job));
  const { draft } = view;
  if (draft.startTime === undefined && !isSuspended(job)) draft.startTime = formatTime(context.now);
  const early = verdictOf(view);
  const leftMs = deadlineLeftMs(job, draft.startTime, context.now);
  if (leftMs !== undefined && leftMs > 0) context.enqueueAfter(keyOf(job), leftMs);
  const outcome = early === undefined ? goOn(view, isSettled) : end(view, early, isSettled);
  const terminating = isGateOn(gates, 'JobPodReplacementPolicy') ? view.terminating : undefined;
  const isChanged =
    outcome.isSwitched || outcome.active !== draft.active || view.ready !== draft.ready || terminating !== draft.terminating;
  Object.assign(draft, { active: outcome.active, ready: view.ready, terminating });
  track(view, outcome.verdict, isChanged);
  if (outcome.error !== undefined) throw outcome.error;
}

interface Outcome {
  readonly verdict: Verdict | undefined;
  readonly active: number;
  readonly error: ApiError | undefined;
  /** The job was suspended or resumed. */
  readonly isSwitched: boolean;
}

/** The verdict is only given once no pod is left that doesn't know. */
function end(view: JobView, verdict: Verdict, isSettled: boolean): Outcome {
  const { removed, error } = removeActive(view);
  const active = view.active.length - removed;
  return { verdict: active === 0 && isSettled ? verdict : undefined, active, error, isSwitched: false };
}

function goOn(view: JobView, isSettled: boolean): Outcome {
  const { job, succeeded } = view;
  const isManaged = isSettled && !isTerminating(job);
  const { active, error } = isManaged ? manage(view) : { active: view.active.length, error: undefined };
  const isComplete = active === 0 && succeeded >= (specOf(job).completions ?? 1);
  const isSwitched = isManaged && !isComplete && noteSuspension(view);
  const reached = delaysTheEnd(view.context.spec.featureGates) ? REACHED : { ...REACHED, type: 'Complete' as const };
  return { verdict: isComplete ? reached : undefined, active, error, isSwitched };
}

const REACHED: Verdict = {
  type: 'SuccessCriteriaMet',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
};

/** A job that is resumed starts anew; how long it was active before doesn't count. */
function noteSuspension({ context, job, draft }: JobView): boolean {
  const [status, did] = isSuspended(job) ? (['True', 'Suspended'] as const) : (['False', 'Resumed'] as const);
  const message = `Job ${did.toLowerCase()}`;
  const conditions = ensureCondition(draft.conditions, conditionOf('Suspended', status, `Job${did}`, message, context.now));
  if (conditions === draft.conditions) return false;
  context.event(job, 'Normal', did, message);
  Object.assign(draft, { conditions, startTime: isSuspended(job) ? undefined : formatTime(context.now) });
  return true;
}

function podsOf(context: JobContext, job: Job): readonly Pod[] {
  const pods = claim(context, JOB, job, POD, selectorOfOwner(job), undefined, [TRACKING_FINALIZER]);
  const isAdopted = (pod: Pod): boolean => !(pod.metadata.ownerReferences ?? []).some(({ uid }) => uid === uidOf(job));
  return pods.map((pod) => (isAdopted(pod) && !isTracked(pod) ? withFinalizer(pod) : pod));
}

function withFinalizer(pod: Pod): Pod {
  return { ...pod, metadata: { ...pod.metadata, finalizers: [...(pod.metadata.finalizers ?? []), TRACKING_FINALIZER] } };
}

function onJobChange(context: JobContext, { type, object, previous }: Change<Job>): void {
  if (type === 'DELETED' || isJobFinished(object)) {
    context.memory.delete(keyOf(object));
    // One that was finished when this controller began is no news to it (addJob, updateJob).
    if (type !== 'ADDED') for (const pod of trackedPods(context, object)) context.enqueue(orphanKey(keyOf(pod)));
    return;
  }
  const isStatusOnly = type === 'MODIFIED' && previous?.metadata.generation === object.metadata.generation;
  context.enqueueAfter(keyOf(object), isStatusOnly ? BATCH_MS : 0);
  const leftMs = deadlineLeftMs(object, object.status?.startTime, context.now);
  const isMoved = previous !== undefined && specOf(previous).activeDeadlineSeconds !== specOf(object).activeDeadlineSeconds;
  if (leftMs !== undefined && isMoved) context.enqueueAfter(keyOf(object), leftMs);
}

/** Those that it selects, whoever controls them (enqueueLabelSelector). */
function trackedPods({ lister }: JobContext, job: Job): readonly Pod[] {
  const selector = selectorOfOwner(job);
  const all = lister(POD).by('finalizer', `${namespaceOf(job)}/${TRACKING_FINALIZER}`);
  return all.filter(({ metadata }) => matchesSelector(selector, metadata.labels));
}

function onPodChange(context: JobContext, change: Change<Pod>): void {
  const { type, object } = change;
  if (type !== 'DELETED' && isOffered(context, object)) context.enqueue(orphanKey(keyOf(object)));
  const owner = jobOf(context, object);
  if (owner !== undefined && !isJobFinished(owner)) observe(memoryOf(context, owner), change);
  for (const job of ownersConcerned(context.lister(JOB), JOB, change)) {
    if (!isJobFinished(job)) context.enqueueAfter(keyOf(job), BATCH_MS);
  }
}

function observe({ expectations, released }: JobMemory, { type, object }: Change<Pod>): void {
  if (type === 'DELETED' || isTerminating(object)) deletionObserved(expectations, keyOf(object));
  else if (type === 'ADDED') creationsObserved(expectations, 1);
  if (type === 'DELETED' || !isTracked(object)) released.delete(uidOf(object));
}
