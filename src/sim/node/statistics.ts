/** What is known of containers to whoever measures what they use. */
import type { Pod } from '../../api/types.gen.ts';
import type { ContainerRecord } from './memory.ts';

/** How long requests are counted together: as far as measurements are apart. Milliseconds. */
export const SPAN_MS = 15_000;

/** How many requests a container was sent, in the latest span in which there were any and in the one before it. */
export interface Served {
  /** Virtual time in spans. */
  span: number;
  count: number;
  before: number;
}

/** What a kubelet tells of its containers: they are not to be written into. Times in milliseconds since the epoch. */
export interface PodStatistics {
  readonly uid: string;
  /** As the kubelet last saw it: so nobody has to look through all pods of a cluster for those of a node. */
  readonly pod: Pod;
  readonly containers: readonly Readonly<Pick<ContainerRecord, 'name' | 'state' | 'startedAt' | 'finishedAt' | 'env' | 'served'>>[];
}

export function countRequest(record: ContainerRecord, now: number): void {
  const span = Math.floor(now / SPAN_MS);
  const { served } = record;
  if (served?.span === span) served.count++;
  else record.served = { span, count: 1, before: served?.span === span - 1 ? served.count : 0 };
}
