/** A pod's phase, from the states of its containers (kubelet_pods.go getPhase). */
import { isSidecar } from '../../api/pod/resources.ts';
import { restartsOn } from '../../api/pod/restart.ts';
import type { Container, ContainerStatus, PodSpec } from '../../api/types.gen.ts';

export type Phase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

interface Tally {
  running: number;
  waiting: number;
  unknown: number;
  stopped: number;
  succeeded: number;
  restartable: number;
}

/** `terminal`: all containers were stopped for good. `initialized`: the pod has once got past its init containers. */
export function phaseOf(spec: PodSpec, statuses: readonly ContainerStatus[], terminal: boolean, initialized: boolean): Phase {
  const tally: Tally = { running: 0, waiting: 0, unknown: 0, stopped: 0, succeeded: 0, restartable: 0 };
  if (spec.initContainers !== undefined) {
    const start = initProgress(spec, spec.initContainers, statuses, initialized, tally);
    if (start !== undefined) return start;
  }
  for (const container of spec.containers) countContainer(spec, container, statusOf(statuses, container), tally);
  return fromTally(tally, terminal);
}

function fromTally({ running, waiting, unknown, stopped, succeeded, restartable }: Tally, terminal: boolean): Phase {
  if (waiting > 0 || unknown > 0) return 'Pending';
  if (running > 0) return 'Running';
  if (stopped === 0) return 'Pending';
  if (!terminal && restartable > 0) return 'Running';
  return stopped === succeeded ? 'Succeeded' : 'Failed';
}

/** The phase that init containers and sidecars alone decide, or undefined. Sidecars count as running. */
function initProgress(
  spec: PodSpec,
  containers: readonly Container[],
  statuses: readonly ContainerStatus[],
  initialized: boolean,
  tally: Tally,
): Phase | undefined {
  let pending = false;
  let failed = false;
  for (const container of containers) {
    const status = statusOf(statuses, container);
    if (isSidecar(container)) {
      if (countSidecar(status, tally) && !initialized) pending = true;
    } else {
      const exitCode = exitCodeOf(status);
      if (exitCode === undefined) pending = true;
      else if (exitCode !== 0 && !willRestart(spec, container, status, exitCode)) failed = true;
      else if (exitCode !== 0) pending = true;
    }
  }
  if (failed) return 'Failed';
  return pending ? 'Pending' : undefined;
}

/** Whether the containers after a sidecar have to wait for it. One that has ended does not count at all. */
function countSidecar(status: ContainerStatus | undefined, tally: Tally): boolean {
  const state = status?.state;
  if (status === undefined) tally.unknown++;
  else if (state?.running !== undefined) {
    tally.running++;
    return status.started !== true;
  } else if (state?.waiting !== undefined) {
    if (status.lastState?.terminated !== undefined) return false;
    tally.waiting++;
    return true;
  } else if (state?.terminated === undefined) {
    tally.unknown++;
    return true;
  }
  return false;
}

function countContainer(spec: PodSpec, container: Container, status: ContainerStatus | undefined, tally: Tally): void {
  const state = status?.state;
  if (state?.running !== undefined) {
    tally.running++;
    return;
  }
  const exitCode = exitCodeOf(status);
  if (exitCode === undefined) {
    if (state?.waiting === undefined) tally.unknown++;
    else tally.waiting++;
    return;
  }
  tally.stopped++;
  if (exitCode === 0) tally.succeeded++;
  if (willRestart(spec, container, status, exitCode)) tally.restartable++;
}

/** Exit code of a container that has ended, or that waits after it did. */
function exitCodeOf(status: ContainerStatus | undefined): number | undefined {
  const { terminated, waiting } = status?.state ?? {};
  if (terminated !== undefined) return terminated.exitCode;
  return waiting === undefined ? undefined : status?.lastState?.terminated?.exitCode;
}

function willRestart(spec: PodSpec, container: Container, status: ContainerStatus | undefined, exitCode: number): boolean {
  return status?.state?.waiting?.reason === 'RestartingAllContainers' || restartsOn(spec, container, exitCode);
}

function statusOf(statuses: readonly ContainerStatus[], container: Container): ContainerStatus | undefined {
  return statuses.find(({ name }) => name === container.name);
}
