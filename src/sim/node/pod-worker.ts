/**
 * What the kubelet does with one pod, from the moment it hears of it until nothing is left (pkg/kubelet/pod_workers.go).
 * `syncPod` is level-driven: it looks at the newest pod and at the containers, does what is due, and says when to look again.
 */
import { isPodTerminal } from '../../api/pod/conditions.ts';
import type { Pod } from '../../api/types.gen.ts';
import { admit } from './admission.ts';
import { directionsOf } from './annotations.ts';
import { containerSpec, fieldPath, newRecords, restartsAfterExit, specOf } from './containers.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { killContainer, nextProbeAt, runProbes } from './probes.ts';
import { RELIST_MS, endContainer } from './runtime.ts';
import { createSandbox } from './sandbox.ts';
import { startContainers } from './start.ts';
import { refreshReadiness, writeRejection, writeStatus } from './status.ts';
import { continueScript } from './surroundings.ts';
import { beginTermination, confirmDeletion, finishPod, graceMsOf, shortenGrace } from './termination.ts';
import { areVolumesMounted } from './volumes.ts';

const SANDBOX_RETRY_MS = 10_000;
const DEADLINE_MESSAGE = 'Pod was active on the node longer than the specified deadline';

export function newWorker(pod: Pod, now: number): PodWorker {
  return {
    pod,
    uid: pod.metadata.uid ?? '',
    stage: 'new',
    startedAt: now,
    podIP: '',
    sandboxAt: 0,
    mountAt: 0,
    mountBackoffMs: 0,
    volumes: [],
    awaitedSince: 0,
    mountedAt: 0,
    containers: newRecords(pod),
    dirty: true,
    wroteVersion: '',
    reason: '',
    message: '',
    admitted: false,
    initialized: false,
    removed: false,
    unconfirmed: false,
    termination: undefined,
  };
}

/** Gives the milliseconds after which something will be due, if anything will. */
export function syncPod(context: Kubelet, uid: string): number | void {
  const worker = context.memory.workers.get(uid);
  if (worker === undefined || context.memory.power !== 'on') return undefined;
  if (context.memory.stopped) return goOnAlone(context, worker);
  if (worker.stage === 'new') begin(context, worker);
  for (const record of worker.containers) if (record.state === 'running') observe(context, worker, record);
  // Asked to go while its containers came to their end by themselves.
  if (worker.stage === 'terminated' && !worker.removed && worker.pod.metadata.deletionTimestamp !== undefined)
    confirmDeletion(context, worker);
  const busy = worker.stage === 'syncing' && advance(context, worker);
  if (worker.stage === 'terminating') advanceTermination(context, worker);
  refreshReadiness(worker, context.now);
  if (worker.dirty && !busy && worker.stage !== 'terminating') writeStatus(context, worker);
  if (worker.unconfirmed && !worker.removed) confirmDeletion(context, worker);
  return nextLook(context, worker);
}

/** Without a kubelet containers run on and end, and nobody looks after them. */
function goOnAlone(context: Kubelet, worker: PodWorker): number | void {
  for (const record of worker.containers) if (record.state === 'running') endure(context, worker, record);
  let next = 0;
  for (const { state, exitAt, scriptAt } of worker.containers)
    if (state === 'running') next = earliest(context.now, next, exitAt, scriptAt);
  return next === 0 ? undefined : next - context.now;
}

function begin(context: Kubelet, worker: PodWorker): void {
  if (isPodTerminal(worker.pod)) {
    worker.stage = 'terminated';
    worker.dirty = false;
    if (worker.pod.metadata.deletionTimestamp !== undefined) confirmDeletion(context, worker);
    return;
  }
  worker.stage = 'syncing';
  const refusal = worker.pod.metadata.deletionTimestamp === undefined ? admit(context, worker) : undefined;
  if (refusal === undefined) return;
  worker.stage = 'terminated';
  worker.reason = refusal.reason;
  worker.message = `Pod was rejected: ${refusal.message}`;
  context.event(worker.pod, 'Warning', refusal.reason, refusal.message);
  writeRejection(context, worker);
}

/** What has happened in a running container by now. */
function observe(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  endure(context, worker, record);
  if (record.state === 'running' && record.probes.length > 0 && record.hookUntil <= context.now) runProbes(context, worker, record);
}

/** A container's program goes on, and may come to its end. */
function endure(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  if (record.scriptAt !== 0 && record.scriptAt <= context.now) continueScript(context, worker, record);
  if (record.exitAt === 0 || record.exitAt > context.now) return;
  context.because(`container ${record.name} exited with ${record.exitCode}`);
  endContainer(context, worker, record, record.exitAt);
  record.startAt = record.finishedAt + RELIST_MS;
}

/** Takes a pod that may run one step on. True while the worker is held up. */
function advance(context: Kubelet, worker: PodWorker): boolean {
  if (worker.removed || worker.pod.metadata.deletionTimestamp !== undefined) beginTermination(context, worker, graceMsOf(worker));
  else if (isPastDeadline(context, worker)) exceedDeadline(context, worker);
  else if (isFinished(worker)) beginTermination(context, worker, graceMsOf(worker));
  else if (prepare(context, worker)) {
    restartChanged(context, worker);
    return startContainers(context, worker) === 'busy';
  }
  return false;
}

function advanceTermination(context: Kubelet, worker: PodWorker): void {
  if (worker.pod.metadata.deletionTimestamp !== undefined || worker.removed) shortenGrace(context, worker, graceMsOf(worker));
  if (worker.containers.every(({ state }) => state !== 'running')) finishPod(context, worker);
}

/** Volumes, then the sandbox; true once both are there. */
function prepare(context: Kubelet, worker: PodWorker): boolean {
  if (worker.podIP !== '') return worker.sandboxAt <= context.now;
  if (worker.mountAt > context.now || !areVolumesMounted(context, worker)) return false;
  if (!createSandbox(context, worker)) worker.mountAt = context.now + SANDBOX_RETRY_MS;
  return false;
}

/** No container will ever run again: all regular ones are through, or an init container has failed for good. */
function isFinished(worker: PodWorker): boolean {
  let through = true;
  for (const record of worker.containers) {
    const ended = record.state === 'exited' && !restartsAfterExit(worker, record);
    if (record.role === 'init' && ended && record.terminated?.exitCode !== 0) return true;
    if (record.role === 'app' && !ended) through = false;
  }
  return through;
}

function isPastDeadline(context: Kubelet, worker: PodWorker): boolean {
  const deadline = deadlineOf(worker);
  return deadline !== 0 && context.now >= deadline;
}

function deadlineOf(worker: PodWorker): number {
  const seconds = specOf(worker.pod).activeDeadlineSeconds;
  // Counted from status.startTime, which knows whole seconds only.
  return seconds === undefined ? 0 : Math.floor(worker.startedAt / 1000) * 1000 + seconds * 1000;
}

function exceedDeadline(context: Kubelet, worker: PodWorker): void {
  worker.reason = 'DeadlineExceeded';
  worker.message = DEADLINE_MESSAGE;
  worker.dirty = true;
  if (context.spec.images === 'registry') context.event(worker.pod, 'Normal', 'DeadlineExceeded', DEADLINE_MESSAGE);
  beginTermination(context, worker, graceMsOf(worker));
}

/** A container whose image was changed is stopped; its restart takes the new one. */
function restartChanged(context: Kubelet, worker: PodWorker): void {
  if (context.spec.images === 'preloaded') return;
  for (const record of worker.containers) {
    if (record.state !== 'running' || record.stopping || record.role === 'init' || containerSpec(worker, record).image === record.image)
      continue;
    context.event(worker.pod, 'Normal', 'Killing', `Container ${record.name} definition changed, will be restarted`, fieldPath(record));
    killContainer(record, context.now, graceMsOf(worker));
  }
}

function nextLook(context: Kubelet, worker: PodWorker): number | void {
  if (worker.stage === 'terminated') return undefined;
  const { now } = context;
  let next = worker.stage === 'syncing' ? earliest(now, 0, worker.sandboxAt, worker.mountAt, deadlineOf(worker)) : 0;
  for (const record of worker.containers) next = earliest(now, next, ...timesOf(worker, record, now));
  return next === 0 ? undefined : next - now;
}

/** The smaller of two times that lie ahead; 0 is never. */
function earliest(now: number, first: number, ...times: readonly number[]): number {
  let next = first;
  for (const time of times) if (time > now && (next === 0 || time < next)) next = time;
  return next;
}

const NO_TIMES: readonly number[] = [];

function timesOf(worker: PodWorker, record: ContainerRecord, now: number): readonly number[] {
  if (record.state !== 'running')
    return worker.stage === 'syncing' && !record.pulling && record.startAt !== 0 ? [record.startAt] : NO_TIMES;
  const { readyMs } = directionsOf(worker.pod);
  const { exitAt, scriptAt, hookUntil, probes, behaviour } = record;
  if (exitAt === 0 && scriptAt === 0 && hookUntil === 0 && probes.length === 0 && readyMs === 0 && behaviour?.script === undefined)
    return NO_TIMES;
  const hook = hookUntil === Number.MAX_SAFE_INTEGER ? 0 : hookUntil;
  // One that ends at once, when it was just told to, is seen to have ended at the next look.
  return [exitAt === 0 ? 0 : Math.max(exitAt, now + 1), scriptAt, hook, nextProbeAt(record), record.startedAt + readyMs];
}
