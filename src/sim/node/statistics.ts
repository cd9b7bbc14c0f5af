/** What a kubelet tells of the containers on its machine, for whoever measures what they use. */
import type { JsonValue } from '../../api/scalars.ts';
import type { ContainerRecord, Kubelet } from './memory.ts';

/** How long requests are counted together: as far as measurements are apart. Milliseconds. */
export const SPAN_MS = 15_000;

/** How many requests a container was sent, in the latest span in which there were any and in the one before it. */
export interface Served {
  /** Virtual time in spans. */
  span: number;
  count: number;
  before: number;
}

/** A container that runs, or ended less than a span ago. Times in milliseconds since the epoch. */
export interface ContainerStatistics {
  /** Of its pod. */
  readonly uid: string;
  readonly name: string;
  readonly startedAt: number;
  /** 0 while it runs. */
  readonly endedAt: number;
  readonly env: { readonly [name: string]: string };
  readonly served?: Served;
}

export function countRequest(record: ContainerRecord, now: number): void {
  const span = Math.floor(now / SPAN_MS);
  const { served } = record;
  if (served?.span === span) served.count++;
  else record.served = { span, count: 1, before: served?.span === span - 1 ? served.count : 0 };
}

/** Gives ContainerStatistics[]. */
export function statistics({ memory, now }: Kubelet): JsonValue {
  return [...memory.workers.values()].flatMap(({ uid, containers }) =>
    containers
      .filter(({ state, finishedAt }) => state === 'running' || (state === 'exited' && finishedAt > now - SPAN_MS))
      .map(({ name, state, startedAt, finishedAt, env, served }) => ({
        uid,
        name,
        startedAt,
        endedAt: state === 'running' ? 0 : finishedAt,
        env,
        ...(served === undefined ? {} : { served: { ...served } }),
      })),
  );
}
