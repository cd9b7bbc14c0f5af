import type { ContainerStatus } from '../types.gen.ts';

/** In the words of a container's own state: `running, ready`, `ImagePullBackOff`, `Error (1)`. */
export function containerStateText(status: ContainerStatus | undefined): string {
  const { running, waiting, terminated } = status?.state ?? {};
  if (running !== undefined) return status?.ready === true ? 'running, ready' : 'running';
  if (terminated !== undefined) return `${terminated.reason ?? 'terminated'} (${terminated.exitCode})`;
  return waiting?.reason ?? 'waiting';
}

/** Waiting for something that has gone wrong, or just ended badly. */
export function hasTrouble({ state }: ContainerStatus): boolean {
  if (state?.waiting !== undefined) return !STARTING.has(state.waiting.reason ?? 'ContainerCreating');
  return state?.terminated !== undefined && state.terminated.exitCode !== 0;
}

const STARTING: ReadonlySet<string> = new Set(['ContainerCreating', 'PodInitializing']);
