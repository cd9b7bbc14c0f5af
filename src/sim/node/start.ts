/** One pass of SyncPod over a pod's containers: which are started now, which have to wait, and why (kuberuntime_manager.go). */
import { advanceBackoff, backoffFor } from './backoff.ts';
import { containerSpec, fieldPath, isInitDone, podText, restartsAfterExit } from './containers.ts';
import { runHook } from './hooks.ts';
import { ensureImage } from './image-pull.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { RELIST_MS, endAt, endContainer, environmentFor, startContainer } from './runtime.ts';

const MAX_LOOK_MS = 60_000;
const CONFIG_RETRY_MS = 10_000;

/** `busy`: the worker is held up by a pull or a hook and reports nothing until that is over. */
export type StartProgress = 'done' | 'busy';

export function startContainers(context: Kubelet, worker: PodWorker): StartProgress {
  for (const record of worker.containers) {
    if (record.role !== 'app' && !(worker.initialized && record.role === 'init')) {
      const progress = startInit(context, worker, record);
      if (progress === 'busy' || (progress === 'wait' && !worker.initialized)) return progress === 'busy' ? 'busy' : 'done';
    } else if (record.role === 'app') {
      worker.initialized = true;
      if (isToStart(worker, record) && start(context, worker, record) === 'busy') return 'busy';
    }
    if (record.hookUntil > context.now) return 'busy';
  }
  return 'done';
}

/** An init container holds up those after it until it has succeeded, a sidecar until it has started. */
function startInit(context: Kubelet, worker: PodWorker, record: ContainerRecord): 'done' | 'wait' | 'busy' {
  if (record.role === 'init' && isInitDone(record)) return 'done';
  if (isToStart(worker, record) && start(context, worker, record) === 'busy') return 'busy';
  return record.role === 'sidecar' && isSidecarUp(context, record) ? 'done' : 'wait';
}

function isSidecarUp(context: Kubelet, record: ContainerRecord): boolean {
  if (record.state !== 'running') return false;
  return record.hookUntil <= context.now && record.probes.every((probe) => probe.kind !== 'startup' || probe.result === 'success');
}

function isToStart(worker: PodWorker, record: ContainerRecord): boolean {
  return record.state === 'waiting' || (record.state === 'exited' && restartsAfterExit(worker, record));
}

function start(context: Kubelet, worker: PodWorker, record: ContainerRecord): StartProgress {
  if (record.startAt > context.now) return 'done';
  if (record.state === 'exited' && isInBackoff(context, worker, record)) return 'done';
  const image = ensureImage(context, worker, record);
  if (image !== 'present') return image === 'waiting' ? 'busy' : 'done';
  const environment = environmentFor(context, worker, record);
  if ('error' in environment) refuseConfig(context, worker, record, environment.error);
  else {
    record.env = environment.env;
    if (record.state === 'exited')
      record.backoff = advanceBackoff(isSameImage(worker, record) ? record.backoff : undefined, record.finishedAt, context.now);
    run(context, worker, record);
  }
  return 'done';
}

function run(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  const path = fieldPath(record);
  startContainer(context, worker, record);
  context.event(worker.pod, 'Normal', 'Created', 'Container created', path);
  if (record.exitReason === 'StartError') {
    context.event(worker.pod, 'Warning', 'Failed', `Error: ${record.exitMessage}`, path);
    endContainer(context, worker, record, context.now);
    record.startAt = context.now + RELIST_MS;
    return;
  }
  context.event(worker.pod, 'Normal', 'Started', 'Container started', path);
  if (containerSpec(worker, record).lifecycle?.postStart !== undefined) postStart(context, worker, record);
}

function postStart(context: Kubelet, worker: PodWorker, record: ContainerRecord): void {
  const { ok, durationMs } = runHook(context, worker, record, 'postStart');
  if (ok) {
    record.hookUntil = durationMs === Number.POSITIVE_INFINITY ? Number.MAX_SAFE_INTEGER : context.now + durationMs;
    return;
  }
  context.event(worker.pod, 'Warning', 'FailedPostStartHook', 'PostStartHook failed', fieldPath(record));
  context.event(worker.pod, 'Normal', 'Killing', 'FailedPostStartHook', fieldPath(record));
  record.stopping = true;
  endAt(record, context.now + 1, 137);
}

/** Whether a container that ended has to wait before it may run again; says so each time it is looked at. */
function isInBackoff(context: Kubelet, worker: PodWorker, record: ContainerRecord): boolean {
  const ms = isSameImage(worker, record) ? backoffFor(record.backoff, record.finishedAt) : 0;
  const left = record.finishedAt + ms - context.now;
  if (left <= 0) return false;
  const message = `restarting failed container`;
  context.event(worker.pod, 'Warning', 'BackOff', `Back-off ${message} ${record.name} in pod ${podText(worker)}`, fieldPath(record));
  record.waitingReason = 'CrashLoopBackOff';
  record.waitingMessage = `back-off ${backoffText(ms)} ${message}=${record.name} pod=${podText(worker)}`;
  record.startAt = context.now + lookAgainMs(context, left);
  worker.dirty = true;
  return true;
}

/** The back-off belongs to one version of a container. */
function isSameImage(worker: PodWorker, record: ContainerRecord): boolean {
  return containerSpec(worker, record).image === record.image;
}

/** `10s`, `2m40s`: time.Duration of whole seconds. */
function backoffText(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** A worker looks again after what is left or a minute, and a little later than it should. */
function lookAgainMs(context: Kubelet, leftMs: number): number {
  if (context.spec.images === 'preloaded') return leftMs;
  return Math.round(Math.min(leftMs, MAX_LOOK_MS) * (1 + context.random() / 2));
}

function refuseConfig(context: Kubelet, worker: PodWorker, record: ContainerRecord, error: string): void {
  context.event(worker.pod, 'Warning', 'Failed', `Error: ${error}`, fieldPath(record));
  record.waitingReason = 'CreateContainerConfigError';
  record.waitingMessage = error;
  record.startAt = context.now + Math.round(CONFIG_RETRY_MS * (1 + context.random() / 2));
  worker.dirty = true;
}
