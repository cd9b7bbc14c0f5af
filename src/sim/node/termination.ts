/** Stopping a pod: hooks, SIGTERM, grace, SIGKILL, and the last word to the API server (pod_workers.go SyncTerminatingPod, kuberuntime killContainer). */
import { isReason } from '../../api/errors.ts';
import { POD } from '../../api/resources.ts';
import { release } from './admission.ts';
import { fieldPath } from './containers.ts';
import { runHook } from './hooks.ts';
import { forgetPulls } from './image-store.ts';
import type { ContainerRecord, Kubelet, PodWorker } from './memory.ts';
import { killContainer } from './probes.ts';
import { SIGKILLED, endAt } from './runtime.ts';
import { removeSandbox } from './sandbox.ts';
import { writeStatus } from './status.ts';
import { noteVolumes } from './volumes.ts';

const DEFAULT_GRACE_SECONDS = 30;
/** Every container gets so much between SIGTERM and SIGKILL, whatever is left of the grace. */
const MIN_GRACE_MS = 2000;

/** The grace that the deletion asks for, or the pod's own. */
export function graceMsOf(worker: PodWorker): number {
  const { deletionGracePeriodSeconds } = worker.pod.metadata;
  const seconds = deletionGracePeriodSeconds ?? worker.pod.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS;
  return Math.max(seconds, 1) * 1000;
}

/** From here on nothing is started any more. */
export function beginTermination(context: Kubelet, worker: PodWorker, graceMs: number): void {
  const { now } = context;
  worker.stage = 'terminating';
  worker.termination = { startedAt: now, graceMs };
  forgetPulls(context.memory.images, worker.uid);
  const running = worker.containers.filter(({ state }) => state === 'running');
  const delays = running.map((record) => stopHook(context, worker, record, graceMs));
  let turn = now;
  running.forEach((record, index) => {
    if (record.role === 'sidecar') return;
    stop(record, now + (delays[index] ?? 0), graceMs - (delays[index] ?? 0));
    turn = Math.max(turn, record.exitAt);
  });
  for (const [index, record] of [...running.entries()].toReversed()) {
    if (record.role !== 'sidecar') continue;
    const from = Math.max(turn, now + (delays[index] ?? 0));
    stop(record, from, graceMs - (from - now));
    turn = Math.max(turn, record.exitAt);
  }
}

/** Says that the container is stopped and runs its hook; gives how much of the grace that takes. */
function stopHook(context: Kubelet, worker: PodWorker, record: ContainerRecord, graceMs: number): number {
  context.event(worker.pod, 'Normal', 'Killing', `Stopping container ${record.name}`, fieldPath(record));
  const { ok, durationMs } = runHook(context, worker, record, 'preStop');
  if (!ok) context.event(worker.pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', fieldPath(record));
  return Math.min(durationMs, graceMs);
}

function stop(record: ContainerRecord, from: number, graceMs: number): void {
  killContainer(record, from, Math.max(graceMs, MIN_GRACE_MS));
}

/** A later deletion may only shorten the grace. */
export function shortenGrace(context: Kubelet, worker: PodWorker, graceMs: number): void {
  const { termination } = worker;
  if (termination === undefined || graceMs >= termination.graceMs) return;
  termination.graceMs = graceMs;
  for (const record of worker.containers)
    if (record.state === 'running') endAt(record, context.now + Math.max(graceMs, MIN_GRACE_MS), SIGKILLED);
}

/** Nothing runs any more: gives everything back, reports the end, and confirms the deletion if there is one. */
export function finishPod(context: Kubelet, worker: PodWorker): void {
  worker.stage = 'terminated';
  forgetPulls(context.memory.images, worker.uid);
  release(context, worker);
  writeStatus(context, worker);
  removeSandbox(context, worker);
  noteVolumes(context, worker, []);
  if (worker.removed) context.memory.workers.delete(worker.uid);
  else if (worker.pod.metadata.deletionTimestamp !== undefined) confirmDeletion(context, worker);
}

export function confirmDeletion(context: Kubelet, worker: PodWorker): void {
  const { namespace = '', name = '' } = worker.pod.metadata;
  worker.unconfirmed = !context.reachable;
  if (worker.unconfirmed) {
    context.memory.unheard = true;
    return;
  }
  try {
    context.client.delete(POD, namespace, name, { gracePeriodSeconds: 0, preconditions: { uid: worker.uid } });
  } catch (error) {
    if (!isReason(error, 'NotFound') && !isReason(error, 'Conflict')) throw error;
  }
}
