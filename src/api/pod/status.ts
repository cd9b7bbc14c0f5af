import { humanDuration, parseTime } from '../time.ts';
import type { ContainerStatus, Pod, PodSpec } from '../types.gen.ts';
import { isPodTerminal, podCondition } from './conditions.ts';
import { isSidecar } from './resources.ts';

/** What the READY, STATUS and RESTARTS columns of `kubectl get pods` say (`pkg/printers/internalversion`, printPod). */
export interface PodSummary {
  readonly ready: number;
  readonly total: number;
  readonly status: string;
  readonly restarts: number;
  /** When the last restarted container had ended, milliseconds since the epoch. */
  readonly restartedAt: number | undefined;
}

export function podSummary(pod: Pod): PodSummary {
  const walk = newWalk(pod);
  walkInitContainers(pod, walk);
  if (!walk.initializing || podCondition(pod, 'Initialized')?.status === 'True') walkContainers(pod, walk);
  return {
    ready: walk.ready,
    total: countLasting(pod.spec),
    status: terminating(pod) ?? walk.reason,
    restarts: walk.restarts,
    restartedAt: walk.restarts === 0 ? undefined : walk.restartedAt,
  };
}

/** The STATUS column. */
export function podStatusText(pod: Pod): string {
  return podSummary(pod).status;
}

/** The READY column: `1/2`. */
export function podReadyText(pod: Pod): string {
  const { ready, total } = podSummary(pod);
  return `${ready}/${total}`;
}

/** The RESTARTS column: `0`, or `3 (2m ago)`. */
export function podRestartsText(pod: Pod, now: number): string {
  const { restarts, restartedAt } = podSummary(pod);
  return restartedAt === undefined ? `${restarts}` : `${restarts} (${humanDuration(now - restartedAt)} ago)`;
}

interface Walk {
  reason: string;
  initializing: boolean;
  ready: number;
  restarts: number;
  restartedAt: number | undefined;
  /** The same of sidecars alone: what counts once the pod is initialised. */
  sidecarRestarts: number;
  sidecarRestartedAt: number | undefined;
}

function newWalk(pod: Pod): Walk {
  const gated = podCondition(pod, 'PodScheduled')?.reason === 'SchedulingGated';
  return {
    reason: gated ? 'SchedulingGated' : pod.status?.reason || (pod.status?.phase ?? ''),
    initializing: false,
    ready: 0,
    restarts: 0,
    restartedAt: undefined,
    sidecarRestarts: 0,
    sidecarRestartedAt: undefined,
  };
}

function walkInitContainers(pod: Pod, walk: Walk): void {
  const specs = pod.spec?.initContainers ?? [];
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    const sidecar = specs.some((container) => container.name === status.name && isSidecar(container));
    countRestarts(status, sidecar, walk);
    const reason = initReason(status, sidecar, index, specs.length);
    if (reason !== undefined) {
      walk.reason = reason;
      walk.initializing = true;
      return;
    }
    if (sidecar && status.ready) walk.ready += 1;
  }
}

/** Undefined if the init container is done and the next one's turn has come. */
function initReason(status: ContainerStatus, sidecar: boolean, index: number, total: number): string | undefined {
  const { terminated, waiting } = status.state ?? {};
  if (terminated?.exitCode === 0 || (sidecar && status.started === true)) return undefined;
  if (terminated !== undefined) return `Init:${endOf(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason !== '' && reason !== 'PodInitializing' ? `Init:${reason}` : `Init:${index}/${total}`;
}

/** From last to first, so that the first container that isn't running has the last word. */
function walkContainers(pod: Pod, walk: Walk): void {
  walk.restarts = walk.sidecarRestarts;
  walk.restartedAt = walk.sidecarRestartedAt;
  let hasRunning = false;
  let errorReason = '';
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    countRestarts(status, false, walk);
    const { waiting, terminated, running } = status.state ?? {};
    if ((waiting?.reason ?? '') !== '') walk.reason = waiting?.reason ?? '';
    else if (terminated !== undefined) {
      walk.reason = endOf(terminated);
      if (terminated.exitCode !== 0) errorReason = walk.reason;
    } else if (status.ready && running !== undefined) {
      hasRunning = true;
      walk.ready += 1;
    }
  }
  if (walk.reason === 'Completed') walk.reason = completedReason(pod, hasRunning, errorReason);
}

function completedReason(pod: Pod, hasRunning: boolean, errorReason: string): string {
  if (hasRunning && podCondition(pod, 'Ready')?.status === 'True') return 'Running';
  if (errorReason !== '') return errorReason;
  return hasRunning ? 'NotReady' : 'Completed';
}

function endOf(terminated: { readonly reason?: string; readonly signal?: number; readonly exitCode: number }): string {
  if ((terminated.reason ?? '') !== '') return terminated.reason ?? '';
  return (terminated.signal ?? 0) === 0 ? `ExitCode:${terminated.exitCode}` : `Signal:${terminated.signal}`;
}

function countRestarts(status: ContainerStatus, sidecar: boolean, walk: Walk): void {
  const finishedAt = status.lastState?.terminated?.finishedAt;
  const ended = finishedAt === undefined ? undefined : parseTime(finishedAt);
  walk.restarts += status.restartCount;
  walk.restartedAt = later(walk.restartedAt, ended);
  if (!sidecar) return;
  walk.sidecarRestarts += status.restartCount;
  walk.sidecarRestartedAt = later(walk.sidecarRestartedAt, ended);
}

function later(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

function countLasting(spec: PodSpec | undefined): number {
  return (spec?.containers.length ?? 0) + (spec?.initContainers?.filter(isSidecar).length ?? 0);
}

function terminating(pod: Pod): string | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined;
  if (pod.status?.reason === 'NodeLost') return 'Unknown';
  return isPodTerminal(pod) ? undefined : 'Terminating';
}
